import { createServer, type Server } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenOnLoopback } from '../services/loopback.ts';
import { HOSTILE, isBrowserThere, launchBrowser, openRoom, VIEWPORTS, type Viewport } from './browser-fixtures.ts';
import { type ControlRoom, createControlRoom } from './control-room.ts';
import { createDemo } from './demo.ts';
import { marketChanged, posted } from './fixtures.ts';

describe.runIf(isBrowserThere)('the control room in a browser', () => {
  let browser: Browser;
  let server: Server;
  let room: ControlRoom;
  let url: string;

  beforeAll(async () => {
    room = createControlRoom({ now: Date.now });
    createDemo(room, Date.now).beat();
    server = createServer(room.listener);
    url = `http://127.0.0.1:${await listenOnLoopback(server)}/`;
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    room.stop();
    server.close();
  });

  const open = (viewport: Viewport) => openRoom(browser, url, viewport);
  const alertOf = (page: Page, id: string) => page.locator(`.message[data-id="${id}"]`);

  describe.each(VIEWPORTS)('on %s', (device, viewport) => {
    it('draws an alert that arrives, as Discord would', async () => {
      const { page, problems } = await open(viewport);
      const unix = Math.round(Date.now() / 1000) + 7230;
      room.discordMessage({
        ...posted(`alert ${device}`, {
          title: 'Steam move: take the Wolves',
          description: `**fanduel** still has *1.95*, starts <t:${unix}:R>`,
          color: 0xf0616d,
          fields: ['Line', 'Sure', 'Seen'].map((name) => ({ name, value: '`x`', inline: true })),
          footer: { text: 'Bet only what you can afford to lose' },
        }),
        at: Date.now(),
      });
      const alert = alertOf(page, `alert ${device}`);
      await alert.waitFor();
      expect(await alert.locator('.embed-description strong').textContent()).toBe('fanduel');
      expect(await alert.locator('time[data-style="R"]').textContent()).toBe('in 2 hours');
      const colour = await page.evaluate(
        `getComputedStyle(document.querySelector('[data-id="alert ${device}"] .embed')).borderLeftColor`,
      );
      expect(colour).toBe('rgb(240, 97, 109)');
      const tops = await alert
        .locator('.embed-field')
        .evaluateAll((fields) => fields.map((field) => field.getBoundingClientRect().top));
      expect(new Set(tops).size).toBe(1);
      expect(await page.locator('#announcement').textContent()).toContain('Steam move');
      expect(problems).toEqual([]);
      await page.close();
    });

    it('draws charts and figures, without running over the side', async () => {
      const { page, problems } = await open(viewport);
      const chart = page.locator('.event', { hasText: 'Frost Owls' }).locator('.chart').first();
      await chart.waitFor();
      expect(Number(await chart.getAttribute('data-points'))).toBeGreaterThan(1);
      expect(await chart.locator('.consensus-line').getAttribute('d')).toMatch(/^M[\d.]+ [\d.]+H/);
      expect(await chart.locator('.book-lines').getAttribute('d')).toMatch(/^M.+M/);
      expect(await page.locator('.figure strong').first().textContent()).toBe('1');
      room.queueDepths({ deliveries: 0, 'deliveries-poison': 2 });
      await page.locator('.poisoned', { hasText: '2' }).waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
      expect(problems).toEqual([]);
      await page.close();
    });

    it('shows hostile text as text', async () => {
      const { page, problems } = await open(viewport);
      const eventId = `hostile ${device}`;
      const commenceTime = Date.now() + 60_000;
      room.telemetry(
        marketChanged({ eventId, home: HOSTILE, away: HOSTILE, leagueTitle: HOSTILE, commenceTime, at: Date.now() }),
      );
      room.telemetry({ kind: 'log', level: 'warn', event: HOSTILE, fields: { team: HOSTILE } });
      const link = { title: HOSTILE, url: 'javascript:document.title="hacked"', description: HOSTILE };
      room.discordMessage(posted(eventId, link));
      const card = page.locator(`[data-event="${eventId}"]`);
      await card.waitFor();
      await alertOf(page, eventId).waitFor();
      expect(await card.locator('.team').first().textContent()).toBe(HOSTILE);
      expect(await page.locator('.event img, .log img, .embed img, .embed a, body script').count()).toBe(0);
      expect(await page.title()).toBe('OddsTracker control room');
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
      expect(problems).toEqual([]);
      await page.close();
    });

    it('has room for what is unread in every tab', async () => {
      const { page } = await open(viewport);
      for (const [kind, tab] of [
        ['guild', '# sharp-signals'],
        ['dm', 'Direct'],
      ] as const) {
        for (let id = 0; id < 100; id++)
          room.discordMessage({
            ...posted(`unread ${device} ${kind} ${id}`, { title: 'News' }),
            channel: { kind, name: 'sharp-signals' },
          });
        await page.locator('[role=tab]', { hasText: tab }).locator('.badge', { hasText: '99+' }).waitFor();
      }
      const [needed, there] = await page
        .locator('#tabs')
        .evaluate(({ scrollWidth, clientWidth }: { scrollWidth: number; clientWidth: number }) => [
          scrollWidth,
          clientWidth,
        ]);
      expect(needed).toBe(there);
      await page.close();
    });

    it('is worked by keyboard and filter', async () => {
      const { page } = await open(viewport);
      await page.locator('[role=tab][aria-selected=true]').press('ArrowRight');
      expect(await page.locator('[role=tab][aria-selected=true]').textContent()).toContain('sharp-signals');
      await page.locator('[role=tab][aria-selected=true]').press('ArrowLeft');
      await page.locator('input[type=search]').fill('frost');
      await page.locator('.event', { hasNotText: 'Frost Owls' }).first().waitFor({ state: 'detached' });
      expect(await page.locator('.event').count()).toBeGreaterThan(0);
      await page.close();
    });
  });
});
