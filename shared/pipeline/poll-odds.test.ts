import { describe, expect, it } from 'vitest';
import { memoryDocuments } from '../adapters/memory/memory-documents.ts';
import { type Budget, usedOf } from '../domain/polling/budget.ts';
import { type LeagueState, newLeague } from '../domain/polling/league-state.ts';
import type { Documents } from '../ports/documents.ts';
import { type OddsFailure, type OddsSource, OddsSourceError, type Quota } from '../ports/odds-source.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { type PollOddsDeps, pollOdds } from './poll-odds.ts';
import { BUDGET_KEY } from './polling/budget-store.ts';
import { leagueKey } from './polling/league-store.ts';

const START = Date.parse('2026-11-15T12:00:00Z');
const MINUTE = 60_000;
const TICK = 30_000;
const COST = 3;

/** A provider with credits, a schedule of one event an hour away (moved by `away`), and failures on order. */
const createProvider = (clock: () => number, total: number, leagues: readonly string[]) => {
  const asked: string[] = [];
  const fails = new Map<string, OddsFailure | 'crash'>();
  const away = new Map<string, number>();
  let used = 0;
  let atOnce = 0;
  let mostAtOnce = 0;
  const quota = (last: number): Quota => ({ remaining: total - used, used, last });
  const failIfTold = (call: string): void => {
    const failure = fails.get(call);
    if (failure === 'crash') throw new TypeError('a defect');
    if (failure) throw new OddsSourceError(`told to fail: ${failure.kind}`, failure, { quota: quota(0) });
  };
  /** Leagues that the provider does not have, and those out of season. */
  const unknown = new Set<string>();
  const inactive = new Set<string>();
  const source: OddsSource = {
    async sports() {
      asked.push('sports');
      failIfTold('sports');
      const keys = leagues.filter((key) => !unknown.has(key));
      return { leagues: keys.map((key) => ({ key, isActive: !inactive.has(key) })), rejected: [], quota: quota(0) };
    },
    async schedule(league) {
      asked.push(`schedule ${league}`);
      failIfTold(`schedule ${league}`);
      const commenceTime = START + (away.get(league) ?? 60 * MINUTE);
      return { events: [{ id: 'e1', commenceTime }], rejected: [], quota: quota(0) };
    },
    async odds(league) {
      asked.push(`odds ${league}`);
      mostAtOnce = Math.max(mostAtOnce, ++atOnce);
      await new Promise(setImmediate);
      atOnce--;
      failIfTold(`odds ${league}`);
      used += COST;
      const rejected = [
        { reason: 'price-invalid', count: 30, samples: [{ at: 'e1/a/h2h', input: '{}' }] },
        { reason: 'unknown-market', count: 5_000, samples: [{ at: 'e1/a/h2h_lay', input: '{}' }] },
      ];
      return { observedAt: clock(), events: [], rejected, quota: quota(COST) };
    },
  };
  return {
    source,
    asked,
    fails,
    away,
    unknown,
    inactive,
    mostAtOnce: () => mostAtOnce,
    /** Others spend with our key. */
    spendElsewhere: (credits: number) => {
      used += credits;
    },
  };
};

