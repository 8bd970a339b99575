import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OddsFailure, OddsSourceError } from '../../ports/odds-source.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { createOddsApi, type OddsApiOptions } from './odds-api.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const KEY = 'secret-key-0123456789';
const NOW = Date.parse('2026-11-15T12:00:00Z');
const QUOTA = { 'x-requests-remaining': '497', 'x-requests-used': '3', 'x-requests-last': '3' };
const HASTE = { attemptMs: 300, totalMs: 2_000, retryMs: 1, rateLimitMs: 100, breakerMs: 60_000 };
/** For answers that come, however busy the machine is. */
const UNHURRIED = { ...HASTE, attemptMs: 10_000, totalMs: 30_000 };

const requests: URL[] = [];
/** What the server answers in turn; the last one again and again. */
let answers: Answer[] = [];
const server = createServer((request, response) => {
  requests.push(new URL(request.url ?? '/', 'http://localhost'));
  const answer = answers.length > 1 ? answers.shift() : answers[0];
  answer?.(response, request);
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  return new Promise<void>((resolve) => server.close(() => resolve()));
});
beforeEach(() => {
  requests.length = 0;
  answers = [];
});

const says =
  (status: number, body: unknown, headers: Record<string, string> = QUOTA): Answer =>
  (response) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const refuses = (status: number, code: string, headers = QUOTA): Answer =>
  says(status, { message: `no, ${KEY}`, error_code: code, details_url: 'https://example.org' }, headers);

const recorder = () => {
  const lines: unknown[] = [];
  const log = (...line: unknown[]) => void lines.push(line);
  const telemetry: Telemetry = { debug: log, info: log, warn: log, error: log, count: log, observe: log, gauge: log };
  return { lines, telemetry };
};

const api = (options: Partial<OddsApiOptions> = {}) =>
  createOddsApi({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiKey: KEY,
    markets: ['moneyline', 'spread', 'total'],
    regions: ['us', 'eu'],
    now: () => NOW,
    telemetry: recorder().telemetry,
    timeouts: HASTE,
    ...options,
  });

const failureOf = async (call: Promise<unknown>): Promise<OddsSourceError> => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof OddsSourceError) return error;
  throw new Error(`expected an OddsSourceError, not ${inspect(error)}`);
};

const EVENT = {
  id: 'e1',
  sport_key: 'demo_league',
  sport_title: 'Demo',
  commence_time: '2026-11-15T18:00:00Z',
  home_team: 'Gulls',
  away_team: 'Foxes',
  bookmakers: [
    {
      key: 'a',
      markets: [
        {
          key: 'h2h',
          outcomes: [
            { name: 'Gulls', price: 1.8 },
            { name: 'Foxes', price: 2.1 },
          ],
        },
      ],
    },
  ],
};

describe('a request', () => {
  it('asks for decimal odds and ISO times of our markets in the provider’s words', async () => {
    answers = [says(200, [])];
    await api().odds('demo_league');
    expect(requests[0]?.pathname).toBe('/v4/sports/demo_league/odds');
    expect(Object.fromEntries(requests[0]?.searchParams ?? [])).toEqual({
      apiKey: KEY,
      markets: 'h2h,spreads,totals',
      regions: 'us,eu',
      oddsFormat: 'decimal',
      dateFormat: 'iso',
    });
  });

  it('names bookmakers instead of regions', async () => {
    answers = [says(200, [])];
    await api({ bookmakers: ['a', 'b'] }).odds('demo_league');
    expect(requests[0]?.searchParams.get('bookmakers')).toBe('a,b');
    expect(requests[0]?.searchParams.has('regions')).toBe(false);
  });

  it('keeps a strange league inside its path', async () => {
    answers = [says(200, [])];
    await api().schedule('../../x?y');
    expect(requests[0]?.pathname).toBe('/v4/sports/..%2F..%2Fx%3Fy/events');
  });

  it('refuses a base URL that is none at once', () => {
    expect(() => api({ baseUrl: 'nowhere' })).toThrow('Invalid URL');
  });
});

