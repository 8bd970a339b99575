import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { listenOnLoopback } from '../../services/loopback.ts';

/** The fixture's queue settings: quick, and with limits that a test can reach. */
const HOST_JSON = {
  version: '2.0',
  extensions: {
    http: { routePrefix: 'api' },
    queues: {
      maxPollingInterval: '00:00:00.100',
      batchSize: 4,
      newBatchThreshold: 2,
      visibilityTimeout: '00:00:00',
      maxDequeueCount: 3,
      messageEncoding: 'none',
    },
  },
};

/** Builds the fixture app as the real one is built, into a folder of its own. Give the folder to `startHost`, then remove it. */
export const buildFixtureApp = async (): Promise<{ readonly root: string; remove(): Promise<void> }> => {
  const root = await mkdtemp(join(tmpdir(), 'functions-app-'));
  await build({
    entryPoints: [fileURLToPath(new URL('./fixture-app.ts', import.meta.url))],
    outfile: join(root, 'dist/main.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    external: ['@azure/functions-core'],
  });
  await writeFile(join(root, 'package.json'), JSON.stringify({ main: 'dist/main.js' }));
  await writeFile(join(root, 'host.json'), JSON.stringify(HOST_JSON));
  return { root, remove: () => rm(root, { recursive: true }) };
};

/** An app whose one entry file is this CommonJS source. */
export const writeApp = async (source: string): Promise<{ readonly root: string; remove(): Promise<void> }> => {
  const root = await mkdtemp(join(tmpdir(), 'functions-app-'));
  await mkdir(join(root, 'dist'));
  await writeFile(join(root, 'dist/main.js'), source);
  await writeFile(join(root, 'package.json'), JSON.stringify({ main: 'dist/*.js' }));
  await writeFile(join(root, 'host.json'), JSON.stringify(HOST_JSON));
  return { root, remove: () => rm(root, { recursive: true }) };
};

/** A call of the app that waits for the test's answer. */
export interface Call {
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it put in
  readonly data: any;
  /** Lets the function go on; with `fail`, by throwing that. */
  answer(reply?: { readonly fail?: string }): void;
}

/** What the fixture app reports to and waits for: the test decides when each of its functions goes on. */
export const startProbe = async () => {
  const calls = new Map<string, Call[]>();
  const waiting = new Map<string, ((call: Call) => void)[]>();
  const listOf = <T>(map: Map<string, T[]>, key: string): T[] => {
    const list = map.get(key) ?? [];
    map.set(key, list);
    return list;
  };
  const server = createServer(async (request, response) => {
    const what = (request.url ?? '').slice(1);
    const data: unknown = JSON.parse(await text(request));
    const call: Call = { data, answer: (reply = {}) => void response.end(JSON.stringify(reply)) };
    const next = listOf(waiting, what).shift();
    if (next) next(call);
    else listOf(calls, what).push(call);
  });
  const port = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${port}`,
    /** The next call that was not taken yet. */
    next: (what: string): Promise<Call> =>
      new Promise((resolve) => {
        const call = listOf(calls, what).shift();
        if (call) resolve(call);
        else listOf(waiting, what).push(resolve);
      }),
    /** How many calls wait to be taken. */
    untaken: (what: string): number => listOf(calls, what).length,
    stop: (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
