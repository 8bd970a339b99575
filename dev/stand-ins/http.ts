import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback } from '../services/loopback.ts';
import type { Faults } from './faults.ts';
import { type Behaviour, type Call, json, type Reply } from './reply.ts';
import { spoil } from './spoil.ts';

const CONTROL_PATH = '/__control';
const MOST_BODY_BYTES = 8_000_000;

export interface StandIn {
  /** Origin, e.g. `http://127.0.0.1:40123`. */
  readonly origin: string;
  /** Ends every connection, also those that hang. */
  stop(): Promise<void>;
}

export interface StandInOptions extends Behaviour {
  /** 0: a free one. */
  readonly port?: number | undefined;
  readonly faults: Faults;
  /** Orders on the control path; parsed JSON in, JSON out. Throws when the order is wrong. */
  readonly control: (order: unknown) => unknown;
  /** Sees each answer that leaves. */
  readonly observe?: (call: Call, reply: Reply) => void;
}

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BODY_BYTES) throw new Error('request body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const send = (response: ServerResponse, reply: Reply): void => {
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
  response.writeHead(reply.status, { 'content-length': body.length, ...reply.headers }).end(body);
};

const controlReply = (options: StandInOptions, body: string): Reply => {
  try {
    return json(200, options.control(body === '' ? {} : JSON.parse(body)));
  } catch (error) {
    return json(400, { message: String(error) });
  }
};

const serve = async (options: StandInOptions, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const body = await readBody(request);
  if (url.pathname === CONTROL_PATH) return send(response, controlReply(options, body));
  const call: Call = {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body,
  };
  const fault = options.faults.take(call.path);
  const outcome = fault ? await spoil(fault, call, options) : await options.handle(call);
  if (outcome === 'hang') return;
  if (outcome === 'drop') {
    response.destroy();
    return;
  }
  options.observe?.(call, outcome);
  send(response, outcome);
};

/** Serves a stand-in on 127.0.0.1: its own paths through `handle`, spoilt by `faults`, and orders on `/__control`. */
export const startStandIn = async (options: StandInOptions): Promise<StandIn> => {
  const server = createServer((request, response) => {
    serve(options, request, response).catch((error: unknown) => {
      if (!response.headersSent) send(response, json(500, { message: `stand-in failed: ${String(error)}` }));
    });
  });
  const port = await listenOnLoopback(server, options.port);
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
