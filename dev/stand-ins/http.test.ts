import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { takeOrder } from './control.ts';
import { createFaults, type Fault } from './faults.ts';
import { type StandIn, startStandIn } from './http.ts';
import { json } from './reply.ts';

const faults = createFaults();
const handled: string[] = [];
let standIn: StandIn;

beforeAll(async () => {
  standIn = await startStandIn({
    faults,
    handle: ({ method, path, body }) => {
      handled.push(`${method} ${path} ${body}`);
      return json(200, { hello: 'world', path });
    },
    failure: (kind, _, global) => json(418, { kind, global }),
    control: (order) => takeOrder(faults, () => ({ handled: handled.length }), order),
  });
});
afterAll(() => standIn.stop());
beforeEach(() => {
  faults.clear();
  handled.length = 0;
});

const get = (path = '/x') => fetch(`${standIn.origin}${path}`);
const order = (body: unknown) => fetch(`${standIn.origin}/__control`, { method: 'POST', body: JSON.stringify(body) });

describe('startStandIn', () => {
  it('hands method, path and body to the handler', async () => {
    const answer = await fetch(`${standIn.origin}/a/b?c=d`, { method: 'POST', body: 'é' });
    expect(await answer.json()).toEqual({ hello: 'world', path: '/a/b' });
    expect(handled).toEqual(['POST /a/b é']);
  });

  it('refuses a body beyond all measure without falling over', async () => {
    const answer = await fetch(`${standIn.origin}/a`, { method: 'POST', body: 'x'.repeat(8_000_001) });
    expect(answer.status).toBe(500);
    expect((await get()).status).toBe(200);
  });

  it.each<[Fault, number, string]>([
    [{ kind: 'status', status: 503 }, 503, '{"message":"told to fail with 503"}'],
    [{ kind: 'truncated' }, 200, '{"hello":"world'],
    [{ kind: 'empty' }, 200, '[]'],
    [{ kind: 'bad-key' }, 418, '{"kind":"bad-key","global":false}'],
    [{ kind: 'out-of-credits' }, 418, '{"kind":"out-of-credits","global":false}'],
    [{ kind: 'too-many-requests', global: true }, 418, '{"kind":"too-many-requests","global":true}'],
  ])('answers under %j', async (fault, status, body) => {
    faults.inject(fault);
    const answer = await get();
    expect(answer.status).toBe(status);
    expect(await answer.text()).toBe(body);
  });

  it('dates an answer by another clock', async () => {
    faults.inject({ kind: 'clock', aheadMs: -120_000, times: 1 });
    const answer = await get();
    expect(await answer.json()).toEqual({ hello: 'world', path: '/x' });
    const behind = Date.now() - Date.parse(answer.headers.get('date') ?? '');
    expect(behind).toBeGreaterThan(119_000);
    expect(behind).toBeLessThan(130_000);
  });

  it('shows a web page, and 10 MB of valid JSON', async () => {
    faults.inject({ kind: 'html', times: 1 });
    const page = await get();
    expect(page.headers.get('content-type')).toBe('text/html');
    expect(await page.text()).toContain('<html>');
    faults.inject({ kind: 'huge', times: 1 });
    const huge = await (await get()).text();
    expect(huge.length).toBe(10_000_000);
    expect(JSON.parse(huge)).toHaveLength(1);
  });

  it('breaks the connection before or after the work is done', async () => {
    faults.inject({ kind: 'drop-before', times: 1 });
    await expect(get()).rejects.toThrow();
    expect(handled).toHaveLength(0);
    faults.inject({ kind: 'drop-after', times: 1 });
    await expect(get()).rejects.toThrow();
    expect(handled).toEqual(['GET /x ']);
  });

  it('answers late, but truly', async () => {
    faults.inject({ kind: 'delay', ms: 30, times: 1 });
    const before = performance.now();
    expect((await get()).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThanOrEqual(29);
  });

  it('stays silent as long as the caller waits', async () => {
    faults.inject({ kind: 'hang', times: 1 });
    const patience = new AbortController();
    const hanging = fetch(`${standIn.origin}/silent`, { signal: patience.signal });
    await vi.waitFor(() => expect(faults.active()).toEqual([]));
    expect(await (await get('/other')).json()).toEqual({ hello: 'world', path: '/other' });
    patience.abort(new Error('waited long enough'));
    await expect(hanging).rejects.toThrow('waited long enough');
    expect(handled).toEqual(['GET /other ']);
  });

  it('spoils the next n calls of a path only', async () => {
    faults.inject({ kind: 'status', status: 500, times: 2, path: '/odds' });
    const statuses = [];
    for (const path of ['/odds', '/events', '/odds', '/odds']) statuses.push((await get(path)).status);
    expect(statuses).toEqual([500, 200, 500, 200]);
    expect(faults.active()).toEqual([]);
  });

  it('takes orders on its control path', async () => {
    const put = await order({ fault: { kind: 'status', status: 502, times: 1 } });
    expect(await put.json()).toEqual({ faults: [{ kind: 'status', status: 502, times: 1 }], stats: { handled: 0 } });
    expect((await get()).status).toBe(502);
    await order({ fault: { kind: 'html' } });
    expect(await (await order({ clear: true })).json()).toMatchObject({ faults: [] });
    expect(await (await get('/__control')).json()).toEqual({ faults: [], stats: { handled: 0 } });
    expect((await order({ fault: { kind: 'earthquake' } })).status).toBe(400);
    expect((await order({ surprise: 1 })).status).toBe(400);
  });

  it('ends connections that hang when it stops', async () => {
    const own = await startStandIn({
      faults: createFaults(),
      handle: () => json(200, 1),
      failure: () => json(500, 1),
      control: () => 1,
    });
    const kept = await fetch(own.origin);
    await own.stop();
    expect(await kept.text()).toBe('1');
    await expect(fetch(own.origin)).rejects.toThrow();
  });
});
