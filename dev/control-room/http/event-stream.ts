import type { ServerResponse } from 'node:http';

/** A client that lets this much pile up beyond its first snapshot is too slow: it is cut off and may come back. */
const BACKLOG_BYTES = 2_000_000;
const MAX_CLIENTS = 50;
const RECONNECT_MS = 2000;

interface Client {
  readonly response: ServerResponse;
  readonly backlogLimit: number;
}

/** The pages that listen, by server-sent events. */
export interface EventStream {
  readonly listeners: () => number;
  /** Adds a page and sends it the snapshot; false when there are too many already. */
  readonly join: (response: ServerResponse, snapshot: object) => boolean;
  /** Sends one event to every page. */
  readonly publish: (event: string, data: object) => void;
  readonly close: () => void;
}

export const createEventStream = (): EventStream => {
  const clients = new Set<Client>();
  let id = 0;
  const frame = (event: string, data: object): string =>
    `id: ${id++}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

  const join: EventStream['join'] = (response, snapshot) => {
    if (clients.size >= MAX_CLIENTS) return false;
    const first = `retry: ${RECONNECT_MS}\n${frame('snapshot', snapshot)}`;
    const client = { response, backlogLimit: Buffer.byteLength(first) + BACKLOG_BYTES };
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
    response.write(first);
    clients.add(client);
    response.on('close', () => clients.delete(client));
    return true;
  };

  const publish: EventStream['publish'] = (event, data) => {
    if (clients.size === 0) return;
    const text = frame(event, data);
    for (const { response, backlogLimit } of clients) {
      if (response.writableLength > backlogLimit) response.destroy();
      else response.write(text);
    }
  };

  const close = (): void => {
    for (const { response } of clients) response.end();
    clients.clear();
  };
  return { listeners: () => clients.size, join, publish, close };
};
