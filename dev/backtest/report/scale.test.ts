import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linear, place, ticks, timeTicks } from './scale.ts';

describe('ticks', () => {
  it('are round, within the range, and no more than were asked for', () => {
    expect(ticks(0.47, 0.62, 4)).toEqual([0.5, 0.55, 0.6].map((value) => expect.closeTo(value, 9)));
    expect(ticks(-0.2, 0.2, 4)).toEqual([-0.2, -0.1, 0, 0.1, 0.2].map((value) => expect.closeTo(value, 9)));
    const value = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(
        value,
        fc.double({ min: 1e-3, max: 100, noNaN: true }),
        fc.integer({ min: 2, max: 8 }),
        (low, range, most) => {
          const found = ticks(low, low + range, most);
          expect(found.length).toBeLessThanOrEqual(most + 1);
          for (const tick of found) {
            expect(tick).toBeGreaterThanOrEqual(low - range * 1e-3);
            expect(tick).toBeLessThanOrEqual(low + range * 1.001);
          }
        },
      ),
    );
  });

  it('is one value where there is no range', () => {
    expect(ticks(1, 1, 4)).toEqual([1]);
  });
});

describe('timeTicks', () => {
  it('are whole hours or days', () => {
    const noon = Date.UTC(2026, 10, 15, 12, 7);
    expect(timeTicks(noon, noon + 4 * 3_600_000, 5)).toEqual({
      step: 3_600_000,
      times: [13, 14, 15, 16].map((hour) => Date.UTC(2026, 10, 15, hour)),
    });
    expect(timeTicks(noon, noon + 4 * 86_400_000, 5).times).toEqual(
      [16, 17, 18, 19].map((day) => Date.UTC(2026, 10, day)),
    );
  });
});

it('a scale without a range puts everything in the middle', () => {
  expect(linear([1, 1], [0, 10])(1)).toBe(5);
  expect(place(linear([0, 3], [0, 10])(1))).toBe('3.3');
  expect(place(-0.001)).toBe('0');
});
