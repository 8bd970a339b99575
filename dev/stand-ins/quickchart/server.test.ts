import { afterEach, describe, expect, it } from 'vitest';
import { readPicture } from '../../../tests/support/picture.ts';
import { type QuickChart, type QuickChartOptions, startQuickChart } from './server.ts';

const RED = '#ff0000';
const configuration = {
  type: 'line',
  data: {
    datasets: [
      {
        label: 'one',
        data: [
          [0, 1],
          [1, 1],
        ],
        borderColor: RED,
        borderWidth: 8,
      },
    ],
  },
  options: { scales: { x: { type: 'linear' } }, plugins: { legend: { display: false } } },
};
const order = { chart: configuration, width: 200, height: 100, devicePixelRatio: 1, version: '4', format: 'png' };

let service: QuickChart;
const start = async (options: QuickChartOptions = {}) => {
  service = await startQuickChart(options);
};
afterEach(() => service.stop());

const post = (path: string, body: unknown) =>
  fetch(`${service.url}${path}`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
const create = async (body: unknown): Promise<string> => {
  const answer = await post('/chart/create', body);
  const { success, url } = (await answer.json()) as { success: boolean; url: string };
  expect(success).toBe(true);
  return url;
};
const pictureOf = async (answer: Response) => {
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
  return readPicture(new Uint8Array(await answer.arrayBuffer()));
};

describe('the stand-in for QuickChart', () => {
  it('keeps a chart under a short URL and draws it for whoever looks', async () => {
    await start();
    const url = await create({ ...order, backgroundColor: '#00ff00' });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/chart\/render\/sf-[0-9a-f]{32}$/);
    const picture = await pictureOf(await fetch(url));
    expect([picture.width, picture.height]).toEqual([200, 100]);
    expect(picture.count(RED)).toBeGreaterThan(500);
    expect(picture.count('#00ff00')).toBeGreaterThan(5000);
    expect(service.stats()).toEqual({ requests: 2, created: 1, drawn: 1, errors: 0 });
  });

  it('draws at twice the size unless told, for a GET and a POST, under long names and short', async () => {
    await start();
    const short = new URLSearchParams({ c: JSON.stringify(configuration), w: '150', h: '80', v: '4', bkg: '#0000ff' });
    const got = await pictureOf(await fetch(`${service.url}/chart?${short}`));
    expect([got.width, got.height]).toEqual([300, 160]);
    expect(got.count('#0000ff')).toBeGreaterThan(10_000);
    const posted = await pictureOf(await post('/chart', { chart: configuration, version: '4' }));
    expect([posted.width, posted.height]).toEqual([1000, 600]);
  });

  it('has no picture where none was kept', async () => {
    await start();
    for (const path of ['/chart/render/sf-1', '/', '/chart/create'])
      expect((await fetch(`${service.url}${path}`)).status).toBe(404);
  });

  const bad = (parts: object) => ({ ...order, chart: { ...configuration, ...parts } });
  const withOptions = (options: object) => bad({ options });
  const withData = (data: unknown) => bad({ data: { datasets: [{ data }] } });

  it.each<[string, unknown, RegExp]>([
    ['what is not JSON', '{"chart":', /not JSON/],
    ['nothing', [], /missing variable/],
    ['a chart in JavaScript', { ...order, chart: '{type:"line"}' }, /not JSON/],
    ['a configuration of Chart.js 2', { ...order, version: undefined }, /version/],
    ['a size beyond all measure', { ...order, width: 30_000 }, /width/],
    ['a type that is not there', bad({ type: 'candlestick' }), /"candlestick" is not a registered controller/],
    ['no data', bad({ data: {} }), /datasets/],
    ['points that are none', withData([['a', 1]]), /data/],
    ['a dataset without data', withData(undefined), /data/],
    ['axes of version 2', withOptions({ scales: { yAxes: [{ ticks: {} }] } }), /scales/],
    [
      'an axis that is not there',
      withOptions({ scales: { x: { type: 'lineal' } } }),
      /"lineal" is not a registered scale/,
    ],
    ['an axis of dates without an adapter', withOptions({ scales: { x: { type: 'time' } } }), /date adapter/],
    ['a plugin that is not there', withOptions({ plugins: { annotation: {} } }), /annotation: not a plugin/],
    [
      'places that no number has',
      withOptions({ scales: { x: { type: 'linear', ticks: { format: { maximumFractionDigits: 200 } } } } }),
      /RangeError/,
    ],
    [
      'a colour that is none',
      bad({ data: { datasets: [{ data: [1], borderColor: 'redish' }] } }),
      /"redish" is no colour/,
    ],
    ['a background that is none', { ...order, backgroundColor: 'darkish' }, /"darkish" is no colour/],
  ])('refuses %s', async (_what, body, says) => {
    await start();
    const answer = await post('/chart/create', body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('x-quickchart-error')).toMatch(says);
    await expect(readPicture(new Uint8Array(await answer.arrayBuffer()))).resolves.toMatchObject({ width: 500 });
    expect(service.stats()).toMatchObject({ created: 0, errors: 1 });
  });

  it('keeps anything when it is told not to look, as the real one does, and refuses to draw it', async () => {
    await start({ validate: false });
    const url = await create(bad({ type: 'candlestick' }));
    const answer = await fetch(url);
    expect([answer.status, answer.headers.get('x-quickchart-error')]).toEqual([
      400,
      '"candlestick" is not a registered controller',
    ]);
  });

  it('remembers the last 200', async () => {
    await start({ validate: false });
    const urls: string[] = [];
    for (let width = 100; width <= 300; width++) urls.push(await create({ ...order, width }));
    expect((await fetch(urls[0] ?? '')).status).toBe(404);
    expect((await pictureOf(await fetch(urls[1] ?? ''))).width).toBe(101);
    expect((await pictureOf(await fetch(urls[200] ?? ''))).width).toBe(300);
  });

  it('can be told to fail', async () => {
    await start();
    const url = await create(order);
    const whole = await (await fetch(url)).arrayBuffer();
    service.control.inject({ kind: 'truncated', times: 1 });
    expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe(Math.ceil(whole.byteLength / 2));
    service.control.inject({ kind: 'too-many-requests', times: 1 });
    expect((await fetch(url)).status).toBe(429);
    service.control.inject({ kind: 'bad-key', times: 1 });
    expect((await fetch(url)).status).toBe(403);
    const state = await fetch(`${service.url}/__control`);
    expect(await state.json()).toEqual({ faults: [], stats: { requests: 5, created: 1, drawn: 2, errors: 2 } });
  });
});
