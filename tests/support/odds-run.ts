import { memoryApp, memoryParts } from '../../dev/backtest/memory-app.ts';
import { createOddsApi } from '../../shared/adapters/odds-api/odds-api.ts';
import { type RecordingTelemetry, recordingTelemetry } from '../../shared/adapters/telemetry/recording-telemetry.ts';
import { MARKET_TYPES } from '../../shared/domain/market/market.ts';
import { fittedModel } from '../../shared/domain/signal/fitted-model.ts';
import type { Signal } from '../../shared/domain/signal/signal.ts';
import { LEAGUE } from './games.ts';
import { MINUTE, NOON } from './odds.ts';
import type { Answer, OddsProvider } from './odds-provider.ts';

export interface OddsRun {
  readonly telemetry: RecordingTelemetry;
  /** Handed on to fan-out. */
  readonly signals: readonly Signal[];
  /** Bodies sent to Discord. */
  readonly messages: readonly unknown[];
  /** Lets the provider answer that, so many minutes after noon, polls, and lets everything follow from it. */
  poll(minute: number, answer: Answer): Promise<void>;
}

/** The pipeline over memory, with the real adapter before it and nothing remembered from other tests. */
export function startOddsRun(provider: OddsProvider): OddsRun {
  let now = NOON;
  const clock = () => now;
  const telemetry = recordingTelemetry();
  const signals: Signal[] = [];
  const messages: unknown[] = [];
  const parts = memoryParts(clock);
  const source = createOddsApi({
    baseUrl: provider.url,
    apiKey: 'key',
    markets: MARKET_TYPES,
    regions: ['us'],
    now: clock,
    telemetry,
    timeouts: { attemptMs: 200, totalMs: 2000, retryMs: 1, breakerMs: 1 },
  });
  const discord = {
    ...parts.discord,
    createMessage: (...[channelId, body]: Parameters<typeof parts.discord.createMessage>) => {
      messages.push(body);
      return parts.discord.createMessage(channelId, body);
    },
  };
  const app = memoryApp({
    clock,
    source,
    leagues: [LEAGUE],
    model: fittedModel,
    telemetry,
    onSignal: (signal) => signals.push(signal),
    parts: { ...parts, discord },
  });
  return {
    telemetry,
    signals,
    messages,
    async poll(minute, answer) {
      now = NOON + minute * MINUTE;
      provider.answer(answer);
      await app.tick();
    },
  };
}