const createWorld = (leagues: readonly string[] = ['nfl'], total = 1_000_000) => {
  let now = START;
  const clock = () => now;
  const provider = createProvider(clock, total, leagues);
  const counts = new Map<string, number>();
  const logs: { level: string; event: string; fields: unknown }[] = [];
  const log = (level: string) => (event: string, fields?: unknown) => void logs.push({ level, event, fields });
  const telemetry: Telemetry = {
    debug: log('debug'),
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
    count: (metric, value = 1, labels = {}) => {
      const name = [metric, ...Object.values(labels)].join(' ');
      counts.set(name, (counts.get(name) ?? 0) + value);
    },
    observe: () => undefined,
    gauge: (metric, value, labels = {}) => void counts.set([metric, ...Object.values(labels)].join(' '), value),
  };
  const ingested: string[] = [];
  const rejected: string[] = [];
  const deps: PollOddsDeps = {
    clock,
    source: provider.source,
    leagues: memoryDocuments<LeagueState>({ now: clock }),
    budgets: memoryDocuments<Budget>({ now: clock }),
    config: { leagues, markets: ['moneyline', 'spread', 'total'], regions: ['us'], monthlyCredits: 500 },
    ingest: async (league) => void ingested.push(league),
    keepRejected: async (league, reason, { at }) => void rejected.push(`${league} ${reason} ${at}`),
    telemetry,
  };
  const tick = async (over: Partial<PollOddsDeps> = {}) => {
    const outcome = await pollOdds({ ...deps, ...over });
    if (outcome.kind !== 'done') throw new Error(`not done but ${outcome.kind}`);
    return outcome.value;
  };
  const pass = (ms: number) => {
    now += ms;
  };
  const polls = () => provider.asked.filter((call) => call.startsWith('odds'));
  const events = () => logs.filter(({ level }) => level === 'error' || level === 'warn').map(({ event }) => event);
  const stateOf = async (league: string) => (await deps.leagues.read(leagueKey(league)))?.value ?? newLeague(league);
  const budget = async () => (await deps.budgets.read(BUDGET_KEY))?.value;
  return { deps, provider, counts, logs, ingested, rejected, tick, pass, polls, events, stateOf, budget };
};

describe('a tick', () => {
  it('learns the schedule, polls what is due, hands it on and counts', async () => {
    const world = createWorld();
    expect(await world.tick()).toEqual({
      refreshed: 1,
      polled: 1,
      failed: 0,
      events: 0,
      rejected: 5_030,
      credits: COST,
    });
    expect(world.provider.asked).toEqual(['sports', 'schedule nfl', 'odds nfl']);
    expect(world.ingested).toEqual(['nfl']);
    expect(Object.fromEntries(world.counts)).toEqual({
      'odds_polls active': 1,
      'odds_records_rejected price-invalid': 30,
      'odds_records_rejected unknown-market': 5_000,
      'credits_used active': COST,
      credits_remaining: 1_000_000 - COST,
    });
  });

  it('keeps bad records, but not those of markets that are merely none of ours', async () => {
    const world = createWorld();
    await world.tick();
    expect(world.rejected).toEqual(['nfl price-invalid e1/a/h2h']);
  });

  it('polls an active league every 30 s and its schedule every 10 min', async () => {
    const world = createWorld();
    for (let i = 0; i < 40; i++) {
      await world.tick();
      world.pass(TICK);
    }
    expect(world.polls()).toHaveLength(40);
    expect(world.provider.asked.filter((call) => call.startsWith('schedule'))).toHaveLength(2);
  });

  it('polls nothing once the last upcoming event has begun, and follows one that is moved', async () => {
    const world = createWorld();
    world.provider.away.set('nfl', 5 * MINUTE);
    await world.tick();
    world.pass(5 * MINUTE);
    expect((await world.tick()).polled).toBe(0);
    world.provider.away.set('nfl', 90 * MINUTE);
    world.pass(60 * MINUTE);
    expect((await world.tick()).polled).toBe(1);
  });

  it('asks for four leagues at a time', async () => {
    const world = createWorld(Array.from({ length: 11 }, (_, i) => `league_${i}`));
    expect((await world.tick()).polled).toBe(11);
    expect(world.provider.mostAtOnce()).toBe(4);
  });

  it('stays within the plan that the provider reports', async () => {
    const world = createWorld(['nfl'], 60);
    for (let i = 0; i < 200; i++) {
      await world.tick();
      world.pass(TICK);
    }
    const budget = await world.budget();
    expect(budget?.total).toBe(60);
    expect(world.polls().length).toBeGreaterThan(0);
    expect(world.polls().length * COST).toBeLessThanOrEqual(0.6 * 60);
  });

  it('takes what others spent with our key as spent', async () => {
    const world = createWorld();
    await world.tick();
    world.provider.spendElsewhere(1_000);
    world.pass(TICK);
    await world.tick();
    expect(usedOf((await world.budget()) as Budget)).toBeCloseTo(1_000 + 2 * COST);
  });
});

