import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anEvent, BOOKS, everywhere, HOUR, MINUTE, movedTo, NOON, quote } from '../../../tests/support/odds.ts';
import type { BookQuote } from './market.ts';
import { advanceMarket, type MarketState } from './market-state.ts';

const event = anEvent();
const spread = (quotes: readonly BookQuote[]) => ({
  market: 'spread' as const,
  quotes: [...quotes].sort((a, b) => (a.book < b.book ? -1 : 1)),
});
const advance = (state: MarketState | undefined, quotes: readonly BookQuote[], now: number) =>
  advanceMarket(state, event, spread(quotes), now);
const point = fc.integer({ min: -20, max: 20 }).map((halves) => halves / 2);
const price = fc.integer({ min: 150, max: 260 }).map((cents) => cents / 100);
const quotes = fc
  .uniqueArray(fc.constantFrom(...BOOKS), { minLength: 1 })
  .chain((books) => fc.tuple(...books.map((book) => fc.tuple(point, price, price).map((q) => quote(book, ...q)))));

describe('fingerprint', () => {
  it('does not depend on the order of books', () => {
    fc.assert(
      fc.property(quotes, fc.integer(), (list, seed) => {
        const shuffled = [...list].sort(
          (a, b) => ((a.book.charCodeAt(0) * seed) % 7) - ((b.book.charCodeAt(0) * seed) % 7),
        );
        const one = advanceMarket(undefined, event, { market: 'spread', quotes: list }, NOON);
        const other = advanceMarket(undefined, event, { market: 'spread', quotes: shuffled }, NOON);
        expect(other.fingerprint).toEqual(one.fingerprint);
      }),
    );
  });

  it('does not change with noise: what rounds to the same cent is the same price', () => {
    fc.assert(
      fc.property(quotes, fc.double({ min: -0.0049, max: 0.0049, noNaN: true }), (list, noise) => {
        const first = advance(undefined, list, NOON);
        const wiggled = list.map((one) => ({ ...one, prices: one.prices.map((value) => value + noise) }));
        const again = advance(first.state, wiggled, NOON + MINUTE);
        expect(again.fingerprint).toBeUndefined();
        expect(again.state).toBe(first.state);
      }),
    );
  });

  it('changes with every visible change of a price or point, and differs between events and markets', () => {
    fc.assert(
      fc.property(quotes, fc.constantFrom(0.01, -0.01, 0.5), (list, step) => {
        const first = advance(undefined, list, NOON);
        const [head, ...rest] = list;
        if (!head) return;
        const changed =
          step === 0.5
            ? { ...head, point: (head.point ?? 0) + step }
            : { ...head, prices: head.prices.map((p) => p + step) };
        expect(advance(first.state, [changed, ...rest], NOON + MINUTE).fingerprint?.hash).not.toBe(first.state.hash);
        const asTotal = advanceMarket(undefined, event, { ...spread(list), market: 'total' }, NOON);
        expect(asTotal.state.hash).not.toBe(first.state.hash);
      }),
    );
  });

  it('keeps for every book since when it has been at its price', () => {
    const first = advance(undefined, everywhere(-2.5), NOON);
    const second = advance(first.state, movedTo(everywhere(-2.5), -3, ['alpha']), NOON + MINUTE);
    const seen = Object.fromEntries(second.state.books.map(({ book, seenAt }) => [book, seenAt]));
    expect(seen).toMatchObject({ alpha: NOON + MINUTE, bravo: NOON });
  });
});

