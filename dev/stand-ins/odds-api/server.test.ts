import { afterEach, describe, expect, it } from 'vitest';
import type { FeedEvent, OddsFeed } from './feed.ts';
import { type OddsApi, type OddsApiOptions, startOddsApi } from './server.ts';

const outcomes = [
  { name: 'Home', price: 1.91 },
  { name: 'Away', price: 2.5 },
];
const book = (key: string) => ({
  key,
  title: key,
  last_update: '2026-01-31T23:00:00Z',
  markets: ['h2h', 'spreads', 'totals'].map((market) => ({ key: market, outcomes })),
});
const event = (id: string, commence_time: string): FeedEvent => ({
  id,
  sport_key: 'americanfootball_nfl',
  sport_title: 'NFL',
  commence_time,
  home_team: 'Home',
  away_team: 'Away',
  bookmakers: [book('draftkings'), book('fanduel')],
});
const feed: OddsFeed = {
  oddsFormat: 'decimal',
  sports: () => [{ key: 'americanfootball_nfl', group: 'American Football', title: 'NFL', description: 'US Football' }],
  events: (sport) => {
    if (sport === 'basketball_nba') return [];
    const events = [event('a', '2026-02-01T18:00:00Z'), event('b', '2026-02-02T18:00:00Z')];
    return sport === 'americanfootball_nfl' ? events : undefined;
  },
};

let api: OddsApi;
let now = Date.UTC(2026, 0, 31, 23);
const start = async (options: Partial<OddsApiOptions> = {}) => {
  now = Date.UTC(2026, 0, 31, 23);
  api = await startOddsApi({ feed, now: () => now, credits: 100, ...options });
};
afterEach(() => api.stop());

const get = async (path: string, parameters: Record<string, string> = {}) => {
  const query = new URLSearchParams({ apiKey: 'k', ...parameters });
  const answer = await fetch(`${api.url}/v4/sports${path}?${query}`);
  const quota = ['remaining', 'used', 'last'].map((name) => answer.headers.get(`x-requests-${name}`));
  const body = (await answer.json()) as readonly object[];
  return { status: answer.status, body, quota };
};
const NFL = '/americanfootball_nfl';
const codeOf = async (path: string, parameters: Record<string, string>) => {
  const { status, body } = await get(path, parameters);
  return [status, 'error_code' in body && body.error_code];
};

