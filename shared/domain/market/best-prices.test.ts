import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quote } from '../../../tests/support/odds.ts';
import { bestPrices } from './best-prices.ts';
import type { BookQuote, MarketType } from './market.ts';

const NFL = 'americanfootball_nfl';
const of = (market: MarketType, ...quotes: BookQuote[]) => bestPrices(NFL, { market, quotes });

describe('bestPrices', () => {
  it('names the best price of each outcome with everybody who offers it', () => {
    const best = of(
      'moneyline',
      quote('alpha', null, 1.9, 1.95),
      quote('bravo', null, 2.0, 1.8),
      quote('charlie', null, 2.0, 1.9),
    );
    expect(best?.outcomes).toMatchObject([
      { outcome: 'home', point: null, price: 2, books: ['bravo', 'charlie'] },
      { outcome: 'away', point: null, price: 1.95, books: ['alpha'] },
    ]);
    expect(best).toMatchObject({ books: 3, booksAtPoint: 3 });
  });

  it('tells the fair probability and the holds', () => {
    const best = of('moneyline', quote('alpha', null, 1.91, 1.91), quote('bravo', null, 2.02, 2.02));
    expect(best?.outcomes.map(({ fair }) => fair)).toEqual([expect.closeTo(0.5), expect.closeTo(0.5)]);
    expect(best?.consensus).toBeCloseTo(0.5);
    expect(best?.meanHold).toBeCloseTo((2 / 1.91 + 2 / 2.02) / 2 - 1);
    expect(best?.bestHold).toBeCloseTo(2 / 2.02 - 1);
    expect(best?.bestHold).toBeLessThan(0);
  });

  it('takes the point that most books quote, and gives the away side its own sign', () => {
    const best = of(
      'spread',
      quote('alpha', -3.5, 2.05, 1.8),
      quote('bravo', -3, 1.91, 1.91),
      quote('charlie', -3, 1.95, 1.87),
    );
    expect(best?.outcomes).toMatchObject([
      { outcome: 'home', point: -3, price: 1.95, books: ['charlie'] },
      { outcome: 'away', point: 3, price: 1.91, books: ['bravo'] },
    ]);
    expect(best).toMatchObject({ books: 3, booksAtPoint: 2 });
    expect(best?.consensus).toBeLessThan(-2.5);
  });

  it('takes of equally common points the one nearest to the consensus', () => {
    const best = of(
      'total',
      quote('alpha', 44, 1.91, 1.91),
      quote('bravo', 47, 1.91, 1.91),
      quote('charlie', 47, 1.9, 1.9),
      quote('delta', 44, 1.9, 1.9),
      quote('echo', 47.5, 1.91, 1.91),
    );
    expect(best?.outcomes[0]).toMatchObject({ outcome: 'over', point: 47 });
  });

  it('knows three outcomes', () => {
    const best = bestPrices('soccer_epl', {
      market: 'moneyline',
      quotes: [quote('alpha', null, 2, 3.5, 4), quote('bravo', null, 2.1, 3.4, 3.9)],
    });
    expect(best?.outcomes.map(({ outcome, price }) => [outcome, price])).toEqual([
      ['home', 2.1],
      ['draw', 3.5],
      ['away', 4],
    ]);
    expect(best?.outcomes.reduce((sum, { fair }) => sum + (fair ?? 0), 0)).toBeCloseTo(1, 1);
  });

  it('is nothing where nobody quotes', () => {
    expect(of('total')).toBeUndefined();
    expect(of('spread', quote('alpha', null, 1.9, 1.9), quote('bravo', Number.NaN, 1.9, 1.9))).toBeUndefined();
    expect(of('moneyline', quote('alpha', null, Number.NaN, 1))).toBeUndefined();
  });

  it('leaves out what is no price, and says nothing that it cannot work out', () => {
    const best = of('moneyline', quote('alpha', null, Number.NaN, 1.9));
    expect(best).toMatchObject({ outcomes: [{ outcome: 'away', price: 1.9, fair: undefined }], books: 1 });
    expect([best?.consensus, best?.meanHold, best?.bestHold]).toEqual([undefined, undefined, undefined]);
  });

  it('makes do with one book', () => {
    const best = of('spread', quote('alpha', -3, 1.91, 1.91));
    expect(best).toMatchObject({ books: 1, booksAtPoint: 1, consensus: expect.closeTo(-3, 5) });
    expect(best?.meanHold).toBe(best?.bestHold);
  });

  it('never gives a price that nobody offers, nor a figure that is none', () => {
    const price = fc.oneof(fc.double({ min: 1.01, max: 100, noNaN: true }), fc.constant(Number.NaN), fc.constant(0));
    const quotes = fc.array(
      fc.record({
        book: fc.string({ minLength: 1, maxLength: 5 }),
        point: fc.constantFrom(-3, -3.5, 0, 2.5, Number.NaN),
        prices: fc.tuple(price, price),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(quotes, fc.constantFrom('spread', 'total'), (drawn, market) => {
        const best = bestPrices(NFL, { market, quotes: drawn });
        if (!best) return true;
        const figures = [best.consensus, best.meanHold, best.bestHold, ...best.outcomes.map(({ fair }) => fair)];
        return (
          best.outcomes.every(({ price: top, books }, index) => {
            const offers = drawn.filter(({ book, prices }) => books.includes(book) && prices.includes(top));
            return books.length > 0 && offers.length > 0 && index < 2;
          }) && figures.every((figure) => figure === undefined || Number.isFinite(figure))
        );
      }),
    );
  });
});
