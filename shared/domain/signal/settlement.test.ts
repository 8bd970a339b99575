import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aSignal } from '../../../tests/support/delivery-world.ts';
import { anEvent, everywhere, HOUR, MINUTE, NOON, odds, quote } from '../../../tests/support/odds.ts';
import { advanceBoard } from '../market/board.ts';
import { leagueTraits } from '../market/leagues.ts';
import type { BookQuote, MarketType, Outcome } from '../market/market.ts';
import { closeEvent, eventClosingSchema, settlementSchema, settleSignal } from './settlement.ts';

const START = NOON + HOUR;
const READ_AT = START - 10 * MINUTE;
const SETTLED_AT = START + 2 * MINUTE;
const event = anEvent({ commenceTime: START });
const boardOf = (market: MarketType, quotes: readonly BookQuote[], of = event) =>
  advanceBoard(undefined, odds(market, quotes, of), READ_AT).board;
const closed = (market: MarketType, quotes: readonly BookQuote[], of = event) =>
  closeEvent(boardOf(market, quotes, of), of, [], SETTLED_AT);
const signalOn = (market: MarketType, outcome: Outcome, point: number | null, price: number, of = event) =>
  aSignal({ event: of, market, offer: { book: 'alpha', outcome, point, price, since: NOON } });

describe('closeEvent', () => {
  it('freezes what each market quoted last, with what is known of it', () => {
    const quotes = everywhere(-4.5);
    expect(closed('spread', quotes)).toEqual({
      event,
      start: START,
      closedAt: SETTLED_AT,
      markets: {
        spread: { status: 'closed', at: READ_AT, books: quotes.map((one) => ({ ...one, seenAt: READ_AT })) },
      },
    });
    expect(() => eventClosingSchema.parse(closed('spread', quotes))).not.toThrow();
  });

  it('says of each market that had signals why it has no closing line', () => {
    expect(closeEvent(undefined, event, ['total', 'total'], SETTLED_AT).markets).toEqual({
      total: { status: 'missing', reason: 'never-quoted' },
    });
    const board = boardOf('spread', everywhere(-4.5).slice(0, 3));
    expect(closeEvent(board, event, ['moneyline'], SETTLED_AT).markets).toEqual({
      moneyline: { status: 'missing', reason: 'never-quoted' },
      spread: { status: 'missing', reason: 'too-few-books' },
    });
  });
});

describe('settleSignal', () => {
  it('holds the price against the fair closing line', () => {
    const settlement = settleSignal(signalOn('spread', 'home', -4.5, 2.1), closed('spread', everywhere(-4.5)));
    expect(settlement).toEqual({
      start: START,
      at: SETTLED_AT,
      clv: expect.closeTo(0.05, 12),
      closingProbability: 0.5,
    });
    expect(settlementSchema.parse(settlement)).toEqual(settlement);
  });

  it('takes the away side’s point with the away side’s sign', () => {
    const closing = closed('spread', everywhere(-4.5, 1.8, 2.1));
    const [home, away] = (['home', 'away'] as const).map((outcome) =>
      settleSignal(signalOn('spread', outcome, outcome === 'home' ? -4.5 : 4.5, 2), closing),
    );
    expect((home?.closingProbability ?? 0) + (away?.closingProbability ?? 0)).toBeCloseTo(1, 12);
    expect(home?.clv).toBeGreaterThan(0);
    expect(away?.clv).toBeLessThan(0);
  });

  it.each([
    ['its market has no closing line', 'total', 'over', 44.5, 'never-quoted'],
    ['too few books were left', 'spread', 'home', -4.5, 'too-few-books'],
    ['nobody quotes its outcome', 'moneyline', 'draw', null, 'no-such-outcome'],
  ] as const)('is unjudged, and says so, when %s', (_what, market, outcome, point, reason) => {
    const board = {
      ...boardOf('spread', everywhere(-4.5).slice(0, 3)),
      markets: {
        ...boardOf('spread', everywhere(-4.5).slice(0, 3))?.markets,
        ...boardOf(
          'moneyline',
          ['a', 'b', 'c', 'd'].map((name) => quote(name, null, 1.5, 2.7)),
        )?.markets,
      },
    };
    expect(settleSignal(signalOn(market, outcome, point, 2), closeEvent(board, event, [], SETTLED_AT))).toEqual({
      start: START,
      at: SETTLED_AT,
      clv: null,
      closingProbability: null,
      reason,
    });
  });
});

