import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AWAY, HOME, led, opening, steamed } from './support/games.ts';
import { HOUR, NOON } from './support/odds.ts';
import { type Answer, type OddsProvider, startOddsProvider } from './support/odds-provider.ts';
import { type OddsRun, startOddsRun } from './support/odds-run.ts';

const GAME = { number: 1, start: NOON + HOUR };
const OTHER = { number: 2, start: NOON + HOUR };
const text = (...events: readonly unknown[]): string => JSON.stringify(events);

let provider: OddsProvider;
let run: OddsRun;
beforeAll(async () => {
  provider = await startOddsProvider();
});
beforeEach(() => {
  provider.schedule([{ id: 'game1', commence_time: new Date(GAME.start).toISOString() }]);
  run = startOddsRun(provider);
});
afterAll(() => provider.stop());

const rejected = (reason?: string) =>
  run.telemetry.total('odds_records_rejected', reason === undefined ? {} : { reason });

describe('an answer that cannot be read', () => {
  const whole = text(opening(GAME));
  const cases: readonly (readonly [what: string, answer: Answer])[] = [
    ['truncated JSON', whole.slice(0, whole.length / 2)],
    ['HTML instead of JSON', '<!doctype html><title>Bad gateway</title>'],
    ['nothing', ''],
    ['an object instead of a list', '{"message":"we moved"}'],
    ['NaN for a price, which is no JSON', whole.replace('1.91', 'NaN')],
    ['ten megabytes', `["${'x'.repeat(10_000_000)}"]`],
    [
      'half a response',
      (response) => {
        response.writeHead(200, { 'content-length': whole.length });
        response.write(whole.slice(0, whole.length / 2), () => response.destroy());
      },
    ],
    ['a connection that breaks', (response) => response.destroy()],
    ['500', (response) => response.writeHead(500).end('oops')],
    ['no answer in time', () => undefined],
  ];
  it.each(cases)('%s: counted as unavailable, and the market goes on where it was', async (_what, answer) => {
    await run.poll(0, whole);
    await run.poll(1, text(led(GAME)));
    await run.poll(2, answer);
    expect(run.telemetry.total('odds_poll_failures', { kind: 'unavailable' })).toBe(1);
    expect(run.telemetry.total('odds_polls')).toBe(2);
    expect(run.signals).toEqual([]);
    await run.poll(4, text(steamed(GAME)));
    expect(run.telemetry.total('odds_polls')).toBe(3);
    expect(run.signals.map(({ type }) => type)).toEqual(['SteamMove']);
    expect(run.messages).toHaveLength(2);
  });
});

describe('an empty list', () => {
  it('takes no game off the watch: its market goes on when it is back', async () => {
    await run.poll(0, text(opening(GAME)));
    await run.poll(1, text(led(GAME)));
    await run.poll(2, '[]');
    await run.poll(3, text(steamed(GAME)));
    expect(run.telemetry.total('odds_polls')).toBe(4);
    expect(rejected()).toBe(0);
    expect(run.signals).toHaveLength(1);
  });
});

/** The second game with something else in it: as a game, in its first book, that book's market, that market's first outcome. */
const game = opening(OTHER);
const [book, ...books] = game.bookmakers;
const market = book?.markets[0];
const [first, second] = market?.outcomes ?? [];
const inGame = (change: object) => [{ ...game, ...change }];
const inBook = (change: object) => inGame({ bookmakers: [{ ...book, ...change }, ...books] });
const inMarket = (change: object) => inBook({ markets: [{ ...market, ...change }] });
const inOutcome = (change: object) => inMarket({ outcomes: [{ ...first, ...change }, second] });

const win = (name: string, price: number) => ({ name, price });
const moneyline = (...prices: readonly ReturnType<typeof win>[]) => ({ key: 'h2h', outcomes: prices });
const twoWays = [win(`${HOME} 2`, 2.5), win(AWAY, 2.6)];
const threeWaysInOne = inGame({
  bookmakers: game.bookmakers.map((each, index) => ({
    ...each,
    markets: [moneyline(...twoWays, ...(index === 0 ? [win('Draw', 3.4)] : []))],
  })),
});

