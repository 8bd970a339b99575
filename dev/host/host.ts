import type { RequestListener } from 'node:http';
import { freePort } from '../services/loopback.ts';
import type { LentSeam } from './app-runtime.ts';
import { type ClockSetting, createHostClock, type HostClock } from './clock.ts';
import { countEvents, type HostCounts } from './counts.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import { createHostEvents, type HostEvents } from './events.ts';
import { defineFunction, type FunctionDefinition } from './functions.ts';
import { readHostJson } from './host-json.ts';
import { type HttpListener, listenToHttp } from './http-listener.ts';
import { createInProcessWorker } from './in-process-worker.ts';
import { listenToQueues, type QueueDepth, type QueueListeners } from './queues.ts';
import { type Supervisor, superviseWorker } from './supervisor.ts';
import { listenToTimer, type TimerListener } from './timer-listener.ts';
import type { InvocationResult, WorkerStats } from './worker.ts';
import { spawnWorker } from './worker-process.ts';

export interface HostOptions {
  /** Folder of the built app: package.json with `main`, host.json. Absolute. */
  readonly root: string;
  /** The app's settings. */
  readonly env: Readonly<Record<string, string>>;
  /** For `AzureWebJobsStorage`, when `env` does not say. */
  readonly connectionString?: string;
  /** On 127.0.0.1; 0, the default, is any free one. */
  readonly port?: number;
  /** `process`, the default, is as in Azure. `in-process` is for tests and embedding. */
  readonly worker?: 'process' | 'in-process';
  readonly clock?: ClockSetting;
  /** What the app is lent beside the clock, e.g. Discord's limits at a replay's pace. */
  readonly lend?: LentSeam;
  /** A new worker when one ends by itself. Default true. */
  readonly restartOnCrash?: boolean;
  /** How long a message stays invisible once nobody renews its lease. Default 600, as in Azure; 1 at least. */
  readonly leaseSeconds?: number;
  /** Timers that are fired once at the start, past due: all of them, or these. */
  readonly timersOnStart?: boolean | readonly string[];
  /** Default 100 MB, as in Azure. */
  readonly maxBodyBytes?: number;
  /** Answers every path outside the functions' prefix. */
  readonly fallback?: RequestListener;
  /** Gets the host's events from the very first one. */
  readonly onEvent?: Parameters<HostEvents['on']>[0];
}

export interface Host {
  /** `http://127.0.0.1:7071`, no slash at the end. */
  readonly url: string;
  readonly functions: readonly FunctionDefinition[];
  readonly events: Pick<HostEvents, 'on'>;
  /** Fires a timer function now, after what runs of it; resolves when that call has ended. Throws for any other name. */
  trigger(name: string): Promise<InvocationResult>;
  /** Resolves when no invocation runs and the app's queues hold no message, not even a delayed one. */
  idle(): Promise<void>;
  /** Sets the time for the timers and for the app; ticks that it leaps over are not made up for. */
  setClock(setting: ClockSetting): void;
  queueDepths(): Promise<readonly QueueDepth[]>;
  /** Undefined while the worker is down. */
  workerStats(): Promise<WorkerStats | undefined>;
  /** Totals since the start. */
  counts(): HostCounts;
  /** Ends the worker on the spot, as a crash does. */
  killWorker(): void;
  /** Stops listening, lets what runs end for up to `graceMs` (default 10 s), runs appTerminate hooks, ends the worker. */
  stop(graceMs?: number): Promise<void>;
}

/** How long appTerminate hooks may take. */
const TERMINATE_MS = 5_000;
const DEFAULT_GRACE_MS = 10_000;
const DEFAULT_LEASE_SECONDS = 600;
const DEFAULT_MAX_BODY_BYTES = 100 * 1024 * 1024;

/**
 * Stands in for the Azure Functions host on a developer's machine: loads a built app unchanged, into a worker process like
 * Azure's, and feeds it from timers, storage queues and HTTP. Rejects, with nothing left running, when the app cannot be loaded,
 * asks for something that this host does not offer, or the port or the queue service cannot be had.
 */
