import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOdds } from './parse-odds.ts';

const READ_AT = Date.parse('2026-11-15T11:59:00Z');
const HOME = 'Harbour Gulls';
const AWAY = 'Mill Town Foxes';

const h2h = (home: unknown = 1.8, away: unknown = 2.1) => ({
  key: 'h2h',
  last_update: '2026-11-15T11:59:00Z',
  outcomes: [
    { name: HOME, price: home },
    { name: AWAY, price: away },
  ],
});
const threeWay = () => ({ key: 'h2h', outcomes: [...h2h().outcomes, { name: 'Draw', price: 3.4 }] });
const spreads = (home: unknown = -3.5, away: unknown = 3.5) => ({
  key: 'spreads',
  outcomes: [
    { name: AWAY, price: 1.95, point: away },
    { name: HOME, price: 1.87, point: home },
  ],
});
const totals = (over: unknown = 44.5, under: unknown = 44.5) => ({
  key: 'totals',
  outcomes: [
    { name: 'Over', price: 1.9, point: over },
    { name: 'Under', price: 1.92, point: under },
  ],
});
const book = (key: unknown, ...markets: unknown[]) => ({
  key,
  title: 'A book',
  last_update: '2026-11-15T11:59:00Z',
  markets,
});
const event = (...bookmakers: unknown[]) => ({
  id: 'e1',
  sport_key: 'icehockey_demo',
  sport_title: 'Demo League',
  commence_time: '2026-11-15T18:00:00Z',
  home_team: HOME,
  away_team: AWAY,
  bookmakers,
});
const reasons = (body: unknown) =>
  parseOdds(body).rejected.flatMap(({ reason, samples }) => samples.map(({ at }) => `${reason} ${at}`));
const quotesOf = (body: unknown) => parseOdds(body).events[0]?.markets.flatMap(({ quotes }) => quotes) ?? [];

describe('parseOdds', () => {
  it('reads events, markets and quotes in our words and order', () => {
    const { events, rejected } = parseOdds([
      event(book('zeta', totals(), spreads(), h2h()), book('alpha', h2h(1.7, 2.2))),
    ]);
    expect(rejected).toEqual([]);
    expect(events).toEqual([
      {
        event: {
          id: 'e1',
          league: 'icehockey_demo',
          leagueTitle: 'Demo League',
          home: HOME,
          away: AWAY,
          commenceTime: Date.parse('2026-11-15T18:00:00Z'),
        },
        markets: [
          {
            market: 'moneyline',
            quotes: [
              { book: 'alpha', point: null, prices: [1.7, 2.2], readAt: READ_AT },
              { book: 'zeta', point: null, prices: [1.8, 2.1], readAt: READ_AT },
            ],
          },
          { market: 'spread', quotes: [{ book: 'zeta', point: -3.5, prices: [1.87, 1.95], readAt: READ_AT }] },
          { market: 'total', quotes: [{ book: 'zeta', point: 44.5, prices: [1.9, 1.92], readAt: READ_AT }] },
        ],
      },
    ]);
  });

  it('reads an empty list, and an event that nobody quotes yet', () => {
    expect(parseOdds([])).toEqual({ events: [], rejected: [] });
    expect(parseOdds([event()]).events[0]?.markets).toEqual([]);
  });

  it('puts the draw between home and away', () => {
    expect(quotesOf([event(book('a', threeWay()))])[0]?.prices).toEqual([1.8, 3.4, 2.1]);
  });

  it('says when the provider last read a quote: the market’s time, else the book’s, else none', () => {
    const timed = (market: unknown, ofBook: unknown) =>
      quotesOf([event({ ...book('a', { ...h2h(), last_update: market }), last_update: ofBook })])[0]?.readAt;
    expect(timed('2026-11-15T11:58:00Z', '2026-11-15T11:57:00Z')).toBe(Date.parse('2026-11-15T11:58:00Z'));
    expect(timed(undefined, '2026-11-15T11:57:00Z')).toBe(Date.parse('2026-11-15T11:57:00Z'));
    expect(timed('yesterday', undefined)).toBeUndefined();
  });

  it('makes no difference between 0 and −0', () => {
    expect(quotesOf([event(book('a', spreads(-0, 0)))])[0]?.point).toBe(0);
  });

  it('keeps only the league asked for', () => {
    expect(parseOdds([event()], { league: 'icehockey_demo' }).events).toHaveLength(1);
    expect(parseOdds([event()], { league: 'another' }).rejected[0]?.reason).toBe('event-of-another-league');
  });
});

