import { afterEach, describe, expect, it } from 'vitest';
import { runKql } from '../dev/kql/run-kql.ts';
import { freePort } from '../dev/services/loopback.ts';
import { startRedis } from '../dev/services/redis.ts';
import { readTiles } from '../dev/workbook/tiles.ts';
import { recordRows } from '../shared/pipeline/performance-store.ts';
import { after, alertRules, firing, moved, recorded } from './support/alert-rules.ts';
import { ALERTS_CHANNEL, type World, type WorldOptions } from './support/app-world.ts';
import { LEAGUE, opening } from './support/games.ts';
import { HOUR, MINUTE, NOON } from './support/odds.ts';
import { rowsThat } from './support/performance.ts';
import { testWorlds } from './support/test-worlds.ts';

const EXPORT_MS = 100;
const ENOUGH = 15_000_000;
const DAY = 24 * HOUR;
const TIMERS = ['settle-markets', 'watch-poison-queues'] as const;
const { begin } = testWorlds();

let app: World;
/** Rows before it are too old for the rules: a fault that has begun hours ago. */
let since = 0;
/** What the provider's plan holds a month. */
let credits = 0;
const world = async ({ env, ...rest }: WorldOptions = {}): Promise<void> => {
  since = 0;
  credits = rest.credits ?? ENOUGH;
  app = await begin({
    exportEveryMs: EXPORT_MS,
    env: { ODDS_MONTHLY_CREDITS: String(credits), ...env },
    ...rest,
    credits,
  });
};

/** What rules fire on all that the app told until it ended. */
const firedAtEnd = async (): Promise<readonly string[]> => {
  await app.host.stop();
  return firing(recorded(app.events), Date.now(), credits);
};

const tick = async (): Promise<void> => {
  for (const timer of TIMERS) expect((await app.host.trigger(timer)).kind).toBe('ok');
};

const asks = (userId: number, name = 'help') => {
  const id = String(400_000_000_000_000_000n + BigInt(userId));
  return app.discord.interact({
    kind: 'command',
    name,
    options: [],
    user: { id, name: id },
    channelId: ALERTS_CHANNEL,
  });
};
const people = <T>(count: number, act: (userId: number) => Promise<T>): Promise<readonly T[]> =>
  Promise.all(Array.from({ length: count }, (_, userId) => act(userId)));

/** A day as it should be: odds, an alert, questions, every timer. */
const goodDay = async (): Promise<void> => {
  await app.prepareSteam([1]);
  await app.poll(2);
  await app.host.idle();
  // One after the other: what is measured is the app, and not how many processors there are.
  for (let userId = 0; userId < 25; userId++) await asks(userId);
  await app.host.idle();
  await tick();
};

/** How often the app has exported a metric that is as the test says. */
const exports = (metric: string, holds: (least: number) => boolean): number =>
  app.events.filter(
    (event) =>
      event.kind === 'rows' &&
      event.rows.some(
        ({ columns: { Name, Min, TimeGenerated } }) =>
          Name === metric && holds(Number(Min)) && Number(TimeGenerated) > since,
      ),
  ).length;

it('are quiet on a good day', async () => {
  await world();
  await goodDay();
  expect(app.titles(ALERTS_CHANNEL)).toHaveLength(1);
  expect(await firedAtEnd()).toEqual([]);
  const tables = recorded(app.events);
  expect(tables['AppMetrics']?.length).toBeGreaterThan(30);
  // What the workbook asks can be answered of it.
  for (const { id, query } of readTiles())
    expect(
      () => runKql(query.replaceAll('MONTHLY_CREDITS', '1000').replaceAll('GRAIN', '1m'), tables, { now: Date.now() }),
      id,
    ).not.toThrow();
});

it('tell of an alert in one trace, from the poll to the message in Discord', async () => {
  await world();
  await app.prepareSteam([1]);
  await app.poll(2);
  await app.host.idle();
  await app.host.stop();
  const { AppRequests = [], AppDependencies = [] } = recorded(app.events);
  const spans = [...AppRequests, ...AppDependencies];
  const delivered = spans.find(({ Name }) => Name === 'process deliveries');
  const trace = spans.filter(({ OperationId }) => OperationId === delivered?.['OperationId']);
  const names = trace.map(({ Name }) => Name);
  expect(new Set(names)).toEqual(
    new Set([
      'poll-odds',
      'GET odds',
      'process fingerprint-changes',
      'process alerts',
      'process deliveries',
      'create-message',
    ]),
  );
  // Each step has its place under another, and one of them began it all.
  const ids = new Set(trace.map(({ Id }) => Id));
  expect(trace.filter(({ ParentId }) => !ids.has(ParentId)).map(({ Name }) => Name)).toEqual(['poll-odds']);
});

const afterwards: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of afterwards.splice(0)) await end();
});

interface Fault {
  readonly rule: string;
  readonly what: string;
  /** Undefined: not to be had on this machine. */
  readonly options?: () => Promise<WorldOptions | undefined>;
  readonly happen: () => Promise<void>;
  /** What fires with it, for the same reason. */
  readonly also?: readonly string[];
}

const distantGame = () => app.show([opening({ number: 1, start: NOON + 12 * HOUR })]);
/** Polls until the age of the last good one was exported twice above three intervals. */
const growOld = async (times: number): Promise<void> => {
  distantGame();
  await app.poll(0);
  app.odds.control.inject({ kind: 'status', status: 503 });
  // What the rule looks at is the last minutes, in which nothing was right.
  since = Date.now();
  for (let n = 1; n <= times; n++) await app.poll(20 * n);
  for (const n of [1, 2]) {
    await app.poll(20 * (times + n));
    await app.until(() => exports('poll_age_intervals', (age) => age > 3) >= n);
  }
};

