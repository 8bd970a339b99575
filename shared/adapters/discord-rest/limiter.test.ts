import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startRedis } from '../../../dev/services/redis.ts';
import { MAX_ALERT_AGE_MS } from '../../domain/account/freshness.ts';
import { connectRedis } from '../cache/redis.ts';
import { recordingTelemetry } from '../telemetry/recording-telemetry.ts';
import {
  createDiscordLimiter,
  DISCORD_LIMITS,
  type DiscordLimiter,
  ENTITLEMENT_READS,
  MEMBER_LISTS,
  MEMBER_READS,
  OPENING,
  ROLE_CHANGES,
} from './limiter.ts';

/** How many of `count` requests pass now; each to the route that `route` names. */
const passing = async (limiter: DiscordLimiter, count: number, route: (i: number) => string = () => 'r') => {
  let passed = 0;
  for (let i = 0; i < count; i++) if ((await limiter.admit(route(i))).admitted) passed++;
  return passed;
};
const eachItsOwn = (i: number) => `r${i}`;
const { route, global, globalAlone, opening, openingAlone } = DISCORD_LIMITS;
const toOpening = () => OPENING;
const upkeepRoutes = [MEMBER_READS, MEMBER_LISTS, ROLE_CHANGES, ENTITLEMENT_READS];
const toUpkeep = (i: number) => upkeepRoutes[i % upkeepRoutes.length] ?? ROLE_CHANGES;

describe('createDiscordLimiter alone', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('lets a route have its allowance and says when the next one passes', async () => {
    const limiter = createDiscordLimiter({ limits: { globalAlone: { points: 1000, duration: 1 } } });
    expect(await passing(limiter, route.points)).toBe(route.points);
    expect(await limiter.admit('r')).toEqual({ admitted: false, afterMs: 5000, reason: 'route-limit' });
    expect(await limiter.admit('other')).toEqual({ admitted: true });
    vi.advanceTimersByTime(5000);
    expect(await limiter.admit('r')).toEqual({ admitted: true });
  });

  it('sends a backlog away window by window, but nobody for more than a minute', async () => {
    const limiter = createDiscordLimiter({ limits: { globalAlone: { points: 1000, duration: 1 } } });
    await passing(limiter, route.points);
    const waits: number[] = [];
    for (let i = 0; i < 80; i++) {
      const admission = await limiter.admit('r');
      if (!admission.admitted) waits.push(admission.afterMs);
    }
    expect(waits.slice(0, 11)).toEqual([...Array(5).fill(5000), ...Array(5).fill(10_000), 15_000]);
    expect(Math.max(...waits)).toBe(65_000);
  });

  it('counts the opening of direct-message channels apart, and leaves room for the messages that follow', async () => {
    const limiter = createDiscordLimiter();
    expect(await passing(limiter, 20, toOpening)).toBe(openingAlone.points);
    expect(await limiter.admit(OPENING)).toMatchObject({ admitted: false, reason: 'route-limit' });
    expect(await passing(limiter, openingAlone.points, eachItsOwn)).toBe(openingAlone.points);
    await limiter.block({ route: OPENING }, 30_000);
    vi.advanceTimersByTime(29_000);
    expect(await limiter.admit(OPENING)).toMatchObject({ admitted: false, afterMs: 1000 });
    vi.advanceTimersByTime(1000);
    expect(await limiter.admit(OPENING)).toEqual({ admitted: true });
  });

  it('lets 5,000 users be written to for the first time while an alert is news', async () => {
    // The allowances of all instances together, counted here by one.
    const limiter = createDiscordLimiter({ limits: { openingAlone: opening, globalAlone: global } });
    /** How many users come (back) in which second; each must open a channel, then send. */
    const due = [5000];
    let told = 0;
    let second = 0;
    for (; told < 5000 && second < MAX_ALERT_AGE_MS / 1000; second++) {
      for (let i = due[second] ?? 0; i > 0; i--) {
        const admission = await limiter.admit(OPENING);
        if (admission.admitted && (await limiter.admit(`user-${told}`)).admitted) told++;
        const back = second + (admission.admitted ? 0 : Math.ceil(admission.afterMs / 1000));
        if (back > second) due[back] = (due[back] ?? 0) + 1;
      }
      vi.advanceTimersByTime(1000);
    }
    expect(told).toBe(5000);
    expect(second).toBeGreaterThanOrEqual(5000 / opening.points);
  });

  it('keeps well below the global limit, and gives the route back what did not go out', async () => {
    const limiter = createDiscordLimiter();
    expect(await passing(limiter, 20, eachItsOwn)).toBe(globalAlone.points);
    expect(await limiter.admit('r')).toMatchObject({ admitted: false, reason: 'global-limit' });
    vi.advanceTimersByTime(1000);
    expect(await passing(limiter, route.points)).toBe(route.points);
  });

  it('leaves most requests to alerts, however much there is to do about roles', async () => {
    // The allowances of all instances together, counted here by one; then of one that counts alone.
    const { upkeepTogether, upkeepTogetherAlone } = DISCORD_LIMITS;
    const together = createDiscordLimiter({ limits: { upkeepTogetherAlone: upkeepTogether, globalAlone: global } });
    for (const [limiter, upkeep, all, share] of [
      [together, upkeepTogether, global, 1 / 5],
      [createDiscordLimiter(), upkeepTogetherAlone, globalAlone, 2 / 5],
    ] as const) {
      expect(await passing(limiter, 40, toUpkeep)).toBe(upkeep.points);
      expect(await passing(limiter, 60, eachItsOwn)).toBe(all.points - upkeep.points);
      expect(upkeep.points / all.points).toBeLessThanOrEqual(share);
    }
  });

  it('gives the route back what others used up, so that no route for roles starves', async () => {
    const limiter = createDiscordLimiter({ limits: { upkeepTogetherAlone: { points: 1, duration: 1 } } });
    expect(await limiter.admit(MEMBER_READS)).toEqual({ admitted: true });
    expect(await limiter.admit(ROLE_CHANGES)).toEqual({ admitted: false, afterMs: 1000, reason: 'upkeep-limit' });
    for (let second = 0; second < DISCORD_LIMITS.upkeep.points; second += 1) {
      vi.advanceTimersByTime(1000);
      expect(await limiter.admit(ROLE_CHANGES)).toEqual({ admitted: true });
    }
  });

  it('counts changes of roles in a window of their own', async () => {
    const plenty = { points: 1000, duration: 1 };
    const limiter = createDiscordLimiter({ limits: { upkeepTogetherAlone: plenty, globalAlone: plenty } });
    expect(await passing(limiter, 30, () => ROLE_CHANGES)).toBe(DISCORD_LIMITS.upkeep.points);
    expect(await limiter.admit(MEMBER_READS)).toEqual({ admitted: true });
    await limiter.block({ route: MEMBER_READS }, 2000);
    expect(await limiter.admit(MEMBER_READS)).toEqual({ admitted: false, afterMs: 2000, reason: 'route-limit' });
  });

  it('is silent for as long as Discord says: one route, or all', async () => {
    const limiter = createDiscordLimiter();
    await limiter.block({ route: 'r' }, 7000);
    expect(await limiter.admit('r')).toEqual({ admitted: false, afterMs: 7000, reason: 'route-limit' });
    expect(await limiter.admit('other')).toEqual({ admitted: true });
    await limiter.block('global', 2500);
    expect(await limiter.admit('other')).toEqual({ admitted: false, afterMs: 2500, reason: 'global-limit' });
    vi.advanceTimersByTime(2500);
    expect(await limiter.admit('other')).toEqual({ admitted: true });
  });

  it('goes out no more after too many invalid answers, until their ten minutes are over', async () => {
    const limiter = createDiscordLimiter();
    for (let i = 0; i < 999; i++) await limiter.countInvalid();
    expect(await limiter.admit('r')).toEqual({ admitted: true });
    await limiter.countInvalid();
    expect(await limiter.admit('r')).toEqual({ admitted: false, afterMs: 600_000, reason: 'too-many-invalid' });
    vi.advanceTimersByTime(600_000);
    expect(await limiter.admit('r')).toEqual({ admitted: true });
  });
});

