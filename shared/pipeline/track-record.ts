import { isDeepStrictEqual } from 'node:util';
import { dayOf, WEEK_MS } from '../domain/signal/performance-week.ts';
import { cellsOf, sumCells, type TrackRecord, type TrackRecordCell } from '../domain/signal/track-record.ts';
import type { Cache } from '../ports/cache.ts';
import type { Documents, Key } from '../ports/documents.ts';
import { changeDocument } from './change-document.ts';
import { type PerformanceStore, RECORD_WEEKS, readPerformance } from './performance-store.ts';

export interface TrackRecordDeps {
  /** Partition `league`; id: the league, or {@link ALL_LEAGUES}. */
  readonly trackRecord: Documents<TrackRecord>;
  readonly cache: Cache;
}

/** No provider has a league of that name. */
export const ALL_LEAGUES = 'all';
const PARTITION = 'league';
const PAGE_SIZE = 100;

const keyOf = (league: string): Key => ({ id: league, partition: PARTITION });

/** How a league's signals did in the last 52 weeks, at most five minutes old; undefined before the first was judged. */
export async function readTrackRecord(
  { trackRecord, cache }: TrackRecordDeps,
  league: string,
): Promise<TrackRecord | undefined> {
  // A cache keeps JSON: that there is none is a value too.
  const found = await cache.getOrFill<TrackRecord | null>(
    'track-record',
    league,
    async () => (await trackRecord.read(keyOf(league)))?.value ?? null,
  );
  return found ?? undefined;
}

type RefreshDeps = TrackRecordDeps & { readonly performance: PerformanceStore };

/** Computes the track records of some leagues, and of all together, anew from the performance record. */
export async function refreshTrackRecords(deps: RefreshDeps, leagues: Iterable<string>, now: number): Promise<void> {
  for (const league of leagues) await refreshLeague(deps, league, now);
  await refreshAll(deps, now);
}

/** One league's alone: {@link refreshAll} is due after it. */
export async function refreshLeague(deps: RefreshDeps, league: string, now: number): Promise<void> {
  const from = now - RECORD_WEEKS * WEEK_MS;
  const rows = await readPerformance(deps.performance, { leagues: [league], from, until: now });
  await save(deps, league, cellsOf(rows), now);
}

/** The sum of what the leagues have on record. */
export const refreshAll = async (deps: TrackRecordDeps, now: number): Promise<void> =>
  save(deps, ALL_LEAGUES, sumCells(await everyLeaguesCells(deps.trackRecord)), now);

/** Written again when there is something new, and once a day, so that its age tells that it is looked after. */
async function save(deps: TrackRecordDeps, league: string, cells: TrackRecordCell[], now: number): Promise<void> {
  const { isWritten } = await changeDocument(deps.trackRecord, keyOf(league), (stored) =>
    stored && dayOf(stored.asOf) >= dayOf(now) && isDeepStrictEqual(stored.cells, cells)
      ? stored
      : { league, asOf: now, cells },
  );
  if (isWritten) await deps.cache.forget('track-record', league);
}

async function everyLeaguesCells(trackRecord: Documents<TrackRecord>): Promise<TrackRecordCell[]> {
  const cells: TrackRecordCell[] = [];
  let after: string | undefined;
  do {
    const page = await trackRecord.list(PARTITION, { limit: PAGE_SIZE, after });
    for (const { value } of page.items) if (value.league !== ALL_LEAGUES) cells.push(...value.cells);
    after = page.next;
  } while (after !== undefined);
  return cells;
}
