import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { freePort } from './loopback.ts';

export interface Redis {
  /** For `REDIS_URL`. */
  readonly url: string;
  stop(): Promise<void>;
  /** Ends the server at once, as a crash would. Absent when the server is not ours. */
  kill?(): Promise<void>;
  /** Freezes the server: connections stay open and nothing answers. Absent when the server is not ours. */
  pause?(): void;
  /** Undoes {@link pause}. */
  resume?(): void;
}

/**
 * A Redis for tests: the one at `REDIS_URL` when that is set (its data is left alone: use keys of your own), else a
 * `redis-server` from the PATH on a free port, without persistence.
 * Resolves to undefined when there is neither; with `CI=true` it throws instead, so that no test is silently left out.
 */
export const startRedis = async (env: NodeJS.ProcessEnv = process.env): Promise<Redis | undefined> => {
  if (env.REDIS_URL) return { url: env.REDIS_URL, stop: async () => {} };
  const port = await freePort();
  const server = spawn(
    'redis-server',
    ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { PATH: env.PATH },
    },
  );
  try {
    await ready(server);
  } catch (cause) {
    if (isMissing(cause) && env.CI !== 'true') return undefined;
    throw new Error('redis-server did not start: install it, or set REDIS_URL', { cause });
  }
  return handle(server, port);
};

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

const ready = (server: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`redis-server ended with exit code ${code}`)));
    if (server.stdout) {
      createInterface(server.stdout).on('line', (line) => line.includes('Ready to accept connections') && resolve());
    }
  });

const handle = (server: ChildProcess, port: number): Redis => {
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    server.kill(signal);
    await exited;
  };
  // Nothing of ours outlives this process, however it ends.
  const killWithUs = () => server.kill('SIGKILL');
  process.once('exit', killWithUs);
  server.once('exit', () => process.off('exit', killWithUs));
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: () => end('SIGKILL'),
    kill: () => end('SIGKILL'),
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
  };
};