describe('moves', () => {
  it('names the first movers, ties included, and those that followed', () => {
    const start = everywhere(-2.5);
    const lead = movedTo(start, -3.5, ['charlie', 'delta']);
    const follow = movedTo(lead, -3.5, ['alpha']);
    const first = advance(undefined, start, NOON);
    const second = advance(first.state, lead, NOON + MINUTE);
    const third = advance(second.state, follow, NOON + 2 * MINUTE);
    expect(third.fingerprint).toMatchObject({ direction: 1, firstMovers: ['charlie', 'delta'], confirming: ['alpha'] });
  });

  it('does not call a cent a move, but keeps it as a change', () => {
    const first = advance(undefined, everywhere(-2.5), NOON);
    const second = advance(
      first.state,
      [quote('alpha', -2.5, 1.92, 1.91), ...everywhere(-2.5).slice(1)],
      NOON + MINUTE,
    );
    expect(second.fingerprint).toMatchObject({ direction: 0, firstMovers: [] });
    expect(second.state.moves).toEqual([]);
  });

  it('sees a drift of a cent a poll for what it is: one move, once it has gone far enough', () => {
    let state = advance(undefined, everywhere(-4.5), NOON).state;
    for (let cents = 1; cents <= 10; cents++) {
      const drifted = everywhere(-4.5, (191 - cents) / 100, (191 + cents) / 100);
      state = advance(state, drifted, NOON + cents * MINUTE).state;
    }
    const own = state.moves.filter(({ book }) => book === 'alpha');
    const last = own.at(-1)?.to ?? Number.NaN;
    expect(own.length).toBeGreaterThan(0);
    expect(last - (own[0]?.from ?? Number.NaN)).toBeGreaterThan(0.7);
  });

  it('takes a book that comes back after more than half an hour for a new one', () => {
    const start = everywhere(-2.5);
    const gone = advance(advance(undefined, start, NOON).state, start.slice(1), NOON + MINUTE);
    const still = advance(gone.state, movedTo(start.slice(1), -3, ['bravo']), NOON + 20 * MINUTE);
    expect(still.state.absent).toMatchObject([{ book: 'alpha', goneAt: NOON + MINUTE }]);
    const back = advance(still.state, movedTo(start, -4, ['alpha']), NOON + 40 * MINUTE);
    expect(back.state.moves.map(({ book }) => book)).toEqual(['bravo', 'bravo']);
    expect(back.state.absent).toEqual([]);
  });

  it('sees a book that vanished and came back at another line as one move, at its old line as none', () => {
    const start = everywhere(-2.5);
    const first = advance(undefined, start, NOON);
    const gone = advance(first.state, start.slice(1), NOON + MINUTE);
    expect(gone.state.absent.map(({ book }) => book)).toEqual(['alpha']);
    const same = advance(gone.state, start, NOON + 2 * MINUTE);
    expect(same.state.moves).toEqual([]);
    expect(same.state.books[0]?.seenAt).toBe(NOON);
    const moved = advance(gone.state, movedTo(start, -4, ['alpha']), NOON + 2 * MINUTE);
    expect(moved.state.moves).toMatchObject([{ book: 'alpha', at: NOON + 2 * MINUTE }]);
  });

  it('forgets moves after two hours and never keeps more than its bound', () => {
    let state = advance(undefined, everywhere(-2.5), NOON).state;
    for (let step = 1; step <= 200; step++)
      state = advance(state, everywhere(step % 2 ? -3.5 : -2.5), NOON + step * 1000).state;
    expect(state.moves.length).toBe(120);
    const late = advance(state, everywhere(-6), NOON + 4 * HOUR).state;
    expect(late.moves.every((move) => move.at === NOON + 4 * HOUR)).toBe(true);
  });

  it('bounds the books that are gone, whatever names a provider makes up', () => {
    let state: MarketState | undefined;
    for (let poll = 0; poll < 100; poll++)
      state = advance(
        state,
        BOOKS.map((book) => quote(`${book}${poll}`, -2.5, 1.91, 1.91)),
        NOON + poll * MINUTE,
      ).state;
    expect(state?.absent.length).toBe(60);
    expect(state?.books.length).toBe(BOOKS.length);
  });

  it('keeps the last consensus while every book has suspended the market', () => {
    const first = advance(undefined, everywhere(-2.5), NOON);
    const suspended = advance(first.state, [], NOON + MINUTE);
    expect(suspended.state).toMatchObject({ books: [], consensus: first.state.consensus });
    expect(advance(suspended.state, everywhere(-2.5), NOON + 2 * MINUTE).state.moves).toEqual([]);
  });
});
