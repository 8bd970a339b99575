import { fileURLToPath } from 'node:url';
import { buildApp } from '../build.ts';
import { type Host, type HostOptions, startHost } from '../host/host.ts';
import { freePort } from '../services/loopback.ts';
import { type Surroundings, type SurroundingsOptions, startSurroundings } from '../start/surroundings.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface LocalApp {
  readonly surroundings: Surroundings;
  /** Runs the app in a process of its own, as in Azure, while it is used. */
  withHost<T>(options: Omit<HostOptions, 'root' | 'env'>, use: (host: Host) => Promise<T>): Promise<T>;
}

/** Calls with the app, built afresh. All that is around it is local or a stand-in, whatever keys are set on this machine. */
export async function withLocalApp<T>(
  options: Pick<SurroundingsOptions, 'feed' | 'now' | 'speed'>,
  use: (app: LocalApp) => Promise<T>,
): Promise<T> {
  await buildApp();
  const leagues = options.feed.sports().map(({ key }) => key);
  const port = await freePort();
  const appUrl = `http://localhost:${port}`;
  const surroundings = await startSurroundings({ settings: {}, appUrl, leagues, ...options });
  try {
    return await use({
      surroundings,
      withHost: async (hostOptions, useHost) => {
        const host = await startHost({ root: ROOT, env: surroundings.env, port, ...hostOptions });
        try {
          return await useHost(host);
        } finally {
          await host.stop();
        }
      },
    });
  } finally {
    await surroundings.stop();
  }
}

/** Polls once. Rejects when the poll failed: what is measured after that would be of an app that does nothing. */
export async function poll(host: Host): Promise<void> {
  const { kind } = await host.trigger('poll-odds');
  if (kind !== 'ok') throw new Error(`poll-odds ended with "${kind}"`);
}