describe('an answer', () => {
  it('carries events, the time we had it and the credits', async () => {
    answers = [says(200, [EVENT, null])];
    const answer = await api().odds('demo_league');
    expect(answer.observedAt).toBe(NOW);
    expect(answer.quota).toEqual({ remaining: 497, used: 3, last: 3 });
    expect(answer.events[0]?.markets[0]?.quotes).toEqual([{ book: 'a', point: null, prices: [1.8, 2.1] }]);
    expect(answer.rejected.map(({ reason }) => reason)).toEqual(['event-not-an-object']);
  });

  it('may be compressed', async () => {
    answers = [
      (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(JSON.stringify([EVENT]))),
    ];
    expect((await api().odds('demo_league')).events).toHaveLength(1);
  });

  it('may be empty', async () => {
    answers = [says(200, [])];
    expect(await api().odds('demo_league')).toMatchObject({ events: [], rejected: [] });
  });

  it('tells a league’s schedule, each event on its own', async () => {
    answers = [says(200, [EVENT, { ...EVENT, id: 'e2', commence_time: 'soon' }, 7])];
    const { events, rejected, quota } = await api().schedule('demo_league');
    expect(events).toEqual([{ id: 'e1', commenceTime: Date.parse(EVENT.commence_time) }]);
    expect(rejected.map(({ reason }) => reason)).toEqual(['event-without-start', 'event-not-an-object']);
    expect(quota?.remaining).toBe(497);
  });

  it('lists every league, in season or not, each on its own', async () => {
    const sport = {
      key: 'demo_league',
      group: 'Demo',
      title: 'Demo',
      description: '',
      active: true,
      has_outrights: false,
    };
    answers = [says(200, [sport, { ...sport, key: 'summer_league', active: false }, { ...sport, key: 7 }, null])];
    const { leagues, rejected, quota } = await api().sports();
    expect(requests[0]?.pathname).toBe('/v4/sports');
    expect(Object.fromEntries(requests[0]?.searchParams ?? [])).toEqual({ apiKey: KEY, all: 'true' });
    expect(leagues).toEqual([
      { key: 'demo_league', isActive: true },
      { key: 'summer_league', isActive: false },
    ]);
    expect(rejected).toMatchObject([{ reason: 'sport-without-key', count: 2 }]);
    expect(quota?.used).toBe(3);
  });

  it.each([
    { name: 'absent', headers: {} },
    { name: 'blank', headers: { 'x-requests-remaining': ' ', 'x-requests-used': '' } },
    { name: 'no numbers', headers: { 'x-requests-remaining': 'many', 'x-requests-used': '-1' } },
  ])('tells no credits when the headers are $name', async ({ headers }) => {
    answers = [says(200, [], { ...headers })];
    expect((await api().odds('demo_league')).quota).toBeUndefined();
  });
});

