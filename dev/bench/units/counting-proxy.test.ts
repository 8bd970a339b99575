import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import { listenOnLoopback } from '../../services/loopback.ts';
import { type Exchange, startCountingProxy } from './counting-proxy.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

it('passes everything on, to and fro, and tells how much it was', async () => {
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    response.writeHead(201).end(`${request.method} ${request.url} ${body} at http://127.0.0.1:${port}/more`);
  });
  const port: number = await listenOnLoopback(server);
  stops.push(() => server.close());
  const seen: Exchange[] = [];
  const proxy = await startCountingProxy(`http://127.0.0.1:${port}/base`, (exchange) => seen.push(exchange));
  stops.push(proxy.stop);

  const answer = await fetch(`${proxy.url}/thing?a=1`, { method: 'POST', body: 'four' });
  expect(answer.status).toBe(201);
  expect(await answer.text()).toBe(`POST /base/thing?a=1 four at ${new URL(proxy.url).origin}/more`);
  expect(seen).toMatchObject([{ method: 'POST', path: '/base/thing?a=1', requestBytes: 4, status: 201 }]);
});
