import type { RecentSignal } from '../../domain/signal/recent-signal.ts';
import { atLeast, LEVELS, type Level, type Signal } from '../../domain/signal/signal.ts';
import type { Cache } from '../../ports/cache.ts';
import type { Documents } from '../../ports/documents.ts';
import type { RecentSignals, SignalNews } from '../../ports/recent-signals.ts';
import type { SignalRecord } from '../raise-signal.ts';
import type { RecentSignalStore } from '../recent-signal-store.ts';
import { ALL_LEAGUES } from '../track-record.ts';

export interface SignalQueriesDeps {
  readonly recentSignals: RecentSignalStore;
  readonly signals: Documents<SignalRecord>;
  readonly cache: Cache;
}

/** As many as a phone shows without tiring its reader. */
const MOST_LISTED = 10;
const MOST_KNOWN = 100;
const PAGE_SIZE = 100;
/** Who looks for a rare level goes back this far: it bounds what one question may cost. */
const MOST_PAGES = 5;
const MOST_ID_CHARACTERS = 64;

/** Answers from the stores, through the cache: many who ask at once cause one read. */
export const createSignalQueries = (deps: SignalQueriesDeps): RecentSignals => ({
  newest: ({ league = ALL_LEAGUES, least }) =>
    deps.cache.getOrFill('recent-signals', `${league}:${least}`, async () => {
      const newest = await newestOf(deps.recentSignals, { partition: league, least, most: MOST_LISTED });
      return Promise.all(newest.map((signal) => newsOf(deps.signals, signal)));
    }),
  known: (least) =>
    deps.cache.getOrFill('recent-signals', `known:${least}`, () =>
      newestOf(deps.recentSignals, { partition: ALL_LEAGUES, least, most: MOST_KNOWN }),
    ),
  async find(eventId, signalId) {
    if (![eventId, signalId].every(({ length }) => length > 0 && length <= MOST_ID_CHARACTERS)) return undefined;
    const { signals } = deps;
    const record = (await signals.read({ id: signalId, partition: eventId }))?.value;
    if (!record) return undefined;
    const { signal, settlement } = record;
    return { signal, settlement, told: highest([signal.level, ...(await takenBackLevels(signals, signal))]) };
  },
});

interface Wanted {
  readonly partition: string;
  readonly least: Level;
  readonly most: number;
}

async function newestOf(
  recentSignals: RecentSignalStore,
  { partition, least, most }: Wanted,
): Promise<readonly RecentSignal[]> {
  const found: RecentSignal[] = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { items, next } = await recentSignals.list(partition, { limit: PAGE_SIZE, after });
    found.push(...items.map(({ value }) => value).filter(({ level }) => atLeast(level, least)));
    if (found.length >= most || next === undefined) break;
    after = next;
  }
  return found.slice(0, most);
}

/** What became of it stands in the signal's own record. */
async function newsOf(signals: Documents<SignalRecord>, signal: RecentSignal): Promise<SignalNews> {
  const record = await signals.read({ id: signal.signalId, partition: signal.event.id });
  return { signal, settlement: record?.value.settlement };
}

async function takenBackLevels(
  signals: Documents<SignalRecord>,
  { event, reverses = [] }: Signal,
): Promise<readonly Level[]> {
  const records = await Promise.all(reverses.map((id) => signals.read({ id, partition: event.id })));
  return records.flatMap((record) => (record ? [record.value.signal.level] : []));
}

const highest = (levels: readonly Level[]): Level => LEVELS.findLast((level) => levels.includes(level)) ?? 'Low';