/** The same, written anew and without haste: powers found by halving, the normal distribution by summing its density. */
const bruteForce = {
  fair(prices: readonly number[]): number[] {
    let [low, high] = [0.01, 100];
    for (let step = 0; step < 200; step++) {
      const k = (low + high) / 2;
      if (prices.reduce((sum, price) => sum + price ** -k, 0) > 1) low = k;
      else high = k;
    }
    return prices.map((price) => price ** -low);
  },
  phi(z: number): number {
    const steps = 400;
    let area = 0;
    for (let i = 0; i < steps; i++) {
      const x = ((i + 0.5) * z) / steps;
      area += (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * (z / steps);
    }
    return 0.5 + area;
  },
  quantile(p: number): number {
    let [low, high] = [-8, 8];
    for (let step = 0; step < 45; step++) {
      const z = (low + high) / 2;
      if (bruteForce.phi(z) < p) low = z;
      else high = z;
    }
    return low;
  },
  median(values: readonly number[]): number {
    const sorted = values.toSorted((a, b) => a - b);
    const half = Math.floor(sorted.length / 2);
    const [lower = Number.NaN, upper = Number.NaN] = [sorted[half - 1], sorted[half]];
    return sorted.length % 2 === 1 ? upper : (lower + upper) / 2;
  },
  /** Of the first outcome at the home side's point, or the total. */
  first(league: string, market: 'spread' | 'total', quotes: readonly BookQuote[], point: number): number {
    const at = quotes.filter((one) => one.point === point).map(({ prices }) => bruteForce.fair(prices)[0] ?? 0);
    if (at.length >= 3) return bruteForce.median(at);
    const sigma = leagueTraits(league).sigma[market];
    const carried = quotes.map((one) => {
      const z = bruteForce.quantile(bruteForce.fair(one.prices)[0] ?? 0);
      const shift = (market === 'spread' ? 1 : -1) * (point - (one.point ?? 0));
      return bruteForce.phi(z + shift / sigma);
    });
    return bruteForce.median(carried);
  },
};

describe('a settlement, held against a brute-force one', () => {
  const cents = fc.integer({ min: 115, max: 700 }).map((price) => price / 100);
  const prices = fc.tuple(cents, cents).filter(([a, b]) => 1 / a + 1 / b > 0.98 && 1 / a + 1 / b < 1.2);
  const points = fc.constantFrom(-7, -3.5, -3, -2.5, 3, 6.5);
  const bookCount = fc.integer({ min: 4, max: 9 });
  const league = fc.constantFrom('americanfootball_nfl', 'basketball_nba', 'soccer_epl');

  it('is the same for spreads and totals, whichever side', () => {
    fc.assert(
      fc.property(
        league,
        fc.constantFrom('spread' as const, 'total' as const),
        bookCount.chain((n) => fc.array(fc.tuple(points, prices), { minLength: n, maxLength: n })),
        points,
        cents,
        fc.boolean(),
        (ofLeague, market, books, at, price, isFirst) => {
          const of = anEvent({ league: ofLeague, commenceTime: START });
          const shift = market === 'total' ? 50 : 0;
          const quotes = books.map(([point, both], index) => quote(`book${index}`, point + shift, ...both));
          const point = at + shift;
          const first = bruteForce.first(ofLeague, market, quotes, point);
          const signal =
            market === 'total'
              ? signalOn(market, isFirst ? 'over' : 'under', point, price, of)
              : signalOn(market, isFirst ? 'home' : 'away', isFirst ? point : -point, price, of);
          const { clv } = settleSignal(signal, closed(market, quotes, of));
          expect(clv).toBeCloseTo(price * (isFirst ? first : 1 - first) - 1, 5);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is the same for moneylines of two and three ways', () => {
    const three = fc.tuple(cents, cents, cents).filter((all) => {
      const sum = all.reduce((total, price) => total + 1 / price, 0);
      return sum > 0.98 && sum < 1.25;
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(prices, { minLength: 4, maxLength: 9 }),
          fc.array(three, { minLength: 4, maxLength: 9 }),
        ) as fc.Arbitrary<number[][]>,
        cents,
        fc.nat(2),
        (books, price, which) => {
          const ways = books[0]?.length === 3 ? (['home', 'draw', 'away'] as const) : (['home', 'away'] as const);
          const index = which % ways.length;
          const quotes = books.map((each, n) => quote(`book${n}`, null, ...each));
          const fair = bruteForce.median(books.map((each) => bruteForce.fair(each)[index] ?? 0));
          const signal = signalOn('moneyline', ways[index] ?? 'home', null, price);
          expect(settleSignal(signal, closed('moneyline', quotes)).clv).toBeCloseTo(price * fair - 1, 6);
        },
      ),
    );
  });
});