describe('a record that cannot be read', () => {
  const cases: readonly (readonly [what: string, reason: string, bad: readonly unknown[]])[] = [
    ['a book with one outcome', 'one-outcome', inMarket({ outcomes: [first] })],
    ['a book without outcomes', 'market-without-outcomes', inMarket({ outcomes: [] })],
    ['price 0', 'price-invalid', inOutcome({ price: 0 })],
    ['price 1', 'price-invalid', inOutcome({ price: 1 })],
    ['a negative price', 'price-invalid', inOutcome({ price: -110 })],
    ['a price in a string', 'price-invalid', inOutcome({ price: '1.91' })],
    ['a price that is null', 'price-invalid', inOutcome({ price: null })],
    ['a spread without a point', 'point-missing', inOutcome({ point: undefined })],
    ['points that do not mirror', 'points-differ', inOutcome({ point: 9 })],
    ['an unknown market', 'unknown-market', inMarket({ key: 'first_scorer' })],
    ['an outcome that is no team', 'outcome-unknown', inOutcome({ name: 'Nobody' })],
    ['a spread of three outcomes', 'too-many-outcomes', inMarket({ outcomes: [first, second, win('Draw', 3)] })],
    ['three ways where the others quote two', 'ways-differ', threeWaysInOne],
    ['the same book twice', 'book-duplicate', inGame({ bookmakers: [...game.bookmakers, book] })],
    ['a book without a key', 'book-without-key', inBook({ key: null })],
    ['an event without teams', 'event-without-teams', inGame({ home_team: null, away_team: null })],
    ['an event without a start', 'event-without-start', inGame({ commence_time: 'soon' })],
    ['an event without an id', 'event-without-id', inGame({ id: '' })],
    ['an event of another league', 'event-of-another-league', inGame({ sport_key: 'darts' })],
    ['an event twice', 'event-duplicate', [game, game]],
    ['an event that is none', 'event-not-an-object', [null]],
  ];
  it.each(cases)('%s: that record is left out as %s, the rest of the answer flows', async (_what, reason, bad) => {
    await run.poll(0, text(opening(GAME)));
    await run.poll(1, text(led(GAME)));
    await run.poll(2, text(...bad, steamed(GAME)));
    expect(rejected(reason)).toBe(1);
    expect(rejected()).toBe(1);
    expect(run.signals.map(({ event, type }) => [event.id, type])).toEqual([['game1', 'SteamMove']]);
    expect(run.messages).toHaveLength(2);
    await run.poll(3, text(opening(OTHER), steamed(GAME)));
    expect(run.telemetry.total('odds_polls')).toBe(4);
    expect(rejected()).toBe(1);
  });

  it('costs no other book of its market anything', async () => {
    await run.poll(0, text(...inOutcome({ price: 0 })));
    expect(rejected('price-invalid')).toBe(1);
    await run.poll(1, text(led(OTHER)));
    await run.poll(2, text(steamed(OTHER)));
    expect(run.signals).toHaveLength(1);
    expect(run.signals[0]?.evidence.books).toBe(8);
  });
});

describe('a start that moves', () => {
  it('is followed: the alert names the new one', async () => {
    const later = { ...GAME, start: NOON + 5 * HOUR };
    await run.poll(0, text(opening(GAME)));
    await run.poll(1, text(led(later)));
    await run.poll(2, text(steamed(later)));
    expect(run.signals.map(({ event }) => event.commenceTime)).toEqual([later.start]);
  });

  it('into the past ends the watch; back into the future begins it anew, with nothing to alert of at first sight', async () => {
    const begun = { ...GAME, start: NOON };
    await run.poll(0, text(opening(GAME)));
    await run.poll(1, text(led(begun)));
    await run.poll(2, text(steamed(begun)));
    expect(run.signals).toEqual([]);
    await run.poll(3, text(steamed(GAME)));
    expect(run.signals).toEqual([]);
    expect(run.telemetry.total('odds_polls')).toBe(4);
  });
});

describe('a name that means harm', () => {
  it.each([
    ['ignore previous instructions', 'ignore previous instructions'],
    ['@everyone', '＠everyone'],
    ['<@&123456789012345678>', '\\<＠&123456789012345678\\>'],
    ['<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert\\(1\\)\\>'],
    ['[free](https://evil.example)', '\\[free\\]\\(https evil.example\\)'],
    ['**__x__**', '\\*\\*\\_\\_x\\_\\_\\*\\*'],
    ['\u202Edrawkcab', 'drawkcab'],
  ])('%s comes out as plain words that mention nobody', async (name, shown) => {
    const named = { ...GAME, home: name };
    await run.poll(0, text(opening(named)));
    await run.poll(1, text(led(named)));
    await run.poll(2, text(steamed(named)));
    expect(run.messages).toHaveLength(2);
    for (const message of run.messages)
      expect(message).toMatchObject({
        embeds: [
          { title: `${shown} -4.5 @ 1.91 · Bovada`, description: expect.stringContaining(`${AWAY} at ${shown} · NFL`) },
        ],
        allowed_mentions: { parse: [] },
      });
  });
});
