import { describe, expect, it } from 'vitest';
import { startRedis } from '../dev/services/redis.ts';
import { tcpGate } from '../dev/services/tcp-gate.ts';
import { ALERTS_CHANNEL, SHARP_CHANNEL, type World } from './support/app-world.ts';
import { numbers, titleOf } from './support/games.ts';
import { testWorlds } from './support/test-worlds.ts';

const GAMES = numbers(30);
const TITLES = GAMES.map(titleOf).sort();

const { begin } = testWorlds();

/** Every alert stands in both channels, once. */
const expectAllOnce = (app: World): void => {
  expect(app.titles(ALERTS_CHANNEL)).toEqual(TITLES);
  expect(app.titles(SHARP_CHANNEL)).toEqual(TITLES);
  expect(app.reconcile()).toMatchObject({ lost: 0, duplicates: 0 });
  expect(app.host.counts()).toMatchObject({ poisoned: 0, unhandledRejections: 0 });
};

describe('a burst of thirty alerts, its worker killed on the spot', () => {
  it('in the middle of deliveries: nothing is lost, nothing comes twice', async () => {
    const app = await begin({ leaseSeconds: 1 });
    await app.prepareSteam(GAMES);
    app.discord.onMessage(() => {
      if ([10, 35].includes(app.discord.received().deliveries)) app.host.killWorker();
    });
    await app.poll(2);
    await app.host.idle();
    expect(app.host.counts().crashes).toBe(2);
    expect(app.host.counts().lost).toBeGreaterThan(0);
    expectAllOnce(app);
  });

  it('in the middle of the poll: the next one after the claim finds what was not sent', async () => {
    const app = await begin({ leaseSeconds: 1 });
    await app.prepareSteam(GAMES);
    const sent = () => app.counted('queue_messages_sent', { queue: 'fingerprint-changes' });
    const before = sent();
    const killed = app.until(() => sent() >= before + 10).then(() => app.host.killWorker());
    expect((await app.poll(2)).kind).toBe('lost');
    await killed;
    await app.poll(5);
    await app.host.idle();
    expect(app.host.counts().crashes).toBe(1);
    expectAllOnce(app);
  });
});

describe('a burst of thirty alerts, its Redis gone in the middle', () => {
  it('is delivered once all the same', async () => {
    const redis = await startRedis();
    if (!redis) {
      expect(process.env.CI).not.toBe('true');
      return;
    }
    const { hostname, port } = new URL(redis.url);
    const gate = await tcpGate({ host: hostname, port: Number(port) });
    const app = await begin({ env: { REDIS_URL: `redis://127.0.0.1:${gate.port}` } });
    const gone = Promise.withResolvers<void>();
    app.discord.onMessage(() => {
      if (app.discord.received().deliveries === 10) gone.resolve(gate.shut());
    });
    await app.prepareSteam(GAMES);
    expect((await fetch(`${app.host.url}/api/health`)).status).toBe(200);
    await app.poll(2);
    await gone.promise;
    await app.host.idle();
    const health = await fetch(`${app.host.url}/api/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ status: 'degraded', checks: { redis: 'failed' } });
    expectAllOnce(app);
    expect(app.host.counts().crashes).toBe(0);
    await redis.stop();
  });
});