describe('a bad record costs that record only', () => {
  const good = { ...event(book('good', h2h())), id: 'good' };

  it.each([
    { name: 'null', record: null, reason: 'event-not-an-object ?' },
    { name: 'a list', record: [], reason: 'event-not-an-object ?' },
    { name: 'no id', record: { ...event(), id: undefined }, reason: 'event-without-id ?' },
    { name: 'an id of __proto__', record: { ...event(), id: '__proto__' }, reason: 'event-without-id __proto__' },
    { name: 'an id of constructor', record: { ...event(), id: 'constructor' }, reason: 'event-without-id constructor' },
    {
      name: 'an absurdly long id',
      record: { ...event(), id: 'x'.repeat(1e6) },
      reason: `event-without-id ${'x'.repeat(64)}`,
    },
    {
      name: 'no teams',
      record: { ...event(), home_team: undefined, away_team: undefined },
      reason: 'event-without-teams e1',
    },
    { name: 'null teams', record: { ...event(), home_team: null }, reason: 'event-without-teams e1' },
    { name: 'a blank team', record: { ...event(), away_team: '  ' }, reason: 'event-without-teams e1' },
    { name: 'one team twice', record: { ...event(), away_team: HOME }, reason: 'event-without-teams e1' },
    {
      name: 'an absurdly long team',
      record: { ...event(), home_team: 'x'.repeat(1e6) },
      reason: 'event-without-teams e1',
    },
    { name: 'no start', record: { ...event(), commence_time: undefined }, reason: 'event-without-start e1' },
    {
      name: 'a start that is no time',
      record: { ...event(), commence_time: 'soon' },
      reason: 'event-without-start e1',
    },
    { name: 'no league', record: { ...event(), sport_key: undefined }, reason: 'event-of-another-league e1' },
    { name: 'no bookmakers', record: { ...event(), bookmakers: 'many' }, reason: 'event-without-bookmakers e1' },
    { name: 'the same event again', record: good, reason: 'event-duplicate good' },
  ])('an event: $name', ({ record, reason }) => {
    const body = [good, record];
    expect(reasons(body)).toEqual([reason]);
    expect(parseOdds(body).events.map((odds) => odds.event.id)).toEqual(['good']);
  });

  it.each([
    { name: 'null', record: null, reason: 'book-without-key e1/?' },
    { name: 'no key', record: { markets: [] }, reason: 'book-without-key e1/?' },
    { name: 'a key of __proto__', record: book('__proto__', h2h()), reason: 'book-without-key e1/__proto__' },
    { name: 'an absurdly long key', record: book('x'.repeat(1e6)), reason: `book-without-key e1/${'x'.repeat(64)}` },
    { name: 'no markets', record: { key: 'bad' }, reason: 'book-without-markets e1/bad' },
    { name: 'far too many markets', record: book('bad', ...Array(51).fill(h2h())), reason: 'too-many-markets e1/bad' },
  ])('a book: $name', ({ record, reason }) => {
    const body = [event(record, book('good', h2h()))];
    expect(reasons(body)).toEqual([reason]);
    expect(quotesOf(body).map((quote) => quote.book)).toEqual(['good']);
  });

  const outcomes = (key: string, ...list: unknown[]) => ({ key, outcomes: list });
  const [home, away] = h2h().outcomes;
  it.each([
    { name: 'null', market: null, reason: 'market-not-an-object e1/bad' },
    { name: 'unknown', market: outcomes('h2h_lay', home, away), reason: 'unknown-market e1/bad/h2h_lay' },
    { name: 'named __proto__', market: outcomes('__proto__', home, away), reason: 'unknown-market e1/bad/__proto__' },
    { name: 'no outcomes', market: { key: 'h2h' }, reason: 'market-without-outcomes e1/bad/h2h' },
    { name: 'an empty list of outcomes', market: outcomes('h2h'), reason: 'market-without-outcomes e1/bad/h2h' },
    { name: 'one outcome', market: outcomes('h2h', home), reason: 'one-outcome e1/bad/h2h' },
    { name: 'four outcomes', market: outcomes('h2h', home, away, home, away), reason: 'too-many-outcomes e1/bad/h2h' },
    {
      name: 'three ways of a spread',
      market: outcomes('spreads', ...spreads().outcomes, { name: 'Draw', price: 9, point: 0 }),
      reason: 'too-many-outcomes e1/bad/spreads',
    },
    { name: 'null for an outcome', market: outcomes('h2h', home, null), reason: 'outcome-not-an-object e1/bad/h2h' },
    {
      name: 'an outcome of neither team',
      market: outcomes('h2h', home, { name: 'Others', price: 2 }),
      reason: 'outcome-unknown e1/bad/h2h',
    },
    {
      name: 'an outcome named __proto__',
      market: outcomes('h2h', home, { name: '__proto__', price: 2 }),
      reason: 'outcome-unknown e1/bad/h2h',
    },
    {
      name: 'a third way that is no draw',
      market: outcomes('h2h', home, away, { name: 'Tie', price: 9 }),
      reason: 'outcome-unknown e1/bad/h2h',
    },
    { name: 'one outcome twice', market: outcomes('h2h', home, home), reason: 'outcome-duplicate e1/bad/h2h' },
    {
      name: 'Over and a team',
      market: outcomes('totals', totals().outcomes[0], home),
      reason: 'outcome-unknown e1/bad/totals',
    },
    { name: 'price 0', market: h2h(0), reason: 'price-invalid e1/bad/h2h' },
    { name: 'price 1', market: h2h(1), reason: 'price-invalid e1/bad/h2h' },
    { name: 'price NaN', market: h2h(Number.NaN), reason: 'price-invalid e1/bad/h2h' },
    { name: 'price infinite', market: h2h(Number.POSITIVE_INFINITY), reason: 'price-invalid e1/bad/h2h' },
    { name: 'a string for a price', market: h2h('1.9'), reason: 'price-invalid e1/bad/h2h' },
    { name: 'no price', market: h2h(null), reason: 'price-invalid e1/bad/h2h' },
    { name: 'a negative price', market: h2h(-110), reason: 'price-invalid e1/bad/h2h' },
    { name: 'a price above 1,001', market: h2h(1001.5), reason: 'price-invalid e1/bad/h2h' },
    {
      name: 'a bad price of a draw',
      market: outcomes('h2h', home, away, { name: 'Draw', price: 1 }),
      reason: 'price-invalid e1/bad/h2h',
    },
    {
      name: 'a spread without points',
      market: outcomes('spreads', home, away),
      reason: 'point-missing e1/bad/spreads',
    },
    { name: 'a spread with one point', market: spreads(-3.5, null), reason: 'point-missing e1/bad/spreads' },
    { name: 'a string for a point', market: spreads('-3.5', '3.5'), reason: 'point-missing e1/bad/spreads' },
    { name: 'points that do not mirror', market: spreads(-3.5, 4), reason: 'points-differ e1/bad/spreads' },
    { name: 'points of one sign', market: spreads(3.5, 3.5), reason: 'points-differ e1/bad/spreads' },
    { name: 'an absurd point', market: spreads(-1e9, 1e9), reason: 'point-out-of-range e1/bad/spreads' },
    { name: 'a point of NaN', market: spreads(Number.NaN, Number.NaN), reason: 'point-out-of-range e1/bad/spreads' },
    {
      name: 'a total without points',
      market: outcomes('totals', { name: 'Over', price: 1.9 }, { name: 'Under', price: 1.9 }),
      reason: 'point-missing e1/bad/totals',
    },
    { name: 'totals that differ', market: totals(44.5, 45), reason: 'points-differ e1/bad/totals' },
    { name: 'a total of 0', market: totals(0, 0), reason: 'point-out-of-range e1/bad/totals' },
  ])('a market: $name', ({ market, reason }) => {
    const others = [h2h(), spreads(), totals()].filter((each) => each.key !== market?.key);
    const body = [event(book('bad', market, ...others), book('good', h2h()))];
    expect(reasons(body)).toEqual([reason]);
    expect(quotesOf(body)).toHaveLength(others.length + 1);
  });

  it.each([undefined, null, 7, 'odds', { message: 'no' }])('a body that is no list: %j', (body) => {
    expect(parseOdds(body)).toMatchObject({ events: [], rejected: [{ reason: 'not-a-list' }] });
  });
});

