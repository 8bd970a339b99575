import { NO_RAISES, type Raises, raisesSchema, type Threshold } from '../domain/signal/drift.ts';
import type { Cache } from '../ports/cache.ts';
import type { Documents, Key } from '../ports/documents.ts';

export interface ThresholdDeps {
  /** Partition `league`; id: the league. */
  readonly thresholds: Documents<Threshold>;
  readonly cache: Cache;
}

export const thresholdKey = (league: string): Key => ({ id: league, partition: 'league' });

/** What is added to the bars of a league, at most a minute old; {@link NO_RAISES} before anything was settled there. */
export async function readRaises({ thresholds, cache }: ThresholdDeps, league: string): Promise<Raises> {
  const read = async (): Promise<Raises> => (await thresholds.read(thresholdKey(league)))?.value.raises ?? NO_RAISES;
  const cached = raisesSchema.safeParse(await cache.getOrFill<unknown>('threshold', league, read));
  if (cached.success) return cached.data;
  // Another release kept it in another shape.
  const raises = await read();
  await cache.set('threshold', league, raises);
  return raises;
}
