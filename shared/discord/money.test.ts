import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moneyText } from './money.ts';

describe('money', () => {
  it.each([
    [900, 'usd', '$9'],
    [950, 'usd', '$9.50'],
    [123_456, 'eur', '€1,234.56'],
    [900, 'jpy', '¥900'],
    [9000, 'krw', '₩9,000'],
    [9500, 'kwd', 'KWD 9.500'],
    [90_000, 'isk', 'ISK 900'],
    [90_000, 'ugx', 'UGX 900'],
    [2_900, 'mga', 'MGA 2,900'],
    [0, 'usd', '$0'],
  ])('writes %i %s as %s', (amount, currency, text) => {
    expect(moneyText(amount, currency).replaceAll('\u00a0', ' ')).toBe(text);
  });

  it('says every cent, and none too many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (cents) => {
        const read = Number(moneyText(cents, 'usd').replaceAll(/[$,]/g, ''));
        expect(Math.round(read * 100)).toBe(cents);
      }),
    );
  });

  it('knows what is no currency', () => {
    expect(() => moneyText(900, 'dollars')).toThrow(RangeError);
  });
});