describe('two instances', () => {
  it('at the same instant poll a league once', async () => {
    const world = createWorld(['nfl', 'mlb']);
    const [one, other] = await Promise.all([world.tick(), world.tick()]);
    expect(world.polls().sort()).toEqual(['odds mlb', 'odds nfl']);
    expect(one.polled + other.polled).toBe(2);
  });

  it('leave a league alone while a claim stands, and take it over when a crash left it', async () => {
    const world = createWorld();
    await world.deps.leagues.create(leagueKey('nfl'), { ...newLeague('nfl'), claimedUntil: START + 2 * MINUTE });
    expect((await world.tick()).polled).toBe(0);
    world.pass(2 * MINUTE);
    expect((await world.tick()).polled).toBe(1);
  });
});

describe('a failure', () => {
  it.each([
    { kind: 'unavailable', failure: { kind: 'unavailable' }, event: 'odds_unavailable', again: 1 },
    { kind: 'rate-limited', failure: { kind: 'rate-limited', retryAfterMs: 9 }, event: 'odds_rate_limited', again: 4 },
    {
      kind: 'bad-request',
      failure: { kind: 'bad-request', code: 'INVALID_MARKET' },
      event: 'odds_request_refused',
      again: 720,
    },
  ] as const)(
    '$kind: the league is polled again after $again ticks, others go on',
    async ({ kind, failure, event, again }) => {
      const world = createWorld(['bad', 'good']);
      world.provider.away.set('bad', 7 * 60 * MINUTE);
      world.provider.fails.set('odds bad', failure);
      expect(await world.tick()).toMatchObject({ polled: 1, failed: 1 });
      expect(world.ingested).toEqual(['good']);
      expect(world.events()).toEqual([event]);
      expect(world.counts.get(`odds_poll_failures ${kind}`)).toBe(1);
      world.provider.fails.clear();
      world.pass((again - 1) * TICK);
      if (again > 1) await world.tick();
      expect(world.ingested.filter((league) => league === 'bad')).toEqual([]);
      world.pass(TICK);
      await world.tick();
      expect(world.ingested).toContain('bad');
    },
  );

  it('that is a defect of the source counts as unavailable', async () => {
    const world = createWorld();
    world.provider.fails.set('odds nfl', 'crash');
    expect((await world.tick()).failed).toBe(1);
    expect(world.counts.get('odds_poll_failures unavailable')).toBe(1);
  });

  it('of the key stops everything, says so, and one free call finds out that it is mended', async () => {
    const world = createWorld(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    for (const league of world.deps.config.leagues) world.provider.fails.set(`odds ${league}`, { kind: 'bad-key' });
    expect(await world.tick()).toMatchObject({ polled: 0, failed: 4 });
    expect(world.logs.find(({ event }) => event === 'odds_key_refused')).toMatchObject({ level: 'error' });
    const asked = world.provider.asked.length;
    world.pass(TICK);
    await world.tick();
    expect(world.provider.asked).toHaveLength(asked);
    world.provider.fails.clear();
    world.pass(5 * MINUTE);
    expect(await world.tick()).toMatchObject({ refreshed: 1, polled: 7 });
  });

  it('of the key at the first call is told by the few calls that were under way, not by every league', async () => {
    const world = createWorld(Array.from({ length: 9 }, (_, i) => `league_${i}`));
    for (const league of world.deps.config.leagues) world.provider.fails.set(`schedule ${league}`, { kind: 'bad-key' });
    await world.tick();
    expect(world.provider.asked.filter((call) => call !== 'sports').length).toBeLessThanOrEqual(4);
    expect((await world.budget())?.pause?.reason).toBe('bad-key');
  });

  it('for want of credits pauses paid calls until the 1st', async () => {
    const world = createWorld();
    world.provider.away.set('nfl', 30 * 24 * 60 * MINUTE);
    world.provider.fails.set('odds nfl', { kind: 'out-of-credits' });
    await world.tick();
    expect(world.events()).toEqual(['odds_credits_exhausted']);
    world.provider.fails.clear();
    world.pass(60 * MINUTE);
    expect(await world.tick()).toMatchObject({ refreshed: 1, polled: 0 });
    world.pass(Date.parse('2026-12-01T00:00:00Z') - START - 60 * MINUTE);
    expect((await world.tick()).polled).toBe(1);
  });

  it('of the schedule keeps what is known of it', async () => {
    const world = createWorld();
    await world.tick();
    world.provider.fails.set('schedule nfl', { kind: 'unavailable' });
    world.pass(10 * MINUTE);
    expect(await world.tick()).toMatchObject({ refreshed: 1, polled: 1 });
    expect(world.events()).toEqual(['odds_unavailable']);
    expect((await world.stateOf('nfl')).scheduleFailures).toBe(1);
  });

  it('of what takes the odds on: the same league is polled at the next tick', async () => {
    const world = createWorld(['bad', 'good']);
    const ingest = async (league: string) => {
      if (league === 'bad') throw new Error('the store is away');
      world.ingested.push(league);
    };
    expect(await world.tick({ ingest })).toMatchObject({ polled: 1, failed: 1, credits: 2 * COST });
    expect(world.events()).toEqual(['odds_ingest_failed']);
    world.pass(TICK);
    expect((await world.tick()).polled).toBe(2);
    expect(world.ingested).toEqual(['good', 'bad', 'good']);
  });

  it('to keep rejected records costs nothing else', async () => {
    const world = createWorld();
    const keepRejected = () => Promise.reject(new Error('full'));
    expect((await world.tick({ keepRejected })).polled).toBe(1);
    expect(world.events()).toEqual(['odds_rejects_not_kept']);
  });
});

describe('records left out', () => {
  const records = (reason: string, count: number) => ({
    reason,
    count,
    samples: Array.from({ length: count }, (_, i) => ({ at: `e${i}`, input: '{}' })),
  });
  const answering = (world: ReturnType<typeof createWorld>, ...rejected: ReturnType<typeof records>[]): OddsSource => ({
    ...world.provider.source,
    odds: async () => ({ observedAt: START, events: [], rejected, quota: undefined }),
  });

  it('are kept after the prices are handed on, a few at a time', async () => {
    const world = createWorld();
    const order: string[] = [];
    let atOnce = 0;
    let mostAtOnce = 0;
    const keepRejected = async (_league: string, reason: string) => {
      mostAtOnce = Math.max(mostAtOnce, ++atOnce);
      await new Promise(setImmediate);
      atOnce--;
      order.push(reason);
    };
    const ingest = async () => void order.push('ingested');
    await world.tick({ source: answering(world, records('a', 20), records('b', 20)), keepRejected, ingest });
    expect(order).toEqual(['ingested', ...Array(20).fill('a'), ...Array(20).fill('b')]);
    expect(mostAtOnce).toBe(8);
  });

  it('are given up with the first that cannot be kept, with one word about it', async () => {
    const world = createWorld();
    let tried = 0;
    const keepRejected = async () => {
      tried++;
      throw new Error('away');
    };
    expect(await world.tick({ source: answering(world, records('a', 200)), keepRejected })).toMatchObject({
      polled: 1,
      rejected: 200,
    });
    expect(tried).toBeLessThanOrEqual(8);
    expect(world.events()).toEqual(['odds_rejects_not_kept']);
  });
});

describe('the leagues', () => {
  const DAY = 24 * 60 * MINUTE;
  const checks = (world: ReturnType<typeof createWorld>) => world.provider.asked.filter((call) => call === 'sports');
  const logged = (world: ReturnType<typeof createWorld>, name: string) =>
    world.logs.filter(({ event }) => event === name).map(({ level, fields }) => ({ level, ...(fields as object) }));

  it('are looked up at the first tick: an unknown one is named, and nothing is asked of it', async () => {
    const world = createWorld(['nfl', 'nlf', 'mbl']);
    world.provider.unknown.add('nlf').add('mbl');
    expect((await world.tick()).polled).toBe(1);
    expect(world.provider.asked).toEqual(['sports', 'schedule nfl', 'odds nfl']);
    const todo = expect.stringContaining('check ODDS_LEAGUES;');
    expect(logged(world, 'odds_league_unknown')).toEqual([
      { level: 'error', league: 'nlf', todo },
      { level: 'error', league: 'mbl', todo },
    ]);
  });

  it('are told when out of season, and polled when they have a game all the same', async () => {
    const world = createWorld(['nfl', 'mlb']);
    world.provider.inactive.add('mlb');
    expect((await world.tick()).polled).toBe(2);
    expect(logged(world, 'odds_league_out_of_season')).toEqual([{ level: 'info', league: 'mlb' }]);
  });

  it('are looked up again a day later, after the polls', async () => {
    const world = createWorld(['nfl', 'mlb']);
    world.provider.away.set('nfl', 10 * DAY);
    await world.tick();
    world.pass(DAY - TICK);
    await world.tick();
    expect(checks(world)).toHaveLength(1);
    world.provider.asked.length = 0;
    world.pass(DAY);
    world.provider.unknown.add('nfl');
    await world.tick();
    expect(world.provider.asked).toEqual(['schedule nfl', 'schedule mlb', 'odds nfl', 'sports']);
    expect(logged(world, 'odds_league_unknown')).toHaveLength(1);
    world.pass(60 * MINUTE);
    expect(await world.tick()).toMatchObject({ refreshed: 2, polled: 1 });
  });

  it('are looked up when one is new', async () => {
    const world = createWorld(['nfl']);
    await world.tick();
    world.pass(TICK);
    await world.tick({ config: { ...world.deps.config, leagues: ['nfl', 'new'] } });
    expect(checks(world)).toHaveLength(2);
    expect(logged(world, 'odds_league_unknown')).toMatchObject([{ league: 'new' }]);
  });

  it.each([{ kind: 'unavailable' }, { kind: 'rate-limited', retryAfterMs: 9 }] as const)(
    'are polled though the list cannot be read ($kind), which is tried again in an hour',
    async (failure) => {
      const world = createWorld();
      world.provider.away.set('nfl', DAY);
      world.provider.fails.set('sports', failure);
      expect(await world.tick()).toMatchObject({ refreshed: 1, polled: 1 });
      expect(world.events()).toEqual(['odds_leagues_not_checked']);
      world.provider.fails.clear();
      world.pass(60 * MINUTE - TICK);
      await world.tick();
      expect(checks(world)).toHaveLength(1);
      world.pass(TICK);
      await world.tick();
      expect(checks(world)).toHaveLength(2);
    },
  );

  it('are not all unknown because the list is empty', async () => {
    const world = createWorld();
    world.provider.unknown.add('nfl');
    expect((await world.tick()).polled).toBe(1);
    expect(world.events()).toEqual(['odds_leagues_not_checked']);
  });

  it('are looked up once the key is accepted', async () => {
    const world = createWorld();
    world.provider.fails.set('sports', { kind: 'bad-key' });
    await world.tick();
    expect(world.events()).toEqual(['odds_key_refused']);
    expect(world.provider.asked).toEqual(['sports']);
    world.provider.fails.clear();
    world.pass(5 * MINUTE);
    await world.tick();
    world.pass(TICK);
    await world.tick();
    expect(checks(world)).toHaveLength(2);
  });
});

describe('a crash', () => {
  /** Documents whose writes fail from the `n`-th on, as if the process had died there. */
  const dyingAt = <T>(documents: Documents<T>, writes: { left: number }): Documents<T> => {
    const alive = <Args extends unknown[], Result>(write: (...args: Args) => Promise<Result>) => {
      return async (...args: Args): Promise<Result> => {
        if (writes.left-- <= 0) throw new Error('died');
        return write(...args);
      };
    };
    return { ...documents, create: alive(documents.create), replace: alive(documents.replace) };
  };

  it('after any write costs at worst another poll: the odds are handed on in the end', async () => {
    for (let writes = 0; writes < 12; writes++) {
      const world = createWorld();
      const left = { left: writes };
      const dying = { leagues: dyingAt(world.deps.leagues, left), budgets: dyingAt(world.deps.budgets, left) };
      await world.tick(dying).catch(() => undefined);
      // The claim that a crash leaves behind expires in two minutes.
      for (let i = 0; i < 5; i++) {
        world.pass(TICK);
        await world.tick();
      }
      expect(world.ingested.length, `after ${writes} writes`).toBeGreaterThan(0);
      expect(world.ingested).toHaveLength(world.polls().length);
      expect(usedOf((await world.budget()) as Budget)).toBeCloseTo(world.polls().length * COST);
      expect((await world.stateOf('nfl')).claimedUntil).toBe(0);
    }
  });
});
