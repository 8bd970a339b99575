import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from './host.ts';
import { createHarness, type Harness } from './testing/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await createHarness();
});
afterAll(() => harness.stop());

const everyByte = Uint8Array.from({ length: 256 }, (_, value) => value);

describe.each(['process', 'in-process'] as const)('HTTP functions in a worker of kind %s', (worker) => {
  let host: Host;
  beforeAll(async () => {
    ({ host } = await harness.start({
      worker,
      maxBodyBytes: 1024,
      fallback: (_, response) => response.end('elsewhere'),
    }));
  });

  it('get raw bodies, route parameters, query and headers, and answer with bytes, headers and cookies', async () => {
    const response = await fetch(`${host.url}/api/echo/12/J%C3%BCrgen?x=1&x=2&y=%26`, {
      method: 'PUT',
      body: everyByte,
      headers: { 'user-agent': 'test' },
    });
    expect(response.status).toBe(201);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(everyByte);
    expect(JSON.parse(response.headers.get('x-seen') ?? '')).toEqual({
      params: { id: '12', name: 'Jürgen' },
      query: [
        ['x', '1,2'],
        ['y', '&'],
      ],
      agent: 'test',
      url: `${host.url}/api/echo/12/J%C3%BCrgen?x=1&x=2&y=%26`,
    });
    expect(response.headers.getSetCookie()).toEqual(['a=b%20c; Max-Age=60; HttpOnly; SameSite=lax']);
  });

  it('may stream, return nothing, or throw', async () => {
    expect(await (await fetch(`${host.url}/api/stream`)).text()).toBe('one two');
    expect((await fetch(`${host.url}/api/do/nothing`)).status).toBe(204);
    const failed = await fetch(`${host.url}/api/do/boom`);
    expect([failed.status, await failed.text()]).toEqual([500, '']);
  });

  it('are found under the prefix only, by route and method; the rest goes to the fallback', async () => {
    const status = async (path: string, method = 'GET') => (await fetch(host.url + path, { method })).status;
    expect(await status('/api/unknown')).toBe(404);
    expect(await status('/api/echo/12')).toBe(404);
    expect(await status('/api/echo/twelve', 'POST')).toBe(404);
    expect(await (await fetch(`${host.url}/page`)).text()).toBe('elsewhere');
  });

  it('get no body over the limit, announced or not', async () => {
    const post = (body: RequestInit['body']) =>
      fetch(`${host.url}/api/echo/1`, { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect((await post(new Uint8Array(1024))).status).toBe(201);
    expect((await post(new Uint8Array(1025))).status).toBe(413);
    const unannounced = new Blob([new Uint8Array(2048)]).stream();
    expect((await post(unannounced)).status).toBe(413);
  });
});
