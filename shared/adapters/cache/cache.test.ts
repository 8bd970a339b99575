import fc from 'fast-check';
import type { Redis as RedisClient } from 'ioredis';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startRedis } from '../../../dev/services/redis.ts';
import { type TcpGate, tcpGate } from '../../../dev/services/tcp-gate.ts';
import { cacheContract } from '../../ports/cache.contract.ts';
import { CACHE_SPACES, type CacheSpace } from '../../ports/cache.ts';
import { type RecordingTelemetry, recordingTelemetry } from '../telemetry/recording-telemetry.ts';
import { createCache } from './cache.ts';
import { connectRedis } from './redis.ts';

const SPACES = Object.keys(CACHE_SPACES) as CacheSpace[];
const isMark = (space: CacheSpace) => 'mark' in CACHE_SPACES[space] || 'lasting' in CACHE_SPACES[space];

cacheContract('in process only', {
  make: async () => createCache({ telemetry: recordingTelemetry(), now: () => 1000 }),
});

describe('createCache without Redis', () => {
  it.each(SPACES)('keeps %s in process for 10 s, a mark for its life', async (space) => {
    let time = 0;
    const cache = createCache({ telemetry: recordingTelemetry(), now: () => time });
    await cache.set(space, 'k', 'v');
    const lifetime = isMark(space) ? CACHE_SPACES[space].l2Seconds * 1000 : 10_000;
    time = lifetime - 1;
    expect(await cache.get(space, 'k')).toBe('v');
    time = lifetime;
    expect(await cache.get(space, 'k')).toBeUndefined();
  });

  it('answers a failing fill with the old copy until the end of its lifetime, and does not prolong it', async () => {
    let time = 0;
    const telemetry = recordingTelemetry();
    const cache = createCache({ telemetry, now: () => time });
    const failing = async () => {
      throw new Error('source gone');
    };
    await cache.set('confidence', 'k', 0.7);
    time = 299_999;
    expect(await cache.getOrFill('confidence', 'k', failing)).toBe(0.7);
    expect(telemetry.total('cache_old_copies_served', { space: 'confidence' })).toBe(1);
    time = 300_000;
    await expect(cache.getOrFill('confidence', 'k', failing)).rejects.toThrow('source gone');
  });

  it('holds 50,000 marks and lets the oldest go', async () => {
    const cache = createCache({ telemetry: { ...recordingTelemetry(), count: () => {} }, now: () => 0 });
    for (let i = 0; i <= 50_000; i++) await cache.set('processed', `${i}`, true);
    expect(await cache.get('processed', '0')).toBeUndefined();
    expect(await cache.get('processed', '1')).toBe(true);
    expect(await cache.get('processed', '50000')).toBe(true);
  });
});

const redis = await startRedis();

/** A database of our own, so that a shared Redis keeps its data. */
const testUrl = (url: string): string => new URL('/15', url).href;

