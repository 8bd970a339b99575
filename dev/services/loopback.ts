import { randomInt } from 'node:crypto';
import type { Server } from 'node:net';
import { createServer } from 'node:net';

/** Starts listening on 127.0.0.1 and resolves to the port, the given one or (0) any free one. Rejects when it is taken. */
export const listenOnLoopback = (server: Server, port = 0): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error(`Not a TCP address: ${address}`));
      else resolve(address.port);
    });
  });

/** Below what Linux, macOS and Windows hand out by themselves to whoever asks for any port, or connects to one. */
const FROM = 20_000;
const BELOW = 32_768;
const MOST_TRIES = 50;

/**
 * A port that was free a moment ago, for programs that cannot choose one themselves. Between the look and their start nobody takes it
 * by chance: the system gives none of this range, and two who ask here at the same time hardly draw the same.
 */
export const freePort = async (): Promise<number> => {
  for (let tries = 1; ; tries++) {
    const probe = createServer();
    try {
      const port = await listenOnLoopback(probe, randomInt(FROM, BELOW));
      await new Promise<void>((resolve) => probe.close(() => resolve()));
      return port;
    } catch (error) {
      if (tries === MOST_TRIES) throw error;
    }
  }
};
