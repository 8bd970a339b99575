import { memoryCache } from '../../shared/adapters/memory/memory-cache.ts';
import { memoryDocuments } from '../../shared/adapters/memory/memory-documents.ts';
import { memoryQueues } from '../../shared/adapters/memory/memory-queues.ts';
import { recordingTelemetry } from '../../shared/adapters/telemetry/recording-telemetry.ts';
import { type EventOdds, eventIdSchema, type SportEvent } from '../../shared/domain/market/market.ts';
import { newLeague } from '../../shared/domain/polling/league-state.ts';
import type { Signal } from '../../shared/domain/signal/signal.ts';
import { ingestOdds } from '../../shared/pipeline/ingest-odds.ts';
import { leagueKey } from '../../shared/pipeline/polling/league-store.ts';
import { settleMarkets } from '../../shared/pipeline/settle-markets.ts';
import type { Documents } from '../../shared/ports/documents.ts';
import { makeStores } from '../../shared/stores.ts';
import { aSignal } from './delivery-world.ts';
import { anEvent, everywhere, HOUR, MINUTE, NOON, odds } from './odds.ts';

export const LEAGUE = anEvent().league;
/** When games start here, unless told. */
export const START = NOON + HOUR;

/** The least that SIGNALS asks of each level. */
const BARS = { Low: 0.55, Medium: 0.65, High: 0.8 } as const;

/** A game of the league, by number. */
export const game = (number: number, changes: Partial<SportEvent> = {}): SportEvent =>
  anEvent({ id: eventIdSchema.parse(`game${number}`), commenceTime: START, ...changes });

/** What an answer shows of a game: a spread that six books quote alike. */
export const quoted = (event: SportEvent, point = -4.5): EventOdds => odds('spread', everywhere(point), event);

/** A signal on a game's home side at −4.5, an hour before START; 2.1 beats an even close by 5 %. */
export const signalOf = (event: SportEvent, parts: Partial<Record<keyof Signal, unknown>> = {}, price = 2.1): Signal =>
  aSignal({
    id: `signal-${event.id}`,
    event,
    detectedAt: NOON,
    offer: { book: 'alpha', outcome: 'home', point: -4.5, price, since: NOON },
    ...parts,
  });

/** All documents of a partition. */
export async function everything<T>(documents: Documents<T>, partition: string): Promise<readonly T[]> {
  const { items } = await documents.list(partition, { limit: 10_000 });
  return items.map(({ value }) => value);
}

/** Everything that watching and settling events stand on, in memory, at noon. */
export function settlingWorld() {
  let time = NOON;
  const now = () => time;
  const stores = makeStores(
    (_name, { ttlSeconds }) =>
      memoryDocuments<never>({ now, ...(ttlSeconds === undefined ? {} : { ttlSeconds }) }) as never,
  );
  const deps = {
    ...stores,
    lineHistory: stores['line-history'],
    trackRecord: stores['track-record'],
    clock: now,
    bars: BARS,
    queue: memoryQueues({ now }),
    cache: memoryCache({ now }),
    telemetry: recordingTelemetry(),
  };
  const setTime = (minute: number) => {
    time = NOON + minute * MINUTE;
  };
  return {
    deps,
    stores,
    /** Moves the clock to so many minutes after noon. */
    setTime,
    /** What a poll so many minutes after noon reads. */
    async poll(minute: number, events: readonly EventOdds[], parts: Partial<typeof deps> = {}): Promise<void> {
      setTime(minute);
      await ingestOdds({ ...deps, ...parts }, LEAGUE, { observedAt: time, events, rejected: [], quota: undefined });
    },
    /** Signals that were raised and sent. */
    async raised(...signals: readonly Signal[]): Promise<void> {
      for (const signal of signals)
        await stores.signals.create({ id: signal.id, partition: signal.event.id }, { signal, state: 'dispatched' });
    },
    /** A tick so many minutes after noon. */
    settle(minute: number, parts: Partial<typeof deps> = {}) {
      setTime(minute);
      return settleMarkets({ ...deps, ...parts });
    },
    /** The league is polled: the app knows of it. */
    polled: async (league = LEAGUE) => void (await stores.leagues.create(leagueKey(league), newLeague(league))),
    signalsOf: (event: SportEvent) => everything(stores.signals, event.id),
    closingOf: async ({ id }: SportEvent) => (await stores.closings.read({ id, partition: id }))?.value,
    rows: async (league = LEAGUE) => (await everything(stores.performance, league)).flatMap(({ rows }) => rows),
    openFixtures: () => everything(stores.fixtures, 'open'),
  };
}
