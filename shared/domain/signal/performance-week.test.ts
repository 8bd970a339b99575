import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aSignal } from '../../../tests/support/delivery-world.ts';
import { aRow } from '../../../tests/support/performance.ts';
import {
  dayOf,
  type PerformanceRow,
  type PerformanceWeek,
  performanceWeekSchema,
  rowOf,
  weekOf,
  withRows,
} from './performance-week.ts';

const MONDAY = Date.parse('2026-11-23');
const empty: PerformanceWeek = { league: 'nfl', week: '2026-11-23', rows: [], isFull: false };

describe('weekOf', () => {
  it.each([
    ['2026-11-23T00:00:00Z', '2026-11-23'],
    ['2026-11-29T23:59:59.999Z', '2026-11-23'],
    ['2026-11-30T00:00:00Z', '2026-11-30'],
    ['2027-01-01T12:00:00Z', '2026-12-28'],
    ['1970-01-01T00:00:00Z', '1969-12-29'],
  ])('%s is in the week of %s', (at, monday) => {
    expect(weekOf(Date.parse(at))).toBe(monday);
  });

  it('is a Monday, at most six days before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (at) => {
        const monday = Date.parse(weekOf(at));
        expect(new Date(monday).getUTCDay()).toBe(1);
        expect(at - monday).toBeGreaterThanOrEqual(0);
        expect(at - monday).toBeLessThan(7 * 24 * 3_600_000);
        expect(dayOf(at) >= weekOf(at)).toBe(true);
      }),
    );
  });
});

describe('rowOf', () => {
  const judged = { start: MONDAY, at: MONDAY, clv: 0.0512345, closingProbability: null };

  it('keeps what the record needs, in four digits', () => {
    const signal = aSignal({ confidence: 0.86129 });
    expect(rowOf(signal, judged)).toEqual({
      signalId: 'signal-1',
      eventId: 'event-1',
      detectedAt: signal.detectedAt,
      level: 'High',
      type: 'SharpActivity',
      market: 'spread',
      confidence: 0.8613,
      clv: 0.0512,
    });
  });

  it('knows no negative zero, which would not survive being stored', () => {
    expect(Object.is(rowOf(aSignal(), { ...judged, clv: -0.00001 }).clv, 0)).toBe(true);
  });

  it('says why there is no value', () => {
    expect(rowOf(aSignal(), { ...judged, clv: null, reason: 'too-old' })).toMatchObject({
      clv: null,
      reason: 'too-old',
    });
  });
});

/** Rows of a handful of events, each event's rows together. */
const events = fc
  .uniqueArray(fc.record({ id: fc.nat(200), at: fc.integer({ min: MONDAY, max: MONDAY + 1000 }) }), {
    selector: ({ id }) => id,
    maxLength: 40,
  })
  .map((rows) => [
    ...Map.groupBy(
      rows.map(({ id, at }) => aRow({ signalId: `s${id}`, eventId: `e${id % 7}`, detectedAt: at })),
      ({ eventId }) => eventId,
    ).values(),
  ]);
const fold = (batches: readonly (readonly PerformanceRow[])[]) => batches.reduce(withRows, empty);

describe('withRows', () => {
  it('gives the same week in whatever order events come, and however often', () => {
    fc.assert(
      fc.property(
        events.chain((batches) =>
          fc.tuple(fc.constant(batches), fc.shuffledSubarray([...batches, ...batches], { minLength: batches.length })),
        ),
        ([batches, repeats]) => {
          const once = fold(batches);
          expect(fold(batches.toReversed())).toEqual(once);
          expect(fold([...repeats, ...batches])).toEqual(once);
          expect(withRows(empty, batches.flat())).toEqual(once);
          expect(once.rows).toHaveLength(batches.flat().length);
        },
      ),
    );
  });

  it('replaces what an event had, and leaves the others’ alone', () => {
    const before = fold([[aRow({ signalId: 'a', eventId: 'e1' })], [aRow({ signalId: 'b', eventId: 'e2' })]]);
    const after = withRows(before, [aRow({ signalId: 'a', eventId: 'e1', clv: null, reason: 'too-old' })]);
    expect(after.rows.map(({ signalId, clv }) => [signalId, clv])).toEqual([
      ['a', null],
      ['b', 0.02],
    ]);
  });

  it('takes five thousand rows and says that there were more', () => {
    const many = Array.from({ length: 5001 }, (_, n) =>
      aRow({ signalId: `s${n}`, eventId: `e${n}`, detectedAt: MONDAY + 5001 - n }),
    );
    const full = withRows(empty, many);
    expect(full).toMatchObject({ isFull: true, rows: { length: 5000 } });
    expect(full.rows.at(-1)?.signalId).toBe('s1');
    expect(withRows(full, many.slice(0, 3)).rows).toEqual(full.rows);
    expect(() => performanceWeekSchema.parse(full)).not.toThrow();
    expect(Buffer.byteLength(JSON.stringify(full))).toBeLessThan(1_000_000);
  });
});
