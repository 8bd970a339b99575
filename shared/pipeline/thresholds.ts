import type { Threshold } from '../domain/signal/drift.ts';
import type { Cache } from '../ports/cache.ts';
import type { Documents, Key } from '../ports/documents.ts';

export interface ThresholdDeps {
  /** Partition `league`; id: the league. */
  readonly thresholds: Documents<Threshold>;
  readonly cache: Cache;
}

export const thresholdKey = (league: string): Key => ({ id: league, partition: 'league' });

/** What is added to the least confidence that is sent in a league, at most a minute old; 0 before anything was settled there. */
export const readRaise = ({ thresholds, cache }: ThresholdDeps, league: string): Promise<number> =>
  cache.getOrFill('threshold', league, async () => (await thresholds.read(thresholdKey(league)))?.value.raise ?? 0);
