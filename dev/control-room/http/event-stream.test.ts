import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { listenOnLoopback } from '../../services/loopback.ts';
import { createEventStream } from './event-stream.ts';

describe('event stream', () => {
  it('cuts off a page that does not read, before much piles up for it', async () => {
    const stream = createEventStream();
    let backlog = 0;
    const server = createServer((_, response) => {
      stream.join(response, {});
      response.on('close', () => {
        backlog = response.writableLength;
      });
    });
    const request = get({ host: '127.0.0.1', port: await listenOnLoopback(server) });
    const [response] = await once(request, 'response');
    response.pause();
    response.on('error', () => undefined);
    const large = { text: 'x'.repeat(100_000) };
    while (stream.listeners() > 0) {
      stream.publish('update', large);
      await setImmediate();
    }
    expect(backlog).toBeLessThan(3_000_000);
    request.destroy();
    server.close();
  });

  it('refuses more pages than it can serve', () => {
    const stream = createEventStream();
    const response = { writeHead: () => undefined, write: () => true, on: () => undefined, end: () => undefined };
    const joined = Array.from({ length: 51 }, () => Reflect.apply(stream.join, undefined, [response, {}]));
    expect(joined.filter(Boolean)).toHaveLength(50);
    expect(joined.at(-1)).toBe(false);
    stream.close();
    expect(stream.listeners()).toBe(0);
  });
});
