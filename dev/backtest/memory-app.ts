import { memoryCache } from '../../shared/adapters/memory/memory-cache.ts';
import { memoryDocuments } from '../../shared/adapters/memory/memory-documents.ts';
import { memoryQueues } from '../../shared/adapters/memory/memory-queues.ts';
import { MARKET_TYPES } from '../../shared/domain/market/market.ts';
import { type ConfidenceModel, formulaModel } from '../../shared/domain/signal/confidence.ts';
import type { Signal } from '../../shared/domain/signal/signal.ts';
import { deliverAlert } from '../../shared/pipeline/deliver-alert.ts';
import { fanOutAlert } from '../../shared/pipeline/fan-out-alert.ts';
import { ingestOdds } from '../../shared/pipeline/ingest-odds.ts';
import { pollOdds } from '../../shared/pipeline/poll-odds.ts';
import { scoreMarket } from '../../shared/pipeline/score-market.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Discord } from '../../shared/ports/discord.ts';
import type { OddsSource } from '../../shared/ports/odds-source.ts';
import type { Telemetry } from '../../shared/ports/telemetry.ts';
import { makeStores } from '../../shared/stores.ts';

export interface MemoryAppOptions {
  readonly clock: Clock;
  readonly source: OddsSource;
  readonly leagues: readonly string[];
  readonly telemetry: Telemetry;
  readonly onSignal: (signal: Signal) => void;
  readonly model?: ConfidenceModel;
}

/** More than any recording can spend: a backtest asks what the signals are worth, not what a plan can afford. */
export const REPLAY_CREDITS = 15_000_000;
/** Nothing in a backtest reads history back; what is kept a day in memory is enough to find a repeat. */
const MOST_SECONDS = 24 * 3600;

/** The stages of the app over memory: the same code as in production, with another clock and other adapters. */
export function memoryApp({ clock, source, leagues, telemetry, onSignal, model = formulaModel }: MemoryAppOptions) {
  const stores = makeStores(
    (_name, { ttlSeconds }) =>
      memoryDocuments<never>({
        now: clock,
        ...(ttlSeconds === undefined ? {} : { ttlSeconds: Math.min(ttlSeconds, MOST_SECONDS) }),
      }) as never,
  );
  const queue = memoryQueues({ now: clock });
  const shared = {
    ...stores,
    lineHistory: stores['line-history'],
    clock,
    now: clock,
    queue,
    cache: memoryCache({ now: clock }),
    telemetry,
  };
  const config = { leagues, markets: MARKET_TYPES, regions: ['us'], monthlyCredits: REPLAY_CREDITS };
  const discord = acceptingDiscord();
  return {
    /** One tick of the poll timer, and everything that follows from it. */
    tick: async () => {
      await pollOdds({
        ...shared,
        source,
        config,
        ingest: async (league, answer) => void (await ingestOdds(shared, league, answer)),
        keepRejected: async () => undefined,
      });
      await queue.drain({
        'fingerprint-changes': (message) => scoreMarket({ ...shared, model }, message),
        alerts: (message) => {
          if (message.after === undefined) onSignal(message.signal);
          return fanOutAlert({ ...shared, channels: { 'odds-alerts': '1', 'sharp-signals': '2' } }, message);
        },
        deliveries: (message) => deliverAlert({ ...shared, discord }, message),
      });
    },
  };
}

/** A Discord that takes everything at once. */
function acceptingDiscord(): Discord {
  let sent = 0;
  return {
    createMessage: async () => ({ kind: 'ok', value: { messageId: String(++sent) } }),
    openDirectMessage: async (userId) => ({ kind: 'ok', value: { channelId: userId } }),
  };
}