describe('duplicates', () => {
  it.each([
    { name: 'later in the list', order: [0, 1] },
    { name: 'earlier in the list', order: [1, 0] },
  ])('of a book: the newest stays, $name', ({ order }) => {
    const versions = [
      { ...book('twice', h2h(1.5, 2.6)), last_update: '2026-11-15T11:58:00Z' },
      { ...book('twice', h2h(1.6, 2.4)), last_update: '2026-11-15T11:59:00Z' },
    ];
    const body = [event(book('a', h2h()), ...order.map((i) => versions[i]), book('z', h2h()))];
    expect(reasons(body)).toEqual(['book-duplicate e1/twice']);
    expect(quotesOf(body).map((quote) => [quote.book, quote.prices[0]])).toEqual([
      ['a', 1.8],
      ['twice', 1.6],
      ['z', 1.8],
    ]);
  });

  it.each([
    { name: 'newer second', first: '2026-11-15T11:58:00Z', second: '2026-11-15T11:59:00Z', price: 2.4 },
    { name: 'newer first', first: '2026-11-15T11:59:00Z', second: '2026-11-15T11:58:00Z', price: 2.6 },
    { name: 'equally old', first: '2026-11-15T11:59:00Z', second: '2026-11-15T11:59:00Z', price: 2.6 },
    { name: 'undated first', first: undefined, second: '2026-11-15T11:59:00Z', price: 2.4 },
    { name: 'both undated', first: undefined, second: undefined, price: 2.6 },
  ])('of a market: the newest stays, $name', ({ first, second, price }) => {
    const body = [
      event(book('a', { ...h2h(1.5, 2.6), last_update: first }, { ...h2h(1.5, 2.4), last_update: second })),
    ];
    expect(reasons(body)).toEqual(['market-duplicate e1/a/h2h']);
    expect(quotesOf(body)[0]?.prices[1]).toBe(price);
  });
});