export const startHost = async (options: HostOptions): Promise<Host> => {
  const port = options.port || (await freePort());
  const env = {
    ...(options.connectionString ? { AzureWebJobsStorage: options.connectionString } : {}),
    // As Azure and the Core Tools tell an app where it is reached.
    WEBSITE_HOSTNAME: `localhost:${port}`,
    ...options.env,
  };
  const events = createHostEvents();
  if (options.onEvent) events.on(options.onEvent);
  const counts = countEvents(events);
  const clock = createHostClock(options.clock);
  const startWorker = options.worker === 'in-process' ? createInProcessWorker : spawnWorker;
  const supervisor = await superviseWorker(
    async () => {
      const worker = await startWorker({
        root: options.root,
        env,
        clock: clock.setting(),
        lend: options.lend,
        onEvent: events.emit,
      });
      worker.setClock(clock.setting()); // it may have changed while the app was loading
      return worker;
    },
    { restart: options.restartOnCrash ?? true, events },
  );
  try {
    const functions = (supervisor.current()?.functions ?? []).map((metadata) => defineFunction(metadata, env));
    const dispatcher = createDispatcher(supervisor, events);
    const listeners = await listen(functions, { ...options, port, clock, dispatcher, events });
    return hostOf(functions, { supervisor, dispatcher, clock, events, counts, ...listeners });
  } catch (thrown) {
    await supervisor.stop(TERMINATE_MS);
    throw thrown;
  }
};

interface Parts {
  readonly supervisor: Supervisor;
  readonly dispatcher: Dispatcher;
  readonly clock: HostClock;
  readonly events: HostEvents;
  readonly counts: () => HostCounts;
  readonly timers: ReadonlyMap<string, TimerListener>;
  readonly queues: QueueListeners;
  readonly http: HttpListener;
}

type ListenOptions = Omit<HostOptions, 'clock' | 'port'> &
  Pick<Parts, 'clock' | 'dispatcher' | 'events'> & { readonly port: number };

const listen = async (
  functions: readonly FunctionDefinition[],
  options: ListenOptions,
): Promise<Pick<Parts, 'timers' | 'queues' | 'http'>> => {
  const settings = readHostJson(options.root);
  const http = await listenToHttp({
    functions: functions.filter((fn) => fn.kind === 'http'),
    routePrefix: settings.routePrefix,
    port: options.port,
    maxBodyBytes: options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
    dispatcher: options.dispatcher,
    fallback: options.fallback,
  });
  try {
    const queues = await listenToQueues(
      functions.filter((fn) => fn.kind === 'queue'),
      { settings: settings.queues, leaseSeconds: options.leaseSeconds ?? DEFAULT_LEASE_SECONDS, ...options },
    );
    return { http, queues, timers: startTimers(functions, options) };
  } catch (thrown) {
    await http.stop();
    throw thrown;
  }
};

const startTimers = (functions: readonly FunctionDefinition[], options: ListenOptions): Map<string, TimerListener> => {
  const atStart = options.timersOnStart ?? false;
  const timers = new Map<string, TimerListener>();
  for (const fn of functions) {
    if (fn.kind !== 'timer') continue;
    const timer = listenToTimer(fn, options);
    timers.set(fn.name, timer);
    const pastDue = typeof atStart === 'boolean' ? atStart : atStart.includes(fn.name);
    if (pastDue || fn.runOnStartup) void timer.fire(pastDue);
  }
  return timers;
};

const hostOf = (functions: readonly FunctionDefinition[], parts: Parts): Host => {
  const { supervisor, dispatcher, clock, events, counts, timers, queues, http } = parts;
  return {
    url: http.url,
    functions,
    events,
    trigger: async (name) => {
      const timer = timers.get(name);
      if (!timer) throw new Error(`There is no timer function "${name}". There are: ${[...timers.keys()].join(', ')}`);
      return timer.fire();
    },
    idle: queues.idle,
    setClock: (setting) => {
      clock.set(setting);
      supervisor.current()?.setClock(setting);
      for (const timer of timers.values()) timer.rearm();
    },
    queueDepths: queues.depths,
    workerStats: async () => supervisor.current()?.stats(),
    counts,
    killWorker: () => supervisor.current()?.kill(),
    stop: async (graceMs = DEFAULT_GRACE_MS) => {
      for (const timer of timers.values()) timer.stop();
      http.close();
      const takesNoMore = queues.stop();
      await dispatcher.quiet(graceMs);
      await supervisor.stop(TERMINATE_MS);
      await takesNoMore;
      // By now every invocation has ended, or is lost with its worker: what is left is the last message's removal.
      await queues.settled();
      await http.stop();
    },
  };
};
