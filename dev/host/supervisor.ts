import type { HostEvents } from './events.ts';
import { createSignal } from './signal.ts';
import { errorInfo, type Worker } from './worker.ts';

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 30_000;
/** A worker that lived this long has proved itself: the next crash starts the back-off anew. */
const PROVEN_AFTER_MS = 60_000;

/** Keeps one worker running. */
export interface Supervisor {
  /** The worker, unless it is down. */
  current(): Worker | undefined;
  /** Resolves to true as soon as there is a worker, to false once there will be none. */
  whenUp(): Promise<boolean>;
  stop(graceMs: number): Promise<void>;
}

/**
 * Starts a worker and, with `restart`, a new one whenever it ends by itself: after 0.1 s, twice as long each time, at most 30 s.
 * Rejects when the first one cannot be started: there is nothing to come back to then.
 */
export const superviseWorker = async (
  start: () => Promise<Worker>,
  { restart, events }: { readonly restart: boolean; readonly events: HostEvents },
): Promise<Supervisor> => {
  let worker: Worker | undefined;
  let stopping = false;
  let delayMs = FIRST_DELAY_MS;
  let timer: NodeJS.Timeout | undefined;
  const changed = createSignal();

  const adopt = (started: Worker): void => {
    worker = started;
    const since = performance.now();
    events.emit({ kind: 'worker-started', pid: started.pid, loadMs: started.loadMs });
    changed.fire();
    void started.exited.then((exit) => {
      worker = undefined;
      if (performance.now() - since > PROVEN_AFTER_MS) delayMs = FIRST_DELAY_MS;
      events.emit({ kind: 'worker-exited', expected: stopping, exit });
      if (restart && !stopping) startLater();
      changed.fire();
    });
  };
  const startLater = (thrown?: unknown): void => {
    events.emit({ kind: 'worker-restarting', delayMs, ...(thrown === undefined ? {} : { error: errorInfo(thrown) }) });
    timer = setTimeout(startAgain, delayMs);
    delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS);
  };
  const startAgain = async (): Promise<void> => {
    try {
      const started = await start();
      if (stopping) started.kill();
      else adopt(started);
    } catch (thrown) {
      if (!stopping) startLater(thrown);
    }
  };

  adopt(await start());
  return {
    current: () => worker,
    whenUp: async () => {
      for (;;) {
        const seen = changed.count();
        if (worker || stopping || !restart) return worker !== undefined && !stopping;
        await changed.after(seen);
      }
    },
    stop: async (graceMs) => {
      stopping = true;
      clearTimeout(timer);
      changed.fire();
      await worker?.stop(graceMs);
    },
  };
};