describe('ways', () => {
  it('drops three ways where most quote two', () => {
    const body = [event(book('a', h2h()), book('b', threeWay()), book('c', h2h()))];
    expect(reasons(body)).toEqual(['ways-differ e1/b/h2h']);
    expect(quotesOf(body).map((quote) => quote.book)).toEqual(['a', 'c']);
  });

  it('drops two ways where most quote three', () => {
    const body = [event(book('a', threeWay()), book('b', h2h()), book('c', threeWay()))];
    expect(quotesOf(body).map((quote) => quote.prices.length)).toEqual([3, 3]);
  });

  it.each([
    { league: 'icehockey_demo', ways: 2 },
    { league: 'soccer_demo', ways: 3 },
  ])('halved, the league decides: $league has $ways', ({ league, ways }) => {
    const body = [{ ...event(book('a', threeWay()), book('b', h2h())), sport_key: league }];
    expect(quotesOf(body).map((quote) => quote.prices.length)).toEqual([ways]);
  });
});

describe('bounds', () => {
  it('keeps sixty books', () => {
    const books = Array.from({ length: 200 }, (_, i) => book(`book${i}`, h2h()));
    expect(quotesOf([event(...books)])).toHaveLength(60);
    expect(parseOdds([event(...books)]).rejected).toMatchObject([{ reason: 'too-many-books', count: 140 }]);
  });

  it('counts every rejected record, and keeps the first twenty of a reason, each cut short', () => {
    const { rejected } = parseOdds([...Array(50_000).fill('x'.repeat(9_000)), { id: '' }]);
    expect(rejected.map(({ reason, count }) => [reason, count])).toEqual([
      ['event-not-an-object', 50_000],
      ['event-without-id', 1],
    ]);
    expect(rejected[0]?.samples).toHaveLength(20);
    expect(rejected[0]?.samples[0]?.input).toHaveLength(2_000);
  });

  it('counts exactly what is bad however many markets are none of ours', () => {
    const none = Array.from({ length: 49 }, (_, i) => ({ key: `other_${i}`, outcomes: [] }));
    const bad = Array.from({ length: 50 }, (_, i) => book(`book${i}`, ...none, h2h(0)));
    const { rejected } = parseOdds([event(...bad)]);
    expect(rejected.map(({ reason, count }) => [reason, count])).toEqual([
      ['unknown-market', 49 * 50],
      ['price-invalid', 50],
    ]);
    expect(rejected[1]?.samples[0]?.at).toBe('e1/book0/h2h');
  });

  it('survives nesting that cannot be printed', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(parseOdds([deep]).rejected[0]?.reason).toBe('event-not-an-object');
  });
});

