import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookKeys, historyOf, seen } from '../../../tests/support/lines.ts';
import { transitionThrough } from '../../../tests/support/market.ts';
import { everywhere, MINUTE, movedTo, NOON } from '../../../tests/support/odds.ts';
import { type LinePoint, lineMovement, thinOut } from './line-movement.ts';

const NFL = 'americanfootball_nfl';

describe('lineMovement', () => {
  it('is nothing without a history', () => {
    expect(lineMovement('spread', NFL, [])).toBeUndefined();
  });

  it('tells a spread as the home side’s points', () => {
    const movement = lineMovement('spread', NFL, [
      { at: NOON, consensus: 3, books: [seen('alpha', -3, [1.91, 1.91]), seen('bravo', 2.5, [1.91, 1.91])] },
      { at: NOON + MINUTE, consensus: 4.5, books: [seen('alpha', -4.5, [1.91, 1.91])] },
    ]);
    expect(movement).toEqual({
      market: 'spread',
      consensus: [
        { at: NOON, value: -3 },
        { at: NOON + MINUTE, value: -4.5 },
      ],
      books: [
        {
          book: 'alpha',
          points: [
            { at: NOON, value: -3 },
            { at: NOON + MINUTE, value: -4.5 },
          ],
        },
        { book: 'bravo', points: [{ at: NOON, value: 2.5 }] },
      ],
      from: -3,
      to: -4.5,
      since: NOON,
      until: NOON + MINUTE,
      firstMovers: ['alpha'],
    });
  });

  it('tells a total as points, with what the prices lean to', () => {
    const movement = lineMovement('total', NFL, [
      { at: NOON, consensus: 44, books: [seen('alpha', 44, [1.91, 1.91]), seen('bravo', 44, [1.8, 2.05])] },
    ]);
    expect(movement).toMatchObject({ from: 44, to: 44, books: [{ points: [{ value: 44 }] }, { book: 'bravo' }] });
    expect(movement?.books[1]?.points[0]?.value).toBeGreaterThan(44.5);
  });

  it('tells a moneyline as the home side’s fair probability, of three outcomes against the away side’s', () => {
    const two = lineMovement('moneyline', NFL, [{ at: NOON, consensus: 0, books: [seen('alpha', null, [1.25, 5])] }]);
    expect(two).toMatchObject({ from: 0.5, books: [{ points: [{ value: 0.8 }] }] });
    const three = lineMovement('moneyline', 'soccer_epl', [
      { at: NOON, consensus: Math.log(3), books: [seen('alpha', null, [2, 4, 4])] },
    ]);
    expect(three).toMatchObject({ from: 0.75, books: [{ points: [{ value: 0.6667 }] }] });
  });

  it('notes a point only where something changed, and one at an instant', () => {
    const movement = lineMovement('total', NFL, [
      { at: NOON, consensus: 44, books: [seen('alpha', 44, [1.91, 1.91])] },
      { at: NOON + MINUTE, consensus: 44, books: [seen('bravo', 44, [1.91, 1.91])] },
      { at: NOON + 2 * MINUTE, consensus: 45, books: [seen('alpha', 45, [1.91, 1.91])] },
      { at: NOON + 2 * MINUTE, consensus: 44, books: [seen('alpha', 44, [1.91, 1.91])] },
    ]);
    expect(movement?.consensus).toEqual([{ at: NOON, value: 44 }]);
    expect(movement?.books[0]?.points).toEqual([{ at: NOON, value: 44 }]);
    expect(movement?.until).toBe(NOON + 2 * MINUTE);
  });

  it('goes on when all books have left', () => {
    const movement = lineMovement('moneyline', 'soccer_epl', [
      { at: NOON, consensus: Math.log(3), books: [seen('alpha', null, [2, 4, 4])] },
      { at: NOON + MINUTE, consensus: Math.log(3), books: [] },
    ]);
    expect(movement?.consensus).toEqual([{ at: NOON, value: 0.75 }]);
  });

  it('begins where it is told, with the values at which the lines stood', () => {
    const changes = historyOf('spread', ['alpha', 'bravo'], 4);
    const whole = lineMovement('spread', NFL, changes);
    const later = lineMovement('spread', NFL, changes, NOON + 1.5 * MINUTE);
    expect(later).toMatchObject({ from: -3, since: NOON + 1.5 * MINUTE, until: NOON + 4 * MINUTE, to: whole?.to });
    expect(later?.books.map(({ points }) => points[0])).toEqual([
      { at: NOON + 1.5 * MINUTE, value: whole?.books[0]?.points[1]?.value },
      { at: NOON + 1.5 * MINUTE, value: whole?.books[1]?.points[0]?.value },
    ]);
    const atChange = lineMovement('spread', NFL, changes, NOON + 2 * MINUTE);
    expect(atChange?.consensus[0]).toEqual({ at: NOON + 2 * MINUTE, value: -4.5 });
    expect(lineMovement('spread', NFL, changes, NOON - MINUTE)).toEqual(whole);
    const end = NOON + 60 * MINUTE;
    expect(lineMovement('spread', NFL, changes, end)).toMatchObject({ since: end, until: end, from: whole?.to });
  });

  it('names the first movers that the board names', () => {
    const start = everywhere(-4.5);
    const second = movedTo(start, -5.5, ['alpha', 'bravo']);
    const polls = [start, second, movedTo(second, -5.5, ['charlie'])];
    const { fingerprint } = transitionThrough('spread', polls);
    const movement = lineMovement(
      'spread',
      NFL,
      polls.map((quotes, minute) => ({
        at: NOON + minute * MINUTE,
        consensus: 4.5,
        books: quotes
          .filter((quote) => quote.point !== polls[minute - 1]?.find(({ book }) => book === quote.book)?.point)
          .map(({ book, point, prices }) => seen(book, point, [...prices])),
      })),
    );
    expect(fingerprint.firstMovers).toEqual(['alpha', 'bravo']);
    expect(movement?.firstMovers).toEqual(fingerprint.firstMovers);
  });

  it('names nobody when the last hour saw no move', () => {
    const movement = lineMovement('spread', NFL, [
      { at: NOON, consensus: 3, books: [seen('alpha', -3, [1.91, 1.91])] },
      { at: NOON + MINUTE, consensus: 4, books: [seen('alpha', -4, [1.91, 1.91])] },
      { at: NOON + 120 * MINUTE, consensus: 4, books: [seen('bravo', -4, [1.91, 1.91])] },
    ]);
    expect(movement?.firstMovers).toEqual([]);
  });

  it('stays small, however busy the market and however many its books', () => {
    const movement = lineMovement('spread', NFL, historyOf('spread', bookKeys(90), 9_000));
    expect(movement?.books).toHaveLength(60);
    for (const line of [movement?.consensus ?? [], ...(movement?.books ?? []).map(({ points }) => points)]) {
      expect(line.length).toBeGreaterThan(50);
      expect(line.length).toBeLessThanOrEqual(240);
    }
    expect(movement).toMatchObject({ since: NOON, until: NOON + 9_000 * MINUTE });
  });
});