describe.runIf(redis)('createCache with Redis', () => {
  const url = redis ? testUrl(redis.url) : '';
  const clients: RedisClient[] = [];
  const gates: TcpGate[] = [];
  let telemetry: RecordingTelemetry;
  let time = 0;

  const connect = (at = url): RedisClient => {
    const client = connectRedis({ url: at, telemetry });
    clients.push(client);
    return client;
  };
  /** A cache of another instance of the app: its own process memory, the same Redis. */
  const instance = (at = url) => createCache({ redis: connect(at), telemetry, now: () => time });
  const throughGate = async () => {
    const direct = new URL(url);
    const gate = await tcpGate({ host: direct.hostname, port: Number(direct.port || 6379) });
    gates.push(gate);
    direct.hostname = '127.0.0.1';
    direct.port = `${gate.port}`;
    return { gate, cache: instance(direct.href) };
  };

  beforeEach(async () => {
    telemetry = recordingTelemetry();
    time = Date.now();
    await connect().flushdb();
  });
  afterAll(async () => {
    for (const client of clients) client.disconnect();
    await Promise.all(gates.map((gate) => gate.shut()));
    await redis?.stop();
  });

  cacheContract('redis', {
    make: async () => instance(),
  });

  it.each(SPACES)('writes %s under its readable key with exactly its lifetime', async (space) => {
    await instance().set(space, 'abc123:spread:SharpActivity:High', { n: 1 });
    const client = connect();
    const lifetime = CACHE_SPACES[space].l2Seconds * 1000;
    const left = await client.pttl(`${space}:abc123:spread:SharpActivity:High`);
    expect(left).toBeLessThanOrEqual(lifetime);
    expect(left).toBeGreaterThan(lifetime - 5000);
    expect(await client.keys('*SharpActivity*')).toEqual([`${space}:abc123:spread:SharpActivity:High`]);
  });

  it('shares values between instances, each sure of its copy for 10 s', async () => {
    const [one, other] = [instance(), instance()];
    await one.set('confidence', 'k', 'first');
    expect(await other.get('confidence', 'k')).toBe('first');
    await one.set('confidence', 'k', 'second');
    time += 9999;
    expect(await other.get('confidence', 'k')).toBe('first');
    time += 1;
    expect(await other.get('confidence', 'k')).toBe('second');
  });

  it('ends a copy in process together with the original, marks too', async () => {
    for (const space of ['raw-odds', 'dedupe'] as const) {
      const [one, other] = [instance(), instance()];
      await one.set(space, 'k', 'v');
      const end = time + CACHE_SPACES[space].l2Seconds * 1000;
      time = end - 1;
      expect(await other.get(space, 'k')).toBe('v');
      time = end;
      expect(await other.get(space, 'k')).toBeUndefined();
    }
  });

  it('forgets for all instances, at once where no copy is held', async () => {
    const [one, other] = [instance(), instance()];
    await one.set('subscription', 'u1', 'active');
    await one.forget('subscription', 'u1');
    expect(await other.get('subscription', 'u1')).toBeUndefined();
    expect(await other.getOrFill('subscription', 'u1', async () => 'none')).toBe('none');
  });

  it('counts hits and misses of each layer', async () => {
    const [one, other] = [instance(), instance()];
    await one.get('chart', 'k');
    await one.set('chart', 'k', 'c');
    await one.get('chart', 'k');
    await other.get('chart', 'k');
    const total = (layer: string, result: string) => telemetry.total('cache_requests', { layer, result });
    expect([total('l1', 'hit'), total('l1', 'miss'), total('l2', 'hit'), total('l2', 'miss')]).toEqual([1, 2, 1, 1]);
  });

  it('takes what it cannot read as absent', async () => {
    await connect().set('chart:k', 'not ours', 'EX', 60);
    await connect().set('chart:old', '{"value":1}', 'EX', 60);
    const cache = instance();
    expect(await cache.get('chart', 'k')).toBeUndefined();
    expect(await cache.getOrFill('chart', 'old', async () => 'drawn')).toBe('drawn');
  });

  it('gives back any JSON value through Redis as it was', async () => {
    const [one, other] = [instance(), instance()];
    const keys = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(keys, fc.jsonValue(), async (key, value) => {
        await one.set('confidence', key, value);
        time += 10_001;
        expect(await other.get('confidence', key)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 50 },
    );
  });

  it('goes on when Redis goes away in the middle, quickly, and uses it again when it is back', async () => {
    const { gate, cache } = await throughGate();
    await cache.set('dedupe', 'k', 'before');
    await gate.shut();

    const started = performance.now();
    expect(await cache.get('dedupe', 'k')).toBe('before');
    await cache.set('dedupe', 'during', 1);
    expect(await cache.get('dedupe', 'during')).toBe(1);
    expect(await cache.getOrFill('chart', 'c', async () => 'drawn')).toBe('drawn');
    await cache.forget('dedupe', 'k');
    expect(await cache.get('dedupe', 'k')).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(1500);
    await vi.waitUntil(() => telemetry.total('redis_connection_failures') > 0, { timeout: 3000 });

    await gate.open();
    const direct = connect();
    await vi.waitUntil(
      async () => {
        await cache.set('chart', 'back', 'again');
        return (await direct.exists('chart:back')) === 1;
      },
      { timeout: 8000, interval: 100 },
    );
    expect(telemetry.records).toContainEqual(expect.objectContaining({ event: 'redis_reachable' }));
    expect(await direct.exists('dedupe:k')).toBe(0);
  }, 15_000);

  it('answers within a second when Redis freezes, and at once after that', async () => {
    const { gate, cache } = await throughGate();
    await cache.set('chart', 'warm', 1);
    gate.freeze();
    const took = async (key: string) => {
      const started = performance.now();
      expect(await cache.getOrFill('chart', key, async () => 'drawn')).toBe('drawn');
      return performance.now() - started;
    };
    expect(await took('first')).toBeLessThan(1200);
    expect(await took('second')).toBeLessThan(100);
  });

  it('does not show again, after an outage, what was overwritten during it', async () => {
    const { gate, cache } = await throughGate();
    await cache.set('subscription', 'u1', 'active');
    await gate.shut();
    await cache.set('subscription', 'u1', 'cancelled');
    time += 10_000;
    await gate.open();
    const direct = connect();
    const isForgotten = async () => {
      await cache.get('subscription', 'probe');
      return (await direct.exists('subscription:u1')) === 0;
    };
    await vi.waitUntil(isForgotten, {
      timeout: 8000,
      interval: 100,
    });
    expect(await cache.get('subscription', 'u1')).toBeUndefined();
  }, 15_000);
});

describe('createCache with a Redis that is not there', () => {
  it('never throws, fills, and counts the failures', async () => {
    const telemetry = recordingTelemetry();
    const client = connectRedis({ url: 'redis://user:hunter2@127.0.0.1:1', telemetry });
    const cache = createCache({ redis: client, telemetry, now: () => 0 });
    const started = performance.now();
    expect(await cache.get('chart', 'k')).toBeUndefined();
    await cache.set('chart', 'k', 1);
    expect(await cache.getOrFill('chart', 'other', async () => 2)).toBe(2);
    await cache.forget('chart', 'k');
    expect(performance.now() - started).toBeLessThan(1500);
    client.disconnect();
    expect(telemetry.total('redis_connection_failures')).toBeGreaterThan(0);
    expect(JSON.stringify(telemetry.records)).not.toContain('hunter2');
  });
});
