// The worker process: takes orders from the host over IPC, runs the app's functions, sends results and telemetry back.
import { type AppRuntime, startApp } from './app-runtime.ts';
import { errorInfo } from './worker.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

let app: AppRuntime | undefined;
let outbox: FromWorker[] = [];

/** One IPC message a tick: telemetry is chatty, and results keep their place behind it. */
const send = (message: FromWorker): void => {
  if (outbox.push(message) === 1) setImmediate(flush);
};

const flush = (done?: () => void): void => {
  const batch = outbox;
  outbox = [];
  if (process.connected) process.send?.(batch, () => done?.());
  else done?.();
};

const load = async ({ root, clock, lend }: Extract<ToWorker, { kind: 'load' }>): Promise<void> => {
  try {
    app = await startApp({ root, clock, lend, onEvent: (event) => send({ kind: 'event', event }) });
    // A registration can hold functions of the app's own; what crosses to the host is data.
    const functions = JSON.parse(JSON.stringify(app.functions)) as AppRuntime['functions'];
    send({ kind: 'loaded', functions, loadMs: app.loadMs });
  } catch (thrown) {
    send({ kind: 'load-failed', error: errorInfo(thrown) });
    flush(() => process.exit(1));
  }
};

const stop = async (): Promise<void> => {
  try {
    await app?.terminate();
  } catch (thrown) {
    console.error('An appTerminate hook failed:', thrown);
  }
  flush(() => process.exit(0));
};

process.on('message', (order: ToWorker) => {
  switch (order.kind) {
    case 'load':
      return load(order);
    case 'invoke':
      return app
        ?.invoke(order.name, order.request)
        .then((result) => send({ kind: 'result', id: order.request.invocationId, result }));
    case 'clock':
      return app?.setClock(order.setting);
    case 'stats':
      return send({ kind: 'stats', rss: process.memoryUsage.rss() });
    case 'stop':
      return stop();
  }
});

// Reported and survived, as by Azure's worker: an async call that nobody awaited must not take other invocations with it.
process.on('unhandledRejection', (reason) => {
  send({ kind: 'event', event: { kind: 'unhandled-rejection', error: errorInfo(reason) } });
});
// Ctrl-C reaches the whole process group; the host decides what becomes of its worker.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(1));
