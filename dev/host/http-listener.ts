import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { within } from '../../shared/runtime/within.ts';
import { listenOnLoopback } from '../services/loopback.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { HttpFunction } from './functions.ts';
import { toRpcHttp, writeRpcHttp } from './http-rpc.ts';
import { createRouter, type RouteMatch } from './routes.ts';

export interface HttpListener {
  /** `http://127.0.0.1:7071`, no slash at the end. */
  readonly url: string;
  /** Takes no new connections. */
  close(): void;
  /** Ends the connections that are left. */
  stop(): Promise<void>;
}

export interface HttpListenerOptions {
  readonly functions: readonly HttpFunction[];
  readonly routePrefix: string;
  readonly port: number;
  readonly maxBodyBytes: number;
  readonly dispatcher: Dispatcher;
  /** Answers every path outside the functions' prefix. */
  readonly fallback: RequestListener | undefined;
}

/** Discord hangs up after 3 s. */
const WORKER_WITHIN_MS = 2000;

/** Serves the HTTP functions under the route prefix on 127.0.0.1. Rejects when the port is taken. */
export const listenToHttp = async (options: HttpListenerOptions): Promise<HttpListener> => {
  const route = createRouter(options.functions, options.routePrefix);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
    const match = route(request.method ?? 'GET', url.pathname);
    if (match) void answer(options, match, url, request, response);
    else if (options.fallback && !isUnder(url.pathname, options.routePrefix)) options.fallback(request, response);
    else response.writeHead(404).end();
  });
  const port = await listenOnLoopback(server, options.port);
  const closed = Promise.withResolvers<void>();
  server.on('close', closed.resolve);
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => void server.close(),
    stop: () => {
      server.close();
      server.closeAllConnections();
      return closed.promise;
    },
  };
};

const isUnder = (path: string, prefix: string): boolean =>
  prefix !== '' && (path === `/${prefix}` || path.toLowerCase().startsWith(`/${prefix}/`.toLowerCase()));

const answer = async (
  { dispatcher, maxBodyBytes }: HttpListenerOptions,
  { fn, params }: RouteMatch,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const body = await readBody(request, maxBodyBytes);
  if (body === 'gone') return;
  if (body === 'too-large') {
    response.writeHead(413, { connection: 'close' }).end(() => request.destroy());
    return;
  }
  // A worker that has just ended has a successor in a moment: whoever asks meanwhile need not know.
  await within(WORKER_WITHIN_MS, dispatcher.whenUp());
  const result = await dispatcher.invoke(fn, toRpcHttp(request, url, params, body));
  if (result.kind === 'ok') writeRpcHttp(response, result.response.returnValue?.http);
  else response.writeHead(result.kind === 'failed' ? 500 : 503).end();
};

const readBody = async (request: IncomingMessage, maxBytes: number): Promise<Buffer | 'too-large' | 'gone'> => {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return 'too-large';
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) return 'too-large';
      chunks.push(chunk);
    }
  } catch {
    return 'gone'; // the client hung up
  }
  return Buffer.concat(chunks);
};
