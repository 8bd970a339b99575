import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aRow } from '../../tests/support/performance.ts';
import { memoryDocuments } from '../adapters/memory/memory-documents.ts';
import { type PerformanceWeek, WEEK_MS } from '../domain/signal/performance-week.ts';
import { readPerformance, recordRows } from './performance-store.ts';

const NFL = 'americanfootball_nfl';
const MONDAY = Date.parse('2026-11-23');
const store = () => memoryDocuments<PerformanceWeek>({ now: () => MONDAY });
const rowAt = (detectedAt: number, signalId = `s${detectedAt}`) => aRow({ signalId, eventId: signalId, detectedAt });

describe('recordRows', () => {
  it('puts each row into the week in which its signal was raised', async () => {
    const performance = store();
    await recordRows(performance, NFL, [rowAt(MONDAY - 1, 'a'), rowAt(MONDAY, 'b'), rowAt(MONDAY + 1, 'c')]);
    const { items } = await performance.list(NFL, { limit: 10 });
    expect(items.map(({ key, value }) => [key.id, value.rows.map(({ signalId }) => signalId)])).toEqual([
      ['2026-11-16', ['a']],
      ['2026-11-23', ['b', 'c']],
    ]);
  });

  it('writes nothing that is there already', async () => {
    const performance = store();
    await recordRows(performance, NFL, [rowAt(MONDAY)]);
    const before = await performance.read({ id: '2026-11-23', partition: NFL });
    await recordRows(performance, NFL, [rowAt(MONDAY)]);
    expect((await performance.read({ id: '2026-11-23', partition: NFL }))?.etag).toBe(before?.etag);
  });

  it('starts from what another wrote meanwhile', async () => {
    const performance = store();
    await recordRows(performance, NFL, [rowAt(MONDAY, 'a')]);
    let isFirst = true;
    const contested: typeof performance = {
      ...performance,
      replace: async (key, value, etag) => {
        if (isFirst) {
          isFirst = false;
          await recordRows(performance, NFL, [rowAt(MONDAY, 'theirs')]);
        }
        return performance.replace(key, value, etag);
      },
    };
    await recordRows(contested, NFL, [rowAt(MONDAY, 'ours')]);
    const found = await readPerformance(performance, { leagues: [NFL], from: MONDAY, until: MONDAY + WEEK_MS });
    expect(found.map(({ signalId }) => signalId)).toEqual(['a', 'ours', 'theirs']);
  });

  it('gives up when the week keeps changing, for the next tick to try', async () => {
    const restless = { ...store(), create: async () => 'exists' as const };
    await expect(recordRows(restless, NFL, [rowAt(MONDAY)])).rejects.toThrow('changed by others 8 times');
  });

  it('names the weeks that could not take all', async () => {
    const performance = store();
    const many = Array.from({ length: 5001 }, (_, n) => rowAt(MONDAY + n));
    expect(await recordRows(performance, NFL, many)).toEqual(['2026-11-23']);
    expect(await recordRows(performance, NFL, [rowAt(MONDAY + WEEK_MS)])).toEqual([]);
  });
});

describe('readPerformance', () => {
  it('finds exactly the rows of a time and some leagues, wherever the weeks begin', async () => {
    const performance = store();
    const time = fc.integer({ min: MONDAY, max: MONDAY + 30 * WEEK_MS });
    const times = Array.from({ length: 300 }, (_, n) => MONDAY + Math.floor(n * 0.1 * WEEK_MS));
    await recordRows(
      performance,
      NFL,
      times.map((at) => rowAt(at)),
    );
    await recordRows(performance, 'icehockey_nhl', [rowAt(MONDAY)]);
    await fc.assert(
      fc.asyncProperty(time, time, async (from, until) => {
        const rows = await readPerformance(performance, { leagues: [NFL], from, until });
        expect(rows.map(({ detectedAt }) => detectedAt)).toEqual(times.filter((at) => at >= from && at < until));
        expect(rows.every(({ league }) => league === NFL)).toBe(true);
      }),
    );
    const both = { leagues: [NFL, 'icehockey_nhl', 'unheard_of'], from: MONDAY, until: MONDAY + 1 };
    expect((await readPerformance(performance, both)).map(({ league }) => league)).toEqual([NFL, 'icehockey_nhl']);
  });

  it('goes back 52 weeks and no further', async () => {
    const performance = store();
    const ages = [0, 51.9, 52.1, 80];
    await recordRows(
      performance,
      NFL,
      ages.map((weeks) => rowAt(MONDAY - Math.floor(weeks * WEEK_MS), `w${weeks}`)),
    );
    const rows = await readPerformance(performance, { leagues: [NFL], from: 0, until: MONDAY + 1 });
    expect(rows.map(({ signalId }) => signalId)).toEqual(['w51.9', 'w0']);
  });
});
