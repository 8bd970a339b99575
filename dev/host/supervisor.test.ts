import { describe, expect, it } from 'vitest';
import { createHostEvents, type HostEvent } from './events.ts';
import { superviseWorker } from './supervisor.ts';
import type { Worker, WorkerExit } from './worker.ts';

/** A worker that does nothing but end when told to. */
const idleWorker = (loadMs: number): Worker => {
  const { promise: exited, resolve } = Promise.withResolvers<WorkerExit>();
  return {
    pid: undefined,
    loadMs,
    functions: [],
    invoke: async () => ({ kind: 'lost' }),
    setClock: () => {},
    stats: async () => ({ pid: undefined, rss: 0, loadMs }),
    stop: async () => resolve({ code: 0, signal: null }),
    kill: () => resolve({ code: null, signal: 'SIGKILL' }),
    exited,
  };
};

const setUp = async (attempts: readonly ('starts' | 'fails')[], restart = true) => {
  const events = createHostEvents();
  const seen: HostEvent[] = [];
  events.on((event) => seen.push(event));
  let attempt = 0;
  const start = async (): Promise<Worker> => {
    attempt += 1;
    if (attempts[attempt - 1] !== 'starts') throw new Error(`attempt ${attempt} failed`);
    return idleWorker(attempt);
  };
  return { seen, supervisor: await superviseWorker(start, { restart, events }) };
};

describe('superviseWorker', () => {
  it('rejects when the first worker does not start', async () => {
    await expect(setUp(['fails'])).rejects.toThrow('attempt 1 failed');
  });

  it('starts another when one ends, waits twice as long after each failure, and says so', async () => {
    const { seen, supervisor } = await setUp(['starts', 'fails', 'starts']);
    expect(supervisor.current()?.loadMs).toBe(1);
    const exited = supervisor.current()?.exited;
    supervisor.current()?.kill();
    await exited;
    expect(supervisor.current()).toBeUndefined();
    expect(await supervisor.whenUp()).toBe(true);
    expect(supervisor.current()?.loadMs).toBe(3);
    expect(seen).toEqual([
      { kind: 'worker-started', pid: undefined, loadMs: 1 },
      { kind: 'worker-exited', expected: false, exit: { code: null, signal: 'SIGKILL' } },
      { kind: 'worker-restarting', delayMs: 100 },
      { kind: 'worker-restarting', delayMs: 200, error: expect.objectContaining({ message: 'attempt 2 failed' }) },
      { kind: 'worker-started', pid: undefined, loadMs: 3 },
    ]);
    await supervisor.stop(0);
    expect(await supervisor.whenUp()).toBe(false);
  });

  it('does not wait for a worker that will not come', async () => {
    const { supervisor } = await setUp(['starts'], false);
    supervisor.current()?.kill();
    await supervisor.current()?.exited;
    expect(await supervisor.whenUp()).toBe(false);
    const restarting = await setUp(['starts', 'starts']);
    restarting.supervisor.current()?.kill();
    await restarting.supervisor.current()?.exited;
    const waiting = restarting.supervisor.whenUp();
    await restarting.supervisor.stop(0);
    expect(await waiting).toBe(false);
    expect(restarting.seen.filter((event) => event.kind === 'worker-started')).toHaveLength(1);
  });
});
