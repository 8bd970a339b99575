import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createPending } from './pending.ts';
import type { ErrorInfo, Worker, WorkerEvent, WorkerExit, WorkerOptions } from './worker.ts';
import { workerCode } from './worker-code.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

type Loaded = Extract<FromWorker, { kind: 'loaded' }>;

/**
 * Runs an app in a process of its own, as Azure does. Resolves when the app is loaded; rejects with what its entry file threw.
 * The process gets the given settings and PATH, nothing else of this one's environment, and runs in UTC as in Azure.
 */
export const spawnWorker = async ({ root, env, clock, lend, onEvent }: WorkerOptions): Promise<Worker> => {
  const child = spawn(process.execPath, [...nodeArguments(env), '--input-type=module', '--eval', await workerCode()], {
    cwd: root,
    env: { PATH: process.env.PATH, TZ: 'UTC', ...env },
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  passOnOutput(child, onEvent);
  const exited = exitOf(child);
  const pending = createPending();
  void exited.then(pending.loseAll);
  const statsAsked: ((rss: number) => void)[] = [];

  const loaded = new Promise<Loaded>((resolve, reject) => {
    void exited.then(({ code, signal }) =>
      reject(new Error(`The worker ended while loading the app: ${signal ?? code}`)),
    );
    const receive = (message: FromWorker): void => {
      if (message.kind === 'event') onEvent(message.event);
      else if (message.kind === 'result') pending.settle(message.id, message.result);
      else if (message.kind === 'stats') statsAsked.shift()?.(message.rss);
      else if (message.kind === 'loaded') resolve(message);
      else reject(asError(message.error));
    };
    child.on('message', (batch: readonly FromWorker[]) => batch.forEach(receive));
  });
  const send = (order: ToWorker): void => {
    // The callback takes errors of a child that has just ended: `exited` tells of that.
    if (child.connected) child.send(order, () => {});
  };

  send({ kind: 'load', root, clock, lend });
  const { functions, loadMs } = await loaded;
  return {
    pid: child.pid,
    loadMs,
    functions,
    invoke: (name, request) => {
      if (!child.connected) return Promise.resolve({ kind: 'lost' });
      send({ kind: 'invoke', name, request });
      return pending.add(request.invocationId);
    },
    setClock: (setting) => send({ kind: 'clock', setting }),
    stats: async () => {
      const answer = new Promise<number>((resolve) => statsAsked.push(resolve));
      send({ kind: 'stats' });
      return { pid: child.pid, rss: await Promise.race([answer, exited.then(() => 0)]), loadMs };
    },
    stop: (graceMs) => stop(child, exited, send, graceMs),
    kill: () => void child.kill('SIGKILL'),
    exited,
  };
};

/** As in Azure, an app setting says with which arguments Node runs its worker. */
const nodeArguments = (env: Readonly<Record<string, string>>): readonly string[] =>
  env.languageWorkers__node__arguments?.split(' ').filter((argument) => argument !== '') ?? [];

const exitOf = async (child: ChildProcess): Promise<WorkerExit> => {
  const ends = once(child, 'close') as Promise<[number | null, string | null]>;
  // Nothing of ours outlives this process, however it ends.
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const [code, signal] = await ends;
  process.off('exit', killWithUs);
  return { code, signal };
};

const stop = async (
  child: ChildProcess,
  exited: Promise<WorkerExit>,
  send: (order: ToWorker) => void,
  graceMs: number,
): Promise<void> => {
  send({ kind: 'stop' });
  const force = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await exited;
  clearTimeout(force);
};

const passOnOutput = (child: ChildProcess, onEvent: (event: WorkerEvent) => void): void => {
  for (const stream of ['stdout', 'stderr'] as const) {
    const input = child[stream];
    if (input) createInterface(input).on('line', (line) => onEvent({ kind: 'output', stream, line }));
  }
};

const asError = ({ name, message, stack }: ErrorInfo): Error =>
  Object.assign(new Error(message), { name, ...(stack === undefined ? {} : { stack }) });
