import pLimit from 'p-limit';
import type { LeagueState } from '../../domain/polling/league-state.ts';
import { recordReport } from '../../domain/signal/record-report.ts';
import type { Cache } from '../../ports/cache.ts';
import type { Documents } from '../../ports/documents.ts';
import type { RecordQuery, TrackRecords } from '../../ports/track-records.ts';
import { type PerformanceStore, readPerformance } from '../performance-store.ts';
import { everyLeague } from '../polling/league-store.ts';
import { ALL_LEAGUES } from '../track-record.ts';

export interface RecordQueriesDeps {
  readonly leagues: Documents<LeagueState>;
  readonly performance: PerformanceStore;
  readonly cache: Cache;
}

const DAY_MS = 24 * 60 * 60_000;
/** Leagues read at once: each is some weeks of documents. */
const AT_ONCE = 4;

/** Answers from the performance record, through the cache, which keeps the summaries alone. */
export const createRecordQueries = (deps: RecordQueriesDeps): TrackRecords => ({
  report: (query) =>
    deps.cache.getOrFill('record', `${query.league ?? ALL_LEAGUES}:${query.days}`, () => compute(deps, query)),
});

async function compute({ leagues, performance }: RecordQueriesDeps, { league, days, now }: RecordQuery) {
  const names = league === undefined ? await everyLeague(leagues) : [league];
  const limit = pLimit(AT_ONCE);
  const read = (name: string) =>
    limit(() => readPerformance(performance, { leagues: [name], from: now - days * DAY_MS, until: now }));
  return recordReport((await Promise.all(names.map(read))).flat());
}
