import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountText, unitsOf } from './amounts.ts';

describe('unitsOf', () => {
  it.each([
    ['9', 'usd', 900],
    ['9.5', 'usd', 950],
    ['29.99', 'eur', 2999],
    ['0.29', 'usd', 29],
    ['900', 'jpy', 900],
    ['2.5', 'kwd', 2500],
  ])('%s %s: %d', (amount, currency, units) => {
    expect(unitsOf(amount, currency)).toBe(units);
  });

  it.each([
    ['0', 'usd'],
    ['9.999', 'usd'],
    ['9.5', 'jpy'],
    ['1000000', 'usd'],
    ['-9', 'usd'],
    ['', 'usd'],
    ['9.', 'usd'],
  ])('%j %s: says that it is no amount', (amount, currency) => {
    expect(() => unitsOf(amount, currency)).toThrow('is no amount in');
  });

  it('reads what amountText writes', () => {
    const units = fc.integer({ min: 1, max: 99_999_999 });
    fc.assert(
      fc.property(units, fc.constantFrom('usd', 'jpy', 'kwd'), (amount, currency) => {
        const [text = '', code] = amountText(amount, currency).split(' ');
        expect([unitsOf(text, currency), code]).toEqual([amount, currency.toUpperCase()]);
      }),
    );
  });
});
