import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../dev/stand-ins/faults.ts';
import { createFaults } from '../../../dev/stand-ins/faults.ts';
import { type StandIn, startStandIn } from '../../../dev/stand-ins/http.ts';
import { type QuickChart, startQuickChart } from '../../../dev/stand-ins/quickchart/server.ts';
import { json, type Reply } from '../../../dev/stand-ins/reply.ts';
import { readPicture } from '../../../tests/support/picture.ts';
import type { ChartRequest } from '../../ports/charts.ts';
import { recordingTelemetry } from '../telemetry/recording-telemetry.ts';
import { createQuickChart } from './quickchart.ts';

const CHART: ChartRequest = {
  chart: {
    type: 'line',
    data: { datasets: [{ label: 'one', data: [[0, 1]] }] },
    options: { scales: { x: { type: 'linear' } } },
  },
  width: 300,
  height: 200,
  devicePixelRatio: 2,
  backgroundColor: '#2b2d31',
};
const CREATE = '/chart/create';
const LOOK = '/chart/render/';

let service: QuickChart;
beforeAll(async () => {
  service = await startQuickChart();
});
afterAll(() => service.stop());
beforeEach(() => service.control.clear());

const charts = (options: { baseUrl?: string; timeoutMs?: number; breakerMs?: number } = {}) => {
  const telemetry = recordingTelemetry();
  return { telemetry, ...createQuickChart({ baseUrl: service.url, telemetry, lookAgainMs: 1, ...options }) };
};

describe('createQuickChart', () => {
  it('draws a chart that can be looked at', async () => {
    const { draw, telemetry } = charts({ baseUrl: `${service.url}/` });
    const result = await draw(CHART);
    if (result.kind !== 'ok') throw new Error(result.reason);
    const picture = await readPicture(new Uint8Array(await (await fetch(result.url)).arrayBuffer()));
    expect([picture.width, picture.height]).toEqual([600, 400]);
    expect(picture.count('#2b2d31')).toBeGreaterThan(100_000);
    expect(telemetry.total('chart_requests', { result: 'ok' })).toBe(1);
  });

  it('looks until the picture is there', async () => {
    service.control.inject({ kind: 'status', status: 404, times: 3, path: LOOK });
    const before = service.stats();
    expect(await charts().draw(CHART)).toMatchObject({ kind: 'ok' });
    expect(service.stats().requests - before.requests).toBe(5);
  });

  it.each<[Fault, string, RegExp]>([
    [{ kind: 'status', status: 503, path: CREATE }, 'unavailable', /not available \(HTTP 503\)/],
    [{ kind: 'status', status: 500, path: LOOK }, 'unavailable', /not available \(HTTP 500\)/],
    [{ kind: 'status', status: 413, path: CREATE }, 'refused', /refused the chart \(HTTP 413\)/],
    [{ kind: 'bad-key', path: CREATE }, 'refused', /refused/],
    [{ kind: 'too-many-requests', path: CREATE }, 'rate-limited', /no more/],
    [{ kind: 'too-many-requests', path: LOOK }, 'rate-limited', /no more/],
    [{ kind: 'drop-before', path: CREATE }, 'unavailable', /cannot be reached/],
    [{ kind: 'drop-after', path: LOOK }, 'unavailable', /cannot be reached/],
    [{ kind: 'html', path: CREATE }, 'unreadable', /makes no sense/],
    [{ kind: 'html', path: LOOK }, 'unreadable', /makes no sense/],
    [{ kind: 'empty', path: CREATE }, 'unreadable', /makes no sense/],
    [{ kind: 'truncated', path: CREATE }, 'unreadable', /makes no sense/],
    [{ kind: 'huge', path: CREATE }, 'unreadable', /makes no sense/],
  ])('is without a chart under %j, says why, and goes on', async (fault, result, says) => {
    service.control.inject(fault);
    const { draw, telemetry } = charts();
    expect(await draw(CHART)).toEqual({ kind: 'unavailable', reason: expect.stringMatching(says) });
    expect(telemetry.total('chart_requests', { result })).toBe(1);
    service.control.clear();
    expect(await draw(CHART)).toMatchObject({ kind: 'ok' });
  });

  it.each([CREATE, LOOK])('waits for %s only so long', async (path) => {
    service.control.inject({ kind: 'hang', path });
    const { draw, telemetry } = charts({ timeoutMs: 300 });
    expect(await draw(CHART)).toEqual({ kind: 'unavailable', reason: 'QuickChart did not answer in time' });
    expect(telemetry.total('chart_requests', { result: 'timeout' })).toBe(1);
  });

  it('gives up on a picture that never comes', async () => {
    service.control.inject({ kind: 'status', status: 404, path: LOOK });
    const reason = 'QuickChart did not answer in time';
    expect(await charts({ timeoutMs: 300 }).draw(CHART)).toEqual({ kind: 'unavailable', reason });
  });

  it('tells operators what was wrong with a chart that is refused', async () => {
    const { draw, telemetry } = charts();
    const bad: ChartRequest = { ...CHART, chart: { ...CHART.chart, type: 'candlestick' } };
    expect(await draw(bad)).toMatchObject({ kind: 'unavailable' });
    expect(telemetry.records).toContainEqual(
      expect.objectContaining({
        level: 'error',
        event: 'chart_refused',
        fields: expect.objectContaining({ detail: '"candlestick" is not a registered controller' }),
      }),
    );
  });

  it('leaves a service alone that fails again and again, and comes back to it', async () => {
    service.control.inject({ kind: 'status', status: 502, times: 5 });
    const { draw, telemetry } = charts({ breakerMs: 60_000 });
    for (let call = 0; call < 5; call++) await draw(CHART);
    const { requests } = service.stats();
    expect(await draw(CHART)).toEqual({ kind: 'unavailable', reason: 'QuickChart failed too often just now' });
    expect(service.stats().requests).toBe(requests);
    expect(telemetry.total('chart_requests', { result: 'not-asked' })).toBe(1);

    service.control.inject({ kind: 'status', status: 502, times: 5, path: LOOK });
    const hasty = charts({ breakerMs: 0 });
    for (let call = 0; call < 5; call++) await hasty.draw(CHART);
    expect(await hasty.draw(CHART)).toMatchObject({ kind: 'ok' });
  });

  it('is not put off by charts that are refused', async () => {
    service.control.inject({ kind: 'status', status: 400, times: 8 });
    const { draw } = charts();
    for (let call = 0; call < 8; call++) await draw(CHART);
    expect(await draw(CHART)).toMatchObject({ kind: 'ok' });
  });

  it('cannot reach what is not there', async () => {
    const gone = await startQuickChart();
    await gone.stop();
    const { draw } = charts({ baseUrl: gone.url });
    expect(await draw(CHART)).toEqual({ kind: 'unavailable', reason: 'QuickChart cannot be reached' });
  });

  it('refuses a base address that is none', () => {
    expect(() => charts({ baseUrl: 'quickchart' })).toThrow();
  });
});

