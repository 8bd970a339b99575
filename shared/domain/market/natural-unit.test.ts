import { describe, expect, it } from 'vitest';
import type { MarketType } from './market.ts';
import { naturalUnit } from './natural-unit.ts';

describe('naturalUnit', () => {
  it.each<[MarketType, number, number, number]>([
    ['spread', 4.5, 2, -4.5],
    ['spread', 0, 2, 0],
    ['total', 47.5, 2, 47.5],
    ['moneyline', 0, 2, 0.5],
    ['moneyline', 0, 3, 0.5],
    ['moneyline', Math.log(3), 3, 0.75],
  ])('of a %s line of %d among %i outcomes is %d', (market, line, ways, expected) => {
    expect(naturalUnit(market, line, ways)).toBeCloseTo(expected, 12);
  });

  it('says no minus before a pick’em', () => {
    expect(Object.is(naturalUnit('spread', 0, 2), 0)).toBe(true);
  });
});
