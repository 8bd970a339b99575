import { describe, expect, it } from 'vitest';
import { MINUTE, NOON } from '../../tests/support/odds.ts';
import { rowsThat } from '../../tests/support/performance.ts';
import { LEAGUE, settlingWorld } from '../../tests/support/settling.ts';
import { WEEK_MS } from '../domain/signal/performance-week.ts';
import { recordRows } from './performance-store.ts';
import { ALL_LEAGUES, readTrackRecord, refreshTrackRecords } from './track-record.ts';

const NHL = 'icehockey_nhl';
const at = { detectedAt: NOON - MINUTE };

async function twoLeagues() {
  const world = settlingWorld();
  await recordRows(world.stores.performance, LEAGUE, rowsThat(3, 4, at));
  await recordRows(world.stores.performance, NHL, rowsThat(1, 6, at));
  return world;
}

describe('refreshTrackRecords', () => {
  it('counts each league, and all of them together', async () => {
    const { deps } = await twoLeagues();
    await refreshTrackRecords(deps, [LEAGUE, NHL], NOON);
    const counts = async (league: string) =>
      (await readTrackRecord(deps, league))?.cells.map(({ judged, beats }) => [judged, beats]);
    expect(await counts(LEAGUE)).toEqual([[4, 3]]);
    expect(await counts(NHL)).toEqual([[6, 1]]);
    expect(await counts(ALL_LEAGUES)).toEqual([[10, 4]]);
  });

  it('keeps to the last 52 weeks', async () => {
    const { deps } = await twoLeagues();
    await refreshTrackRecords(deps, [LEAGUE], NOON + 53 * WEEK_MS);
    expect(await readTrackRecord(deps, LEAGUE)).toMatchObject({ cells: [] });
  });

  it('is seen at once here, although a copy was at hand', async () => {
    const { deps } = await twoLeagues();
    expect(await readTrackRecord(deps, LEAGUE)).toBeUndefined();
    await refreshTrackRecords(deps, [LEAGUE], NOON);
    expect(await readTrackRecord(deps, LEAGUE)).toBeDefined();
  });

  it('writes again only what is new, or a day old', async () => {
    const { deps, stores } = await twoLeagues();
    const etag = async () => (await stores['track-record'].read({ id: LEAGUE, partition: 'league' }))?.etag;
    await refreshTrackRecords(deps, [LEAGUE], NOON);
    const first = await etag();
    await refreshTrackRecords(deps, [LEAGUE], NOON + MINUTE);
    expect(await etag()).toBe(first);
    await refreshTrackRecords(deps, [LEAGUE], NOON + 24 * 60 * MINUTE);
    expect(await etag()).not.toBe(first);
  });
});

describe('readTrackRecord', () => {
  it('reads one small document, once in five minutes', async () => {
    const { deps, stores, setTime } = await twoLeagues();
    await refreshTrackRecords(deps, [LEAGUE, NHL], NOON);
    let reads = 0;
    const counting: typeof deps = {
      ...deps,
      trackRecord: {
        ...stores['track-record'],
        read: (key) => {
          reads++;
          return stores['track-record'].read(key);
        },
      },
    };
    for (const minute of [0, 1, 4.9]) {
      setTime(minute);
      await readTrackRecord(counting, LEAGUE);
    }
    expect(reads).toBe(1);
    setTime(5);
    await readTrackRecord(counting, LEAGUE);
    expect(reads).toBe(2);
    const stored = await stores['track-record'].read({ id: ALL_LEAGUES, partition: 'league' });
    expect(JSON.stringify(stored?.value).length).toBeLessThan(2000);
  });
});
