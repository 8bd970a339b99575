import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median } from './consensus.ts';

describe('median', () => {
  it('has as many values below as above, whatever their order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 30 }),
        (values) => {
          const sorted = values.toSorted((a, b) => a - b);
          const upper = sorted[values.length >> 1] ?? 0;
          const lower = sorted[(values.length - 1) >> 1] ?? 0;
          expect(median(values)).toBeCloseTo((lower + upper) / 2, 6);
        },
      ),
    );
  });

  it('is not pulled by one book, and not a number without any', () => {
    expect(median([3, 3.5, 1000])).toBe(3.5);
    expect(median([])).toBeNaN();
  });

  it('leaves its argument as it was', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});
