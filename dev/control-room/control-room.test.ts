import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenOnLoopback } from '../services/loopback.ts';
import { type ControlRoom, createControlRoom } from './control-room.ts';
import { marketChanged, NOON, posted } from './fixtures.ts';
import type { RoomUpdate } from './state/room.ts';

let room: ControlRoom;
let url: string;
let close: () => Promise<void>;

beforeEach(async () => {
  room = createControlRoom({ now: () => NOON });
  const server = createServer(room.listener);
  url = `http://127.0.0.1:${await listenOnLoopback(server)}`;
  close = async () => {
    room.stop();
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
});
afterEach(() => close());

/** Server-sent events, one at a time: `[event, data]`. */
async function* events(signal: AbortSignal): AsyncGenerator<[string, RoomUpdate]> {
  const response = await fetch(`${url}/room/events`, { signal });
  let buffer = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    buffer += chunk;
    const frames = buffer.split('\n\n');
    buffer = frames.pop() ?? '';
    for (const frame of frames) {
      const line = (name: string) => frame.match(new RegExp(`^${name}: (.*)$`, 'm'))?.[1] ?? '';
      yield [line('event'), JSON.parse(line('data'))];
    }
  }
}

/** Reads events until one satisfies the condition. */
const next = async (stream: AsyncGenerator<[string, RoomUpdate]>, wanted: (update: RoomUpdate) => boolean) => {
  for (;;) {
    const { value, done } = await stream.next();
    if (done) throw new Error('The stream ended.');
    if (wanted(value[1])) return value;
  }
};

describe('the control room’s server', () => {
  it('serves the page under a policy that allows nothing inline and nothing from elsewhere', async () => {
    const response = await fetch(url);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(await response.text()).toContain('<h1>');
  });

  it('serves each file that the page and its modules name', async () => {
    const seen = new Set(['/', '/operators']);
    for (const path of seen) {
      const response = await fetch(url + path);
      expect(response.status, path).toBe(200);
      const text = await response.text();
      for (const [, file] of text.matchAll(/(?:src|href)="(\/room\/[^"]+)"/g)) seen.add(file ?? '');
      for (const [, file] of text.matchAll(/from '\.\/([^']+)'/g)) seen.add(`/room/${file}`);
    }
    expect(seen.size).toBeGreaterThan(15);
  });

  it('answers 404 to anything else, paths out of its folder included, and 405 to anything but GET', async () => {
    for (const path of [
      '/nothing',
      '/room/',
      '/room/jsconfig.json',
      '/room/page.test.ts',
      '/room/%2e%2e/control-room.ts',
    ]) {
      expect((await fetch(url + path)).status, path).toBe(404);
    }
    const raw = get({ host: '127.0.0.1', port: new URL(url).port, path: '/room/../../package.json' });
    const [response] = await once(raw, 'response');
    expect(response.resume().statusCode).toBe(404);
    const post = await fetch(`${url}/room/state`, { method: 'POST' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET']);
  });

  it('gives the whole state as JSON', async () => {
    room.telemetry(marketChanged({}));
    room.discordMessage(posted('1', { title: 'An alert' }));
    room.queueDepths({ alerts: 2 });
    room.status({ mode: { kind: 'replay', progress: 0.5, speed: 'max' }, workerMemoryBytes: 9 });
    const state = await (await fetch(`${url}/room/state`)).json();
    expect(state).toMatchObject({
      now: NOON,
      status: { mode: { kind: 'replay', progress: 0.5 }, services: [], workerMemoryBytes: 9 },
      markets: [{ key: 'game-1:spread', points: [{ consensus: -3 }] }],
      alerts: [{ id: '1' }],
      pipeline: { queues: [{ name: 'alerts', depth: 2, poison: 0 }] },
    });
  });

  it('streams a snapshot, then only what is new, and nothing twice', async () => {
    const end = new AbortController();
    room.telemetry(marketChanged({}));
    const stream = events(end.signal);
    const [first, snapshot] = (await stream.next()).value ?? [];
    expect(first).toBe('snapshot');
    expect(snapshot?.markets).toHaveLength(1);

    room.telemetry(marketChanged({ at: NOON + 1, consensus: -3.5 }));
    room.discordMessage(posted('1', {}));
    const [event, update] = await next(stream, ({ alerts }) => alerts.length > 0);
    expect(event).toBe('update');
    expect(update.markets).toMatchObject([{ points: [{ at: NOON + 1, consensus: -3.5 }] }]);

    const [, heartbeat] = await next(stream, ({ markets }) => markets.length === 0);
    expect(heartbeat.alerts).toEqual([]);
    end.abort();
  });

  it('puts a burst into one update', async () => {
    const end = new AbortController();
    const stream = events(end.signal);
    await stream.next();
    for (let at = 1; at <= 50; at++) room.telemetry(marketChanged({ at: NOON + at }));
    const [, update] = await next(stream, ({ markets }) => markets.length > 0);
    expect(update.markets[0]?.points).toHaveLength(50);
    end.abort();
  });
});