const server = await startRedis();

describe.runIf(server)('createDiscordLimiter with Redis', () => {
  const clients: Redis[] = [];
  const connect = (url = server?.url ?? ''): Redis => {
    const client = connectRedis({ url, telemetry: recordingTelemetry() });
    clients.push(client);
    return client;
  };
  /** Limiters of several instances; connected, since until then each counts alone. */
  const instances = async (count: number, limits = {}) => {
    const keyPrefix = `test-${randomUUID()}`;
    return Promise.all(
      Array.from({ length: count }, async () => {
        const redis = connect();
        await redis.connect();
        return createDiscordLimiter({ redis, keyPrefix, limits });
      }),
    );
  };
  afterAll(async () => {
    for (const client of clients) client.disconnect();
    await server?.stop();
  });

  it('shares the limits between instances', async () => {
    // Windows long enough that none ends while the test runs.
    const limits = {
      route: { points: 5, duration: 60 },
      opening: { points: 10, duration: 60 },
      global: { points: 60, duration: 60 },
    };
    const [a, b] = await instances(2, limits);
    if (!a || !b) throw new Error('Two limiters were asked for');
    expect((await passing(a, 4)) + (await passing(b, 4))).toBe(5);
    expect((await passing(a, 8, toOpening)) + (await passing(b, 8, toOpening))).toBe(10);
    expect((await passing(a, 40, (i) => `a${i}`)) + (await passing(b, 40, (i) => `b${i}`))).toBe(45);
  });

  it('shares what Discord said: pauses of any length end, and invalid answers count together', async () => {
    const [a, b] = await instances(2, { invalid: { points: 2, duration: 60 } });
    if (!a || !b) throw new Error('Two limiters were asked for');
    await a.block({ route: 'r' }, 200);
    const refused = await b.admit('r');
    expect(refused).toMatchObject({ admitted: false, reason: 'route-limit' });
    expect(!refused.admitted && refused.afterMs).toBeLessThanOrEqual(1000);
    await vi.waitUntil(async () => (await b.admit('r')).admitted, { timeout: 5000 });
    await a.countInvalid();
    await b.countInvalid();
    expect(await a.admit('r')).toMatchObject({ admitted: false, reason: 'too-many-invalid' });
  });

  it('connects a client that waits for its first command', async () => {
    const redis = connect();
    createDiscordLimiter({ redis, keyPrefix: `test-${randomUUID()}` });
    await vi.waitUntil(() => redis.status === 'ready', { timeout: 5000 });
    expect(redis.status).toBe('ready');
  });

  it('counts alone, and fewer, while Redis is away', async () => {
    const limiter = createDiscordLimiter({
      redis: connect('redis://127.0.0.1:1'),
      limits: { globalAlone: { points: 5, duration: 60 } },
    });
    expect(await passing(limiter, 20, eachItsOwn)).toBe(5);
    await limiter.block('global', 60_000);
    expect(await limiter.admit('r')).toMatchObject({ admitted: false, reason: 'global-limit' });
  });
});
