import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listenOnLoopback } from '../../services/loopback.ts';

/** One request and its answer, as they passed by. */
export interface Exchange {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly requestBytes: number;
  readonly status: number;
  readonly responseBody: Buffer;
}

export interface CountingProxy {
  /** The same address as the target's, but for the port. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Stands between the app and a server on this machine and tells of each exchange. Everything passes unchanged, but for the server's own
 * address where it tells that: it becomes the proxy's, so that everything keeps coming this way.
 */
export async function startCountingProxy(
  target: string,
  onExchange: (exchange: Exchange) => void,
): Promise<CountingProxy> {
  const { origin, pathname } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    forward({ origin, ownOrigin: `http://127.0.0.1:${own}` }, incoming, outgoing, onExchange).catch((error: unknown) =>
      outgoing.destroy(asError(error)),
    );
  });
  const own = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${own}${pathname === '/' ? '' : pathname}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Addresses {
  readonly origin: string;
  readonly ownOrigin: string;
}

async function forward(
  { origin, ownOrigin }: Addresses,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  onExchange: (exchange: Exchange) => void,
): Promise<void> {
  const { method = 'GET', url: path = '/', headers } = incoming;
  const body = await buffer(incoming);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    // As one piece, and so with its length.
    const { 'transfer-encoding': _, ...kept } = headers;
    request(`${origin}${path}`, { method, headers: { ...kept, 'content-length': body.length } }, resolve)
      .once('error', reject)
      .end(body);
  });
  const responseBody = await buffer(answer);
  const status = answer.statusCode ?? 502;
  // First told, then answered: who has the answer may look at the counts.
  onExchange({ method, path, headers, requestBytes: body.length, status, responseBody });
  const told = responseBody.includes(origin)
    ? Buffer.from(responseBody.toString().replaceAll(origin, ownOrigin))
    : responseBody;
  const { 'transfer-encoding': _, ...kept } = answer.headers;
  // A 204 has no body, and so no length.
  outgoing.writeHead(status, status === 204 ? kept : { ...kept, 'content-length': told.length }).end(told);
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