const lineArbitrary = fc
  .array(fc.record({ gap: fc.integer({ min: 1, max: 1_000_000 }), value: fc.integer({ min: -50, max: 50 }) }), {
    minLength: 1,
    maxLength: 300,
  })
  .map((steps) => {
    let at = NOON;
    return steps.map(({ gap, value }): LinePoint => {
      at += gap;
      return { at, value };
    });
  });
const values = (points: readonly LinePoint[]) => points.map(({ value }) => value);

describe('thinOut', () => {
  it('leaves a short line alone', () => {
    const line = [
      { at: 1, value: 1 },
      { at: 2, value: 2 },
    ];
    expect(thinOut(line, 4)).toBe(line);
  });

  it('keeps the first, the last, the least and the greatest, in their order, and no more than it may', () => {
    fc.assert(
      fc.property(lineArbitrary, fc.integer({ min: 4, max: 60 }), (line, most) => {
        const thin = thinOut(line, most);
        expect(thin.length).toBeLessThanOrEqual(Math.max(most, 1));
        expect(thin[0]).toBe(line[0]);
        expect(thin.at(-1)).toBe(line.at(-1));
        expect(Math.min(...values(thin))).toBe(Math.min(...values(line)));
        expect(Math.max(...values(thin))).toBe(Math.max(...values(line)));
        expect(thin).toEqual(line.filter((point) => thin.includes(point)));
      }),
    );
  });

  it('leaves the line where it was at the end of each span', () => {
    const line = Array.from(
      { length: 100 },
      (_, at): LinePoint => ({ at, value: at % 10 === 4 ? 9 : at % 10 === 5 ? 1 : 5 }),
    );
    const thin = thinOut(line, 31);
    expect(thin.slice(1, 4).map(({ value }) => value)).toEqual([9, 1, 5]);
    expect(thin).toHaveLength(31);
  });
});