describe('the stand-in for The Odds API', () => {
  it('lists sports and events free of charge', async () => {
    await start();
    const sports = await get('');
    expect(sports.body).toMatchObject([{ key: 'americanfootball_nfl', active: true, has_outrights: false }]);
    const events = await get(`${NFL}/events`);
    expect(events.body).toHaveLength(2);
    expect(events.body[0]).not.toHaveProperty('bookmakers');
    expect(events.quota).toEqual(['100', '0', '0']);
    expect(api.stats()).toMatchObject({ requests: 2, paidCalls: 0, creditsUsed: 0 });
  });

  it.each([
    [{ regions: 'us' }, '1'],
    [{ regions: 'us,uk', markets: 'h2h,spreads,totals' }, '6'],
    [{ bookmakers: 'fanduel', markets: 'h2h,totals' }, '2'],
    [{ bookmakers: Array.from({ length: 11 }, (_, index) => `book${index}`).join(','), regions: 'us,uk,eu' }, '2'],
  ])('costs markets × regions, ten books being one region: %j', async (parameters, cost) => {
    await start();
    const { quota } = await get(`${NFL}/odds`, parameters);
    expect(quota).toEqual([String(100 - Number(cost)), cost, cost]);
  });

  it('gives an empty answer for free', async () => {
    await start();
    expect(await get('/basketball_nba/odds', { regions: 'us' })).toMatchObject({ body: [], quota: ['100', '0', '0'] });
    const none = { regions: 'us', eventIds: 'unknown' };
    expect(await get(`${NFL}/odds`, none)).toMatchObject({ body: [], quota: ['100', '0', '0'] });
  });

  it('filters books, markets, times and ids, and speaks both formats of odds and dates', async () => {
    await start();
    const { body } = await get(`${NFL}/odds`, {
      bookmakers: 'fanduel',
      markets: 'h2h',
      oddsFormat: 'american',
      dateFormat: 'unix',
      commenceTimeFrom: '2026-02-01T00:00:00Z',
      commenceTimeTo: '2026-02-01T23:59:59Z',
      eventIds: 'a,b',
    });
    expect(body).toEqual([
      {
        id: 'a',
        sport_key: 'americanfootball_nfl',
        sport_title: 'NFL',
        commence_time: Date.UTC(2026, 1, 1, 18) / 1000,
        home_team: 'Home',
        away_team: 'Away',
        bookmakers: [
          {
            key: 'fanduel',
            title: 'fanduel',
            last_update: Date.UTC(2026, 0, 31, 23) / 1000,
            markets: [
              {
                key: 'h2h',
                outcomes: [
                  { name: 'Home', price: -110 },
                  { name: 'Away', price: 150 },
                ],
              },
            ],
          },
        ],
      },
    ]);
  });

  it.each([
    [NFL, {}, 422, 'MISSING_REGION'],
    [NFL, { regions: 'mars' }, 422, 'INVALID_REGION'],
    [NFL, { regions: 'us', markets: 'player_points' }, 422, 'INVALID_MARKET'],
    [NFL, { regions: 'us', oddsFormat: 'roman' }, 422, 'INVALID_ODDS_FORMAT'],
    [NFL, { regions: 'us', dateFormat: 'julian' }, 422, 'INVALID_DATE_FORMAT'],
    [NFL, { regions: 'us', commenceTimeFrom: 'now' }, 422, 'INVALID_COMMENCE_TIME_FROM'],
    [NFL, { regions: 'us', commenceTimeTo: '2026-02-01T00:00:00.000Z' }, 422, 'INVALID_COMMENCE_TIME_TO'],
    [NFL, { regions: 'us', eventIds: 'a b' }, 422, 'INVALID_EVENT_IDS'],
    [NFL, { bookmakers: 'fan-duel' }, 422, 'INVALID_BOOKMAKERS'],
    ['/curling', { regions: 'us' }, 404, 'UNKNOWN_SPORT'],
    [NFL, { apiKey: '', regions: 'us' }, 401, 'MISSING_KEY'],
    [NFL, { apiKey: 'wrong', regions: 'us' }, 401, 'INVALID_KEY'],
  ])('refuses %s %j with %i %s', async (sport, parameters, status, code) => {
    await start({ keys: ['k'] });
    expect(await codeOf(`${sport}/odds`, parameters)).toEqual([status, code]);
    expect(api.stats()).toMatchObject({ errors: 1, creditsUsed: 0 });
  });

  it('writes an error with its message and where to read on', async () => {
    await start();
    expect((await get(`${NFL}/odds`)).body).toEqual({
      message: 'Missing regions or bookmakers key',
      error_code: 'MISSING_REGION',
      details_url: 'https://the-odds-api.com/liveapi/guides/v4/api-error-codes.html#missing-region',
    });
  });

  it('runs out of credits, still lists events, and is whole again on the 1st', async () => {
    await start({ credits: 2 });
    const all = { regions: 'us', markets: 'h2h,spreads' };
    expect((await get(`${NFL}/odds`, all)).quota).toEqual(['0', '2', '2']);
    expect(await codeOf(`${NFL}/odds`, all)).toEqual([401, 'OUT_OF_USAGE_CREDITS']);
    expect((await get(`${NFL}/events`)).status).toBe(200);
    now = Date.UTC(2026, 1, 1);
    expect((await get(`${NFL}/odds`, all)).quota).toEqual(['0', '2', '2']);
    expect(api.stats()).toMatchObject({ paidCalls: 2, creditsUsed: 2, creditsRemaining: 0 });
  });

  it('answers 429 beyond thirty calls a second', async () => {
    await start();
    const statuses = await Promise.all(Array.from({ length: 31 }, async () => (await get('')).status));
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    now += 1000;
    expect((await get('')).status).toBe(200);
  });

  it.each([
    ['bad-key', 401, 'INVALID_KEY'],
    ['out-of-credits', 401, 'OUT_OF_USAGE_CREDITS'],
    ['too-many-requests', 429, 'EXCEEDED_FREQ_LIMIT'],
  ] as const)('can be told to fail with %s', async (kind, status, code) => {
    await start();
    api.control.inject({ kind, times: 1, path: '/odds' });
    expect((await get(`${NFL}/events`)).status).toBe(200);
    expect(await codeOf(`${NFL}/odds`, { regions: 'us' })).toEqual([status, code]);
    expect((await get(`${NFL}/odds`, { regions: 'us' })).status).toBe(200);
  });
});