describe('laws', () => {
  const price = fc.double({ min: 1.01, max: 1000, noNaN: true });
  const books = fc.uniqueArray(fc.record({ key: fc.stringMatching(/^[a-z]{1,8}$/), home: price, away: price }), {
    selector: ({ key }) => key,
    maxLength: 20,
  });

  it('the order of books makes no difference, and quotes come sorted', () => {
    fc.assert(
      fc.property(books, fc.infiniteStream(fc.nat()), (list, ranks) => {
        const all = list.map(({ key, home, away }) => book(key, h2h(home, away)));
        const shuffled = all.map((each) => ({ each, rank: ranks.next().value })).sort((a, b) => a.rank - b.rank);
        const quotes = quotesOf([event(...all)]);
        expect(quotesOf([event(...shuffled.map(({ each }) => each))])).toEqual(quotes);
        expect(quotes.map((quote) => quote.book)).toEqual(
          list
            .map(({ key }) => key)
            .filter((key) => !(key in {}))
            .sort(),
        );
      }),
    );
  });

  it('never throws, and says a reason for everything it leaves out, whatever comes', () => {
    const anything = fc.oneof(
      { weight: 1, arbitrary: fc.jsonValue() },
      { weight: 1, arbitrary: fc.constantFrom(HOME, AWAY, 'h2h', 1.5) },
    );
    const outcome = fc.record({ name: anything, price: anything, point: anything });
    const market = fc.record({ key: fc.constantFrom('h2h', 'spreads', 'totals', 'x'), outcomes: fc.array(outcome) });
    const bookmaker = fc.oneof(
      anything,
      fc.record({ key: fc.oneof(anything, fc.constant('a')), markets: fc.array(market) }),
    );
    const body = fc.array(
      fc
        .record({ id: anything, home_team: anything, bookmakers: fc.array(bookmaker) })
        .map((own) => ({ ...event(), ...own })),
    );
    fc.assert(
      fc.property(body, (events) => {
        const { events: read, rejected } = parseOdds(events);
        expect(read.length).toBeLessThanOrEqual(events.length);
        const quoted = read.flatMap(({ markets }) => markets).flatMap(({ quotes }) => quotes);
        for (const { prices } of quoted) expect(prices.every((each) => each > 1 && each <= 1001)).toBe(true);
        const count = rejected.reduce((sum, each) => sum + each.count, 0);
        expect(count).toBeGreaterThanOrEqual(events.length - read.length);
      }),
    );
  });
});