describe('an answer of createQuickChart’s service', () => {
  let answer: Reply = json(200, {});
  const looked: string[] = [];
  let liar: StandIn;
  beforeAll(async () => {
    liar = await startStandIn({
      faults: createFaults(),
      handle: ({ path }) => {
        if (path === CREATE) return answer;
        looked.push(path);
        return { status: 200, headers: { 'content-type': 'image/png' }, body: 'PNG' };
      },
      failure: () => json(500, 1),
      control: () => 1,
    });
  });
  afterAll(() => liar.stop());
  beforeEach(() => {
    looked.length = 0;
  });

  const answers = async (body: unknown) => {
    answer = json(200, body);
    return charts({ baseUrl: liar.origin }).draw(CHART);
  };

  it('is taken with a picture at its own address', async () => {
    const url = `${liar.origin}/chart/render/sf-1`;
    expect(await answers({ success: true, url, more: 1 })).toEqual({ kind: 'ok', url });
    expect(looked).toEqual(['/chart/render/sf-1']);
  });

  it.each<[string, unknown]>([
    ['elsewhere', { success: true, url: 'https://example.org/chart/render/sf-1' }],
    ['at a name that only begins like its own', { success: true, url: 'https://quickchart.io.example.org/x' }],
    ['behind a password', { success: true, url: 'https://user:secret@quickchart.io/chart/render/sf-1' }],
    ['in no web', { success: true, url: 'file:///etc/passwd' }],
    ['in a script', { success: true, url: 'javascript:alert(1)' }],
    ['without an origin', { success: true, url: '/chart/render/sf-1' }],
    ['too long for Discord', { success: true, url: `https://quickchart.io/${'x'.repeat(500)}` }],
    ['that is a number', { success: true, url: 7 }],
    ['of a failure', { success: false, url: 'https://quickchart.io/chart/render/sf-1' }],
    ['nowhere', { success: true }],
    ['in a list', ['https://quickchart.io/chart/render/sf-1']],
  ])('is not taken with a picture %s', async (_what, body) => {
    expect(await answers(body)).toEqual({
      kind: 'unavailable',
      reason: 'QuickChart gave an answer that makes no sense',
    });
    expect(looked).toEqual([]);
  });

  it('is not followed to another address', async () => {
    answer = { status: 302, headers: { location: 'https://example.org/' }, body: '' };
    expect(await charts({ baseUrl: liar.origin }).draw(CHART)).toMatchObject({ kind: 'unavailable' });
  });
});