const FAULTS: readonly Fault[] = [
  {
    rule: 'odds-api-errors',
    what: 'The Odds API answers 503',
    happen: () => growOld(12),
    also: ['poll-freshness'],
  },
  { rule: 'poll-freshness', what: 'a due league is not polled for three intervals', happen: () => growOld(0) },
  {
    rule: 'delivery-failures',
    what: 'Discord answers 503 to every message',
    happen: async () => {
      app.discord.control.inject({ kind: 'status', status: 503, path: '/messages', times: 6 });
      await app.prepareSteam([1, 2]);
      await app.poll(2);
      await app.host.idle();
    },
  },
  {
    rule: 'redis-connection-failures',
    what: 'nobody listens at REDIS_URL',
    options: async () => ({ env: { REDIS_URL: `redis://127.0.0.1:${await freePort()}` } }),
    happen: async () => {
      await goodDay();
      await app.until(() => app.counted('redis_connection_failures') >= 3);
    },
  },
  {
    rule: 'poison-messages',
    what: 'a message fails for the fifth time',
    happen: async () => {
      app.discord.control.deny(ALERTS_CHANNEL, 50006);
      await app.prepareSteam([1]);
      await app.poll(2);
      await app.host.idle();
    },
    also: ['delivery-failures'],
  },
  {
    rule: 'queue-age',
    what: 'messages wait behind calls that hang',
    happen: async () => {
      app.discord.control.inject({ kind: 'hang', path: '/messages' });
      const games = Array.from({ length: 20 }, (_, n) => n + 1);
      await app.prepareSteam(games);
      await app.poll(2);
      await app.until(() => app.counted('deliveries_planned') >= 2 * games.length);
      for (const n of [1, 2]) {
        await tick();
        await app.until(() => exports('queue_age_seconds', (age) => age > 60) >= n);
      }
      app.discord.control.clear();
    },
    also: ['delivery-failures'],
  },
  {
    rule: 'credits-ahead-of-month',
    what: 'nine tenths of the credits are gone on the tenth of the month',
    options: async () => ({ credits: 100 }),
    happen: async () => {
      distantGame();
      const spent = `${app.odds.url}/v4/sports/${LEAGUE}/odds?apiKey=other&regions=us&markets=h2h,spreads,totals`;
      for (let n = 0; n < 30; n++) expect((await fetch(spent)).status).toBe(200);
      await app.poll(0);
    },
  },
  {
    rule: 'cache-hit-rate',
    what: 'nothing that is asked was asked before, at Redis neither',
    options: async () => {
      const redis = await startRedis();
      // On a machine without Redis there is no such fault.
      if (redis === undefined) return undefined;
      afterwards.push(redis.stop);
      return { env: { REDIS_URL: redis.url } };
    },
    happen: async () => {
      await goodDay();
      for (let first = 1000; first < 1250; first += 10) await people(10, (userId) => asks(first + userId, 'account'));
    },
  },
  {
    rule: 'late-alerts',
    what: 'a message arrives two minutes after its signal',
    happen: async () => {
      app.discord.control.inject({ kind: 'delay', ms: 1000, path: '/messages', times: 1 });
      await app.prepareSteam([1]);
      await app.poll(2);
      await app.until(() =>
        app.events.some((event) => event.kind === 'invocation-started' && event.function === 'deliver-alert'),
      );
      app.setTime(4);
      await app.host.idle();
    },
  },
  {
    rule: 'claims-off',
    what: 'a level keeps half of what it promised',
    happen: async () => {
      await goodDay();
      await recordRows(
        app.stores.performance,
        LEAGUE,
        rowsThat(20, 40, { detectedAt: NOON - MINUTE, confidence: 0.97 }),
      );
      app.setTime(DAY / MINUTE);
    },
  },
];

describe('fire on what they are for, and nothing else does', () => {
  it.each(FAULTS)('$rule: $what', async ({ rule, options, happen, also = [] }) => {
    const given = await (options ?? (async () => ({})))();
    if (given === undefined) return;
    await world(given);
    await happen();
    await tick();
    await app.host.stop();
    // The tenth of a month: late in it, it is right to have spent most of its credits.
    const tenth = new Date();
    tenth.setUTCDate(10);
    const by = tenth.getTime() - Date.now();
    const tables = after(recorded(app.events), since);
    expect(firing(moved(tables, by), Date.now() + by, credits)).toEqual([rule, ...also].sort());
  });

  it('slow-answers: the app’s process stands still while people ask', async () => {
    await world();
    await goodDay();
    const { pid } = (await app.host.workerStats()) ?? {};
    if (pid === undefined) throw new Error('the app has no process of its own');
    process.kill(pid, 'SIGSTOP');
    // Discord gives up after three seconds.
    await people(30, (userId) => asks(1000 + userId));
    process.kill(pid, 'SIGCONT');
    await app.host.idle();
    expect(await firedAtEnd()).toEqual(['slow-answers']);
  });

  it('timer-stopped: the timers do not run', async () => {
    await world();
    await app.poll(0);
    expect(await firedAtEnd()).toEqual(['timer-stopped']);
  });

  it('logs-cut-off: the day’s cap is reached, as Azure writes it', async () => {
    await world();
    await goodDay();
    await app.host.stop();
    const line = { Category: 'Ingestion', Detail: 'OverQuota', TimeGenerated: new Date() };
    expect(firing({ ...recorded(app.events), _LogOperation: [line] }, Date.now(), credits)).toEqual(['logs-cut-off']);
  });

  it('each rule stands here', () => {
    const here = [...FAULTS.map(({ rule }) => rule), 'slow-answers', 'timer-stopped', 'logs-cut-off'];
    expect(here.sort()).toEqual(
      alertRules(credits)
        .map(({ name }) => name)
        .sort(),
    );
  });
});
