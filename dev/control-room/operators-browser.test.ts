import { createServer, type Server } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Tables } from '../kql/run-kql.ts';
import { listenOnLoopback } from '../services/loopback.ts';
import { readTiles } from '../workbook/tiles.ts';
import { HOSTILE, isBrowserThere, launchBrowser, openRoom, VIEWPORTS, type Viewport } from './browser-fixtures.ts';
import { type ControlRoom, createControlRoom } from './control-room.ts';
import { someTelemetry, tablesOf, telemetryAt } from './operators/fixtures.ts';

let server: Server;
let room: ControlRoom;
let url: string;
let tables: Tables | (() => never);

beforeEach(async () => {
  tables = {};
  room = createControlRoom({
    now: Date.now,
    operators: { tables: () => (typeof tables === 'function' ? tables() : tables), monthlyCredits: 1000 },
  });
  server = createServer(room.listener);
  url = `http://127.0.0.1:${await listenOnLoopback(server)}`;
});
afterEach(() => {
  room.stop();
  server.close();
  server.closeAllConnections();
});

describe('the route of the tiles', () => {
  it('refuses a range that there is not, and says where no telemetry is kept', async () => {
    expect((await fetch(`${url}/operators/tiles.json?range=2y`)).status).toBe(400);
    const bare = createControlRoom({ now: Date.now });
    const other = createServer(bare.listener);
    const response = await fetch(`http://127.0.0.1:${await listenOnLoopback(other)}/operators/tiles.json`);
    expect([response.status, await response.text()]).toEqual([409, expect.stringContaining('No telemetry is kept')]);
    bare.stop();
    other.close();
    other.closeAllConnections();
  });

  it('survives tables that cannot be had', async () => {
    tables = () => {
      throw new Error('gone');
    };
    expect((await fetch(`${url}/operators/tiles.json`)).status).toBe(500);
    tables = {};
    expect((await fetch(`${url}/operators/tiles.json?range=4h`)).status).toBe(200);
  });
});

describe.runIf(isBrowserThere)('the operators’ page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  const open = (viewport: Viewport) => openRoom(browser, `${url}/operators`, viewport, [url]);
  const tile = (page: Page, id: string) => page.locator(`#${id}`);
  const width = (page: Page) => page.evaluate('document.documentElement.scrollWidth');

  it.each(VIEWPORTS)('shows every tile with its colour, charts and query on %s', async (_device, viewport) => {
    tables = someTelemetry(Date.now());
    const { page, problems } = await open(viewport);
    expect(await page.locator('.tile').evaluateAll((all) => all.map(({ id }) => id).sort())).toEqual(
      readTiles()
        .map(({ id }) => id)
        .sort(),
    );
    expect(await page.locator('#verdict').textContent()).toMatch(/^Act: .*Queues/);
    expect(await tile(page, 'queues').getAttribute('data-state')).toBe('critical');
    expect(await tile(page, 'queues').locator('tbody tr').first().textContent()).toBe('deliveries0 s1act');
    expect(await tile(page, 'poll-freshness').getAttribute('data-state')).toBe('good');
    expect(await tile(page, 'claude').locator('td, tbody th').allTextContents()).toEqual([
      '5',
      '0',
      '4,720',
      '$0.02',
      '6',
      '16.7 %',
    ]);
    expect(await tile(page, 'latency-trend').locator('.trend-line').count()).toBe(2);
    expect(await tile(page, 'signals-by-level').locator('.trend-line').first().getAttribute('d')).toMatch(
      /^M[\d.]+ .*L/,
    );
    const query = tile(page, 'queues').locator('details');
    expect(await query.locator('pre').isVisible()).toBe(false);
    await query.locator('summary').click();
    expect(await query.locator('pre').textContent()).toContain("metric == 'queue_age_seconds'");
    expect(await width(page)).toBe(viewport.width);
    expect(problems).toEqual([]);
    await page.close();
  });

  it.each(VIEWPORTS)('says why there is nothing, and shows hostile names as text, on %s', async (_device, viewport) => {
    const { metric } = telemetryAt(Date.now());
    tables = tablesOf([1, 2].map((ago) => metric('poll_age_intervals', 9, { league: HOSTILE }, ago)));
    const { page, problems } = await open(viewport);
    expect(await tile(page, 'alert-latency').textContent()).toContain('No alert was delivered today');
    expect(await tile(page, 'alert-latency').getAttribute('data-state')).toBe('quiet');
    expect(await tile(page, 'poll-freshness').locator('tbody th').textContent()).toBe(HOSTILE);
    expect(await page.locator('.tile img, .tile script').count()).toBe(0);
    expect(await page.title()).toBe('OddsTracker for operators');
    expect(await width(page)).toBe(viewport.width);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('is a click away from the control room, and back', async () => {
    const { page } = await openRoom(browser, `${url}/`, VIEWPORTS[0][1]);
    await page.locator('header a', { hasText: 'Operators' }).click();
    await page.locator('#connection[data-state="live"]').waitFor();
    await page.locator('header a', { hasText: 'Control room' }).click();
    await page.locator('#markets').waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
    await page.close();
  });

  it('looks further back when asked, and says when nobody answers', async () => {
    const { metric } = telemetryAt(Date.now());
    tables = tablesOf([metric('signals', 7, { level: 'High', type: 'SteamMove' }, 120)]);
    const { page } = await open(VIEWPORTS[0][1]);
    expect(await tile(page, 'signals-by-level').locator('.empty').count()).toBe(1);
    await page.locator('#range').selectOption('4h');
    await tile(page, 'signals-by-level').locator('.trend-names', { hasText: 'High 7' }).waitFor();
    await page.route('**/operators/tiles.json*', (route) => route.abort());
    await page.locator('#range').selectOption('24h');
    await page.locator('#verdict', { hasText: 'does not answer' }).waitFor();
    expect(await page.locator('#connection').getAttribute('data-state')).toBe('reconnecting');
    expect(await tile(page, 'signals-by-level').textContent()).toContain('High 7');
    await page.close();
  });
});