describe('failures are told apart', () => {
  const cases: { name: string; answer: Answer; failure: OddsFailure; calls: number }[] = [
    { name: 'a bad key', answer: refuses(401, 'INVALID_KEY'), failure: { kind: 'bad-key' }, calls: 1 },
    { name: 'a missing key', answer: refuses(401, 'MISSING_KEY'), failure: { kind: 'bad-key' }, calls: 1 },
    { name: 'no credits', answer: refuses(401, 'OUT_OF_USAGE_CREDITS'), failure: { kind: 'out-of-credits' }, calls: 1 },
    {
      name: 'history on a free plan',
      answer: refuses(401, 'HISTORICAL_UNAVAILABLE_ON_FREE_USAGE_PLAN'),
      failure: { kind: 'bad-request', code: 'HISTORICAL_UNAVAILABLE_ON_FREE_USAGE_PLAN' },
      calls: 1,
    },
    {
      name: 'a bad market',
      answer: refuses(422, 'INVALID_MARKET'),
      failure: { kind: 'bad-request', code: 'INVALID_MARKET' },
      calls: 1,
    },
    {
      name: 'an unknown league',
      answer: refuses(404, 'UNKNOWN_SPORT'),
      failure: { kind: 'bad-request', code: 'UNKNOWN_SPORT' },
      calls: 1,
    },
    {
      name: 'a refusal in HTML',
      answer: says(403, '<html>'),
      failure: { kind: 'bad-request', code: 'HTTP_403' },
      calls: 1,
    },
    {
      name: 'an error code that is none',
      answer: refuses(422, `<b>${KEY}</b>`),
      failure: { kind: 'bad-request', code: 'HTTP_422' },
      calls: 1,
    },
    {
      name: 'a redirect',
      answer: says(302, '', { ...QUOTA, location: '/elsewhere' }),
      failure: { kind: 'unavailable' },
      calls: 1,
    },
    { name: '500', answer: says(500, 'oops'), failure: { kind: 'unavailable' }, calls: 3 },
    { name: '503 in HTML', answer: says(503, '<html>'), failure: { kind: 'unavailable' }, calls: 3 },
    { name: 'truncated JSON', answer: says(200, '[{"id": "e1", "sport_k'), failure: { kind: 'unavailable' }, calls: 1 },
    {
      name: 'HTML instead of JSON',
      answer: says(200, '<!doctype html><p>maintenance'),
      failure: { kind: 'unavailable' },
      calls: 1,
    },
    { name: 'an empty body', answer: says(200, ''), failure: { kind: 'unavailable' }, calls: 1 },
    {
      name: 'JSON that is no list',
      answer: says(200, { message: 'hello' }),
      failure: { kind: 'unavailable' },
      calls: 1,
    },
    {
      name: 'a body of 10 MB',
      answer: says(200, `[${'0,'.repeat(5 * 1024 * 1024)}0]`),
      failure: { kind: 'unavailable' },
      calls: 1,
    },
    {
      name: 'an error of 10 MB',
      answer: says(422, 'x'.repeat(10 * 1024 * 1024)),
      failure: { kind: 'bad-request', code: 'HTTP_422' },
      calls: 1,
    },
  ];

  it.each(cases)('$name: $failure.kind', async ({ answer, failure, calls }) => {
    answers = [answer];
    const error = await failureOf(api({ timeouts: UNHURRIED }).odds('demo_league'));
    expect(error.failure).toEqual(failure);
    expect(error.quota).toEqual({ remaining: 497, used: 3, last: 3 });
    expect(requests).toHaveLength(calls);
  });

  it.each([
    {
      name: 'a body of 10 MB',
      answer: says(200, `"${'x'.repeat(10 * 1024 * 1024)}"`),
      message: /more than 8388608 bytes/,
    },
    { name: 'HTML', answer: says(200, ' \n<html>'), message: /HTML instead of JSON/ },
    { name: 'truncated JSON', answer: says(200, '[1, 2'), message: /not JSON, or cut short/ },
    { name: 'a bad key', answer: refuses(401, 'INVALID_KEY'), message: /check ODDS_API_KEY/ },
    { name: 'no credits', answer: refuses(401, 'OUT_OF_USAGE_CREDITS'), message: /larger plan/ },
  ])('and say what to do: $name', async ({ answer, message }) => {
    answers = [answer];
    expect((await failureOf(api().odds('demo_league'))).message).toMatch(message);
  });
});

