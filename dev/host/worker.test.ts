import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHost } from './host.ts';
import { writeApp } from './testing/fixture.ts';
import { createHarness, type Harness } from './testing/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await createHarness();
});
afterAll(() => harness.stop());

const RECORDED = Date.UTC(2025, 10, 16, 18);

describe.each(['process', 'in-process'] as const)('a worker of kind %s', (worker) => {
  it('lends the app the clock, in step with every change', async () => {
    const { host } = await harness.start({ worker, clock: { mode: 'fixed', at: RECORDED } });
    const now = async () => ((await (await fetch(`${host.url}/api/do/look`)).json()) as { now: number }).now;
    expect(await now()).toBe(RECORDED);
    host.setClock({ mode: 'fixed', at: RECORDED + 30_000 });
    const fired = host.trigger('tick');
    const { data, answer } = await harness.probe.next('tick');
    expect(data.now).toBe(RECORDED + 30_000);
    answer();
    expect((await fired).kind).toBe('ok');
    host.setClock({ mode: 'scaled', from: RECORDED, wallFrom: Date.now(), speed: 1 });
    expect(await now()).toBeLessThan(RECORDED + 30_000);
  });

  it('hands over telemetry, logs and failures as they happen', async () => {
    const { host, events } = await harness.start({ worker });
    await fetch(`${host.url}/api/do/telemetry`);
    await fetch(`${host.url}/api/echo/5`, { method: 'POST' });
    await fetch(`${host.url}/api/do/boom`);
    expect(events).toContainEqual({
      kind: 'telemetry',
      record: { kind: 'count', metric: 'deeds', value: 1, labels: {} },
    });
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: 'log',
        level: 'warning',
        category: 'user',
        message: 'echoing 5',
        function: 'echo',
      }),
    );
    const kinds = events.map((event) => event.kind);
    expect(kinds.indexOf('telemetry')).toBeLessThan(kinds.indexOf('invocation-ended'));
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: 'invocation-ended',
        outcome: 'failed',
        error: expect.objectContaining({ message: 'boom' }),
      }),
    );
  });

  it('fires timers at the start when asked to, past due', async () => {
    const { host } = await harness.start({ worker, timersOnStart: ['tick'] });
    const { data, answer } = await harness.probe.next('tick');
    answer();
    expect(data.timer.isPastDue).toBe(true);
    await host.idle();
    await expect(host.trigger('work')).rejects.toThrow('no timer function "work". There are: tick');
  });

  it('ticks on the clock that it is given', async () => {
    const clock = { mode: 'scaled', from: RECORDED, wallFrom: Date.now(), speed: 3_600 } as const;
    const { host } = await harness.start({ worker, clock, env: { TICK: '0 0 * * * *' } });
    const { data, answer } = await harness.probe.next('tick');
    expect(data.now).toBeGreaterThanOrEqual(RECORDED + 3_600_000);
    host.setClock({ mode: 'fixed', at: RECORDED });
    answer();
    await host.idle();
    expect(host.counts().ok).toBe(1);
  });

  it('lets what runs end, then terminates the app, then is gone', async () => {
    const started = await harness.start({ worker });
    const { host, queue, events } = started;
    await queue.sendMessage('the last one');
    const { answer } = await harness.probe.next('work');
    const stopped = host.stop();
    answer();
    const terminate = await harness.probe.next('terminate');
    expect(host.counts()).toMatchObject({ ok: 1, lost: 0 });
    terminate.answer();
    await stopped;
    expect(events.at(-1)).toMatchObject({ kind: 'worker-exited', expected: true, exit: { code: 0 } });
    expect((await queue.getProperties()).approximateMessagesCount).toBe(0);
    await expect(fetch(`${host.url}/api/do/look`)).rejects.toThrow();
  });

  it('is stopped within bounds when a function does not end', async () => {
    const { host, queue } = await harness.start({ worker });
    await queue.sendMessage('for ever');
    await harness.probe.next('work');
    await harness.stopHost(host, 1);
    expect(host.counts()).toMatchObject({ ok: 0, lost: 1 });
  });

  it('does not start with an entry file that throws, and leaves nothing behind', async () => {
    const app = await writeApp('throw new TypeError("ODDS_API_KEY is not set")');
    await expect(startHost({ root: app.root, env: {}, worker })).rejects.toThrow('ODDS_API_KEY is not set');
    await app.remove();
  });
});

