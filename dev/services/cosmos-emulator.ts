import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { createHttpServer } from '@vercel/cosmosdb-server';
import { listenOnLoopback } from './loopback.ts';

/** The emulators' public, documented key: no secret, and this emulator checks none. */
const EMULATOR_KEY = 'C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==';

export interface CosmosEmulator {
  /** For `COSMOS_ENDPOINT`, plain HTTP. */
  readonly endpoint: string;
  /** For `COSMOS_KEY`. */
  readonly key: string;
  stop(): Promise<void>;
}

/** A Cosmos DB stand-in in this process, in memory, on a free loopback port. Not an oracle: see the store's contract tests. */
export const startCosmosEmulator = async (): Promise<CosmosEmulator> => {
  const require = createRequire(import.meta.url);
  const emulator = require('@vercel/cosmosdb-server') as { createHttpServer: typeof createHttpServer };
  const server = emulator.createHttpServer({ keepAlive: true });
  speakOfPlainHttp(server);
  const port = await listenOnLoopback(server);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    key: EMULATOR_KEY,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/**
 * Even without TLS the emulator names its regions' endpoints `https://…` in its account document, and the SDK, which goes
 * where that document sends it, would then speak TLS to a plain port. So that one answer is corrected.
 */
const speakOfPlainHttp = (server: Server): void => {
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.method !== 'GET' || request.url !== '/') return;
    const end = response.end.bind(response);
    response.end = (body?: unknown) => end(String(body).replaceAll('https://', 'http://'));
  });
};