describe('a passing failure', () => {
  it('is tried again until it works', async () => {
    answers = [says(502, ''), says(503, ''), says(200, [EVENT])];
    expect((await api().odds('demo_league')).events).toHaveLength(1);
    expect(requests).toHaveLength(3);
  });

  it('may be a connection that breaks, or breaks off', async () => {
    const breaks: Answer = (_, request) => request.socket.destroy();
    const breaksOff: Answer = (response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('[');
      setImmediate(() => response.destroy());
    };
    answers = [breaks, breaksOff, says(200, [EVENT])];
    expect((await api().odds('demo_league')).events).toHaveLength(1);
  });

  it('may be a silence, which ends in time', async () => {
    answers = [() => undefined];
    const error = await failureOf(api({ timeouts: { ...HASTE, attemptMs: 30, totalMs: 60 } }).odds('demo_league'));
    expect(error.failure.kind).toBe('unavailable');
    expect(error.message).toContain('no answer in time');
  });

  it('may be a body that never ends', async () => {
    answers = [(response) => response.writeHead(200).write('[')];
    const error = await failureOf(api({ timeouts: { ...HASTE, attemptMs: 30 } }).odds('demo_league'));
    expect(error.failure.kind).toBe('unavailable');
  });

  it('again and again opens the circuit: then nobody is asked, until it has rested', async () => {
    answers = [says(500, '')];
    const { lines, telemetry } = recorder();
    const source = api({ telemetry, timeouts: { ...HASTE, breakerMs: 40 } });
    await failureOf(source.odds('demo_league'));
    await failureOf(source.odds('demo_league'));
    expect(requests).toHaveLength(5);
    expect((await failureOf(source.odds('demo_league'))).message).toContain('not asked');
    expect(requests).toHaveLength(5);
    expect(lines).toContainEqual(['odds_api_circuit_opened', { forMs: 40 }]);
    answers = [says(200, [])];
    await expect
      .poll(() =>
        source.odds('demo_league').then(
          ({ events }) => events,
          () => 'open',
        ),
      )
      .toEqual([]);
    expect(lines).toContainEqual(['odds_api_circuit_closed']);
  });

  it('does not open it by refusals', async () => {
    answers = [refuses(422, 'INVALID_MARKET')];
    const source = api();
    for (let i = 0; i < 8; i++) await failureOf(source.odds('demo_league'));
    expect(requests).toHaveLength(8);
  });
});

describe('a rate limit', () => {
  const limited = (seconds: string) =>
    refuses(429, 'EXCEEDED_FREQ_LIMIT', { ...QUOTA, 'retry-after': seconds } as typeof QUOTA);

  it('is waited for, once', async () => {
    answers = [limited('0.05'), says(200, [EVENT])];
    const begun = performance.now();
    expect((await api().odds('demo_league')).events).toHaveLength(1);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(45);
  });

  it('is given up after one more try', async () => {
    answers = [limited('0.05')];
    expect((await failureOf(api().odds('demo_league'))).failure).toEqual({ kind: 'rate-limited', retryAfterMs: 50 });
    expect(requests).toHaveLength(2);
  });

  it.each([
    { header: '3600', retryAfterMs: 3_600_000 },
    { header: 'Wed, 21 Oct 2026 07:28:00 GMT', retryAfterMs: 2_000 },
  ])('of a long wait is left to the next polls: $header', async ({ header, retryAfterMs }) => {
    answers = [limited(header)];
    expect((await failureOf(api().odds('demo_league'))).failure).toEqual({ kind: 'rate-limited', retryAfterMs });
    expect(requests).toHaveLength(1);
  });
});

describe('the key', () => {
  it('is in no error and no log, however a call ends', async () => {
    const { lines, telemetry } = recorder();
    const leaky = (() => Promise.reject(new TypeError(`Failed to parse URL http://x/?apiKey=${KEY}`))) as typeof fetch;
    const ends: Answer[] = [
      refuses(401, 'INVALID_KEY'),
      refuses(422, KEY),
      says(200, `<a href="?apiKey=${KEY}">`),
      says(500, KEY),
    ];
    const errors = [await failureOf(api({ telemetry, fetch: leaky }).odds('demo_league'))];
    for (const end of ends) {
      answers = [end];
      errors.push(await failureOf(api({ telemetry }).odds('demo_league')));
    }
    expect(errors).toHaveLength(5);
    expect(inspect(errors, { depth: null, showHidden: true })).not.toContain(KEY);
    expect(lines.length).toBeGreaterThanOrEqual(5);
    expect(inspect(lines, { depth: null })).not.toContain(KEY);
  });
});
