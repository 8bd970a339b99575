import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalFromAmerican } from '../../recording/to-decimal.ts';
import { americanFromDecimal } from './present.ts';

describe('americanFromDecimal', () => {
  it.each([
    [2.5, 150],
    [2, 100],
    [1.91, -110],
    [1.01, -10_000],
    [26, 2500],
  ])('turns %d into %d', (decimal, american) => {
    expect(americanFromDecimal(decimal)).toBe(american);
  });

  it('comes back to the same decimal odds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 101, max: 5000 }), (hundredths) => {
        const decimal = hundredths / 100;
        expect(decimalFromAmerican(americanFromDecimal(decimal))).toBeCloseTo(decimal, 2);
      }),
    );
  });
});
