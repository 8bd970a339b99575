import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalFromAmerican, toDecimal } from './to-decimal.ts';

const answer = (...prices: unknown[]) => [
  { id: 'a', bookmakers: [{ key: 'b', markets: [{ key: 'h2h', outcomes: prices.map((price) => ({ price })) }] }] },
];
const pricesOf = (body: ReturnType<typeof answer>) =>
  body[0]?.bookmakers[0]?.markets[0]?.outcomes.map(({ price }) => price);

describe('toDecimal', () => {
  it('converts American prices in place, rounded to two places', () => {
    const body = answer(150, -110, 100, -100, -148, 2500, 25_000, -30_000, 100.5);
    toDecimal(body);
    expect(pricesOf(body)).toEqual([2.5, 1.91, 2, 2, 1.68, 26, 251, 1.001, 2.01]);
  });

  it('leaves decimal prices and what is no price as they are', () => {
    const body = answer(1.91, 99.99, 0, '120', null, Number.NaN);
    toDecimal(body);
    expect(pricesOf(body)).toEqual([1.91, 99.99, 0, '120', null, Number.NaN]);
  });

  it.each([[null], [{ message: 'no' }], [[null, {}, { bookmakers: [{ markets: [{ outcomes: [null] }] }] }]]])(
    'leaves alone what is no odds answer: %j',
    (body) => {
      const before = structuredClone(body);
      toDecimal(body);
      expect(body).toEqual(before);
    },
  );

  it('is the published formula, rounded, for every price, looked up or computed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 40_000 }), fc.boolean(), (size, underdog) => {
        const body = answer(underdog ? size : -size);
        toDecimal(body);
        const exact = underdog ? 1 + size / 100 : 1 + 100 / size;
        expect(Math.abs(Number(pricesOf(body)?.[0]) - exact)).toBeLessThanOrEqual(0.005 + 1e-9);
        expect(pricesOf(body)?.[0]).toBe(decimalFromAmerican(underdog ? size : -size));
      }),
    );
  });
});
