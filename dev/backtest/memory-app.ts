import { memoryCache } from '../../shared/adapters/memory/memory-cache.ts';
import { memoryDocuments } from '../../shared/adapters/memory/memory-documents.ts';
import { type MemoryQueues, memoryQueues } from '../../shared/adapters/memory/memory-queues.ts';
import { MARKET_TYPES } from '../../shared/domain/market/market.ts';
import type { Signal } from '../../shared/domain/signal/signal.ts';
import { deliverAlert } from '../../shared/pipeline/deliver-alert.ts';
import { fanOutAlert } from '../../shared/pipeline/fan-out-alert.ts';
import { type IngestDeps, ingestOdds } from '../../shared/pipeline/ingest-odds.ts';
import { pollOdds } from '../../shared/pipeline/poll-odds.ts';
import { type ScoreDeps, scoreMarket } from '../../shared/pipeline/score-market.ts';
import { settleMarkets } from '../../shared/pipeline/settle-markets.ts';
import type { Cache } from '../../shared/ports/cache.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Discord } from '../../shared/ports/discord.ts';
import type { OddsSource } from '../../shared/ports/odds-source.ts';
import type { Telemetry } from '../../shared/ports/telemetry.ts';
import { makeStores, type StoreName, type Stores } from '../../shared/stores.ts';

/** What the stages stand on, in this process. */
export interface MemoryParts {
  readonly stores: Stores;
  readonly queue: MemoryQueues;
  readonly cache: Cache;
  readonly discord: Discord;
}

export interface MemoryAppOptions {
  readonly clock: Clock;
  readonly source: OddsSource;
  readonly leagues: readonly string[];
  readonly telemetry: Telemetry;
  readonly onSignal?: (signal: Signal) => void;
  readonly onMarket?: IngestDeps['onMarket'] | undefined;
  readonly onScored?: ScoreDeps['onScored'];
  readonly model: ScoreDeps['model'];
  readonly parts?: MemoryParts;
}

/** More than any recording can spend: a backtest asks what the signals are worth, not what a plan can afford. */
const REPLAY_CREDITS = 15_000_000;
/** What grows with every change and is read back by nothing in a backtest: a day of it is enough to find a repeat. */
const KEPT_A_DAY: ReadonlySet<StoreName> = new Set(['line-history', 'recent-signals', 'deliveries', 'rejected']);
const DAY_SECONDS = 24 * 3600;
/** Discord's channels, as far as a backtest knows them. */
export const CHANNELS = { 'odds-alerts': '1', 'sharp-signals': '2' } as const;

export function memoryParts(now: Clock): MemoryParts {
  const stores = makeStores(
    (name, { ttlSeconds }) =>
      memoryDocuments<never>({
        now,
        ...(ttlSeconds === undefined ? {} : { ttlSeconds: KEPT_A_DAY.has(name) ? DAY_SECONDS : ttlSeconds }),
      }) as never,
  );
  return { stores, queue: memoryQueues({ now }), cache: memoryCache({ now }), discord: acceptingDiscord() };
}

/** The stages of the app over memory: the same code as in production, with another clock and other adapters. */
export function memoryApp(options: MemoryAppOptions) {
  const { clock, source, leagues, telemetry, onSignal, model, parts = memoryParts(clock) } = options;
  const { stores, queue, cache, discord } = parts;
  const named = {
    lineHistory: stores['line-history'],
    trackRecord: stores['track-record'],
    recentSignals: stores['recent-signals'],
  };
  const shared = { ...stores, ...named, clock, now: clock, queue, cache, telemetry };
  const config = { leagues, markets: MARKET_TYPES, regions: ['us'], monthlyCredits: REPLAY_CREDITS };
  const ingestDeps: IngestDeps = options.onMarket ? { ...shared, onMarket: options.onMarket } : shared;
  const scoreDeps: ScoreDeps = { ...shared, model, ...(options.onScored ? { onScored: options.onScored } : {}) };
  const drain = () =>
    queue.drain({
      'fingerprint-changes': (message) => scoreMarket(scoreDeps, message),
      alerts: (message) => {
        if (message.after === undefined) onSignal?.(message.signal);
        return fanOutAlert({ ...shared, channels: CHANNELS }, message);
      },
      deliveries: async (message) => {
        const outcome = await deliverAlert({ ...shared, discord }, message);
        if (outcome.kind === 'later')
          await queue.send('deliveries', message, { delaySeconds: Math.ceil(outcome.afterMs / 1000) });
      },
    });
  const poll = () =>
    pollOdds({
      ...shared,
      source,
      config,
      ingest: async (league, answer) => void (await ingestOdds(ingestDeps, league, answer)),
      keepRejected: async () => undefined,
    });
  const settle = () => settleMarkets({ ...shared, bars: model.bars });
  return {
    poll,
    drain,
    settle,
    /** One tick of each timer, and everything that follows from it. */
    tick: async () => {
      await poll();
      await drain();
      await settle();
      await drain();
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
