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

/** A port that was free a moment ago, for programs that cannot choose one themselves. */
export const freePort = async (): Promise<number> => {
  const probe = createServer();
  const port = await listenOnLoopback(probe);
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return port;
};