describe('a worker process', () => {
  it('may be killed in the middle: the message comes again after its lease, to a new worker', async () => {
    const started = await harness.start({ worker: 'process', leaseSeconds: 1 });
    const { host, queue } = started;
    await queue.sendMessage('{"survives":true}');
    await harness.probe.next('work');
    host.killWorker();
    await harness.event(started, 'worker-exited');
    const again = await harness.probe.next('work');
    expect(again.data).toMatchObject({ message: { survives: true }, metadata: { dequeueCount: 2 } });
    again.answer();
    await host.idle();
    expect(host.counts()).toMatchObject({ ok: 1, lost: 1, crashes: 1, poisoned: 0 });
    const story = started.events.map((event) => event.kind).filter((kind) => kind.startsWith('worker-'));
    expect(story).toEqual(['worker-started', 'worker-exited', 'worker-restarting', 'worker-started']);
  });

  it('poisons a message that ended in crashes as often as it may fail', async () => {
    const started = await harness.start({ worker: 'process', leaseSeconds: 1 });
    await started.queue.sendMessage('deadly');
    for (const _ of [1, 2, 3]) {
      await harness.probe.next('work');
      started.host.killWorker();
    }
    await harness.event(started, 'message-poisoned');
    expect(started.host.counts()).toMatchObject({ lost: 3, poisoned: 1 });
  });

  it('that comes back answers who asked while it was down', async () => {
    const started = await harness.start({ worker: 'process' });
    const { host } = started;
    host.killWorker();
    await harness.event(started, 'worker-exited');
    expect((await fetch(`${host.url}/api/do/look`)).status).toBe(200);
  });

  it('stays down without restartOnCrash, and the host says 503', async () => {
    const started = await harness.start({ worker: 'process', restartOnCrash: false });
    const crashing = await fetch(`${started.host.url}/api/do/crash`);
    expect(crashing.status).toBe(503);
    expect(await harness.event(started, 'worker-exited')).toMatchObject({ expected: false, exit: { code: 3 } });
    expect((await fetch(`${started.host.url}/api/do/look`)).status).toBe(503);
    expect(await started.host.workerStats()).toBeUndefined();
  });

  it('survives and reports what nobody awaited, and passes on what the app prints', async () => {
    const started = await harness.start({ worker: 'process' });
    await fetch(`${started.host.url}/api/do/reject`);
    const { error } = await harness.event(started, 'unhandled-rejection');
    expect(error.message).toBe('nobody awaited this');
    await fetch(`${started.host.url}/api/do/print`);
    const printed = await harness.event(started, 'output');
    expect(printed).toEqual({ kind: 'output', stream: 'stdout', line: 'printed by the app' });
    expect(started.host.counts()).toMatchObject({ unhandledRejections: 1, crashes: 0 });
  });

  it('tells its size and load time, and sees only its own settings, in UTC', async () => {
    const { host } = await harness.start({ worker: 'process' });
    const stats = await host.workerStats();
    expect(stats?.pid).not.toBe(process.pid);
    expect(stats?.rss).toBeGreaterThan(10_000_000);
    expect(stats?.loadMs).toBeGreaterThan(0);
    expect(await (await fetch(`${host.url}/api/do/look`)).json()).toMatchObject({ timezone: 'UTC' });
  });
});

describe('a worker in this process', () => {
  it('loads the app anew each time, with its own settings', async () => {
    const app = await writeApp('globalThis.loads = [...(globalThis.loads ?? []), process.env.WHO]');
    for (const WHO of ['one', 'two']) {
      const host = await startHost({ root: app.root, env: { WHO }, worker: 'in-process' });
      await host.stop();
    }
    expect(Reflect.get(globalThis, 'loads')).toEqual(['one', 'two']);
    expect(process.env.WHO).toBeUndefined();
    await app.remove();
  });
});
