import { type AppRuntime, startApp } from './app-runtime.ts';
import { createPending } from './pending.ts';
import type { Worker, WorkerExit, WorkerOptions } from './worker.ts';

/**
 * Runs an app inside this process: for tests and for embedding. The same code as the worker process, with three differences
 * that follow from sharing a process: the app's settings stand in `process.env` until it stops, the app loaded last holds the
 * local seam, and `kill` can only forget what runs, not end it.
 */
export const createInProcessWorker = async (options: WorkerOptions): Promise<Worker> => {
  const restoreEnv = lendEnv(options.env);
  try {
    return workerOf(await startApp(options), restoreEnv);
  } catch (thrown) {
    restoreEnv();
    throw thrown;
  }
};

const workerOf = (app: AppRuntime, restoreEnv: () => void): Worker => {
  const { promise: exited, resolve: exit } = Promise.withResolvers<WorkerExit>();
  const pending = createPending();
  let ended = false;
  const end = (how: WorkerExit): void => {
    if (ended) return;
    ended = true;
    restoreEnv();
    pending.loseAll();
    exit(how);
  };
  return {
    pid: undefined,
    loadMs: app.loadMs,
    functions: app.functions,
    invoke: (name, request) => {
      if (ended) return Promise.resolve({ kind: 'lost' });
      const answer = pending.add(request.invocationId);
      void app.invoke(name, request).then((result) => pending.settle(request.invocationId, result));
      return answer;
    },
    setClock: app.setClock,
    stats: async () => ({ pid: undefined, rss: process.memoryUsage.rss(), loadMs: app.loadMs }),
    stop: async () => {
      if (!ended) await app.terminate();
      end({ code: 0, signal: null });
    },
    kill: () => end({ code: null, signal: 'SIGKILL' }),
    exited,
  };
};

/** Sets environment variables and returns how to put things back. */
const lendEnv = (env: Readonly<Record<string, string>>): (() => void) => {
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, env);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
};
