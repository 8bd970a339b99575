import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBrowserThere, launchBrowser, VIEWPORTS } from '../../dev/control-room/browser-fixtures.ts';
import { listenOnLoopback } from '../../dev/services/loopback.ts';
import { BILLING_PAGE_HEADERS, backPage, cancelledPage, successPage } from './billing-pages.ts';

const PAGES: Readonly<Record<string, { readonly draw: () => string; readonly says: readonly string[] }>> = {
  success: { draw: successPage, says: ['Your role follows within a few seconds', '/account'] },
  cancelled: { draw: cancelledPage, says: ['nothing was charged', '/subscribe'] },
  back: { draw: backPage, says: ['counts within a few seconds', '/account'] },
};

describe.each(Object.entries(PAGES))('the page %s', (_, { draw, says }) => {
  it('says what happens next', () => {
    const text = draw().replaceAll(/<[^>]+>/g, '');
    for (const words of ['What happens next', ...says]) expect(text).toContain(words);
  });

  it('holds no script and nothing from elsewhere', () => {
    expect(draw()).not.toMatch(/<script|<img|<link|<iframe|<form|@import|url\(|\son\w+=|javascript:/i);
    expect(draw().match(/https?:\/\/[^"]+/g)).toEqual(['https://discord.com/channels/@me']);
  });

  it('has the one style that its headers allow', () => {
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(draw()) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(BILLING_PAGE_HEADERS['content-security-policy']).toContain(`style-src 'sha256-${hash}'`);
    expect(draw()).not.toMatch(/\sstyle=/);
  });
});

it('lets nothing in, and keeps nothing', () => {
  expect(BILLING_PAGE_HEADERS).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': expect.stringMatching(/^default-src 'none'; .*frame-ancestors 'none'/),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
});

describe.runIf(isBrowserThere)('in a browser', () => {
  let browser: Browser;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const drawn = PAGES[request.url?.slice(1) ?? ''];
      response.writeHead(drawn ? 200 : 204, BILLING_PAGE_HEADERS).end(drawn?.draw());
    });
    url = `http://127.0.0.1:${await listenOnLoopback(server)}/`;
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    server.close();
  });

  describe.each(VIEWPORTS)('on %s', (_, viewport) => {
    it.each(Object.keys(PAGES))('%s is styled, fits the width and has one way on', async (name) => {
      const page = await browser.newPage({ viewport, colorScheme: 'dark' });
      const problems: string[] = [];
      page.on('console', (message) => problems.push(message.text()));
      await page.goto(url + name);
      expect(await page.evaluate('getComputedStyle(document.body).display')).toBe('grid');
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
      expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
      const link = page.getByRole('link');
      expect(await link.count()).toBe(1);
      expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(44);
      expect(problems).toEqual([]);
      await page.close();
    });
  });
});
