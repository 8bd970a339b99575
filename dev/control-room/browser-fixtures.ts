import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** The first has nothing but what a page needs, and opens one in a third of the time. */
const BROWSERS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
const CHROMIUM = process.env.CHROMIUM_PATH ?? BROWSERS.find((path) => existsSync(path));
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where no browser is installed this is left to CI, where it must be: there it fails instead. */
export const isBrowserThere = CHROMIUM !== undefined || process.env.CI === 'true';

export const VIEWPORTS = [
  ['a desk', { width: 1440, height: 900 }],
  ['a phone', { width: 390, height: 844 }],
] as const;
export type Viewport = (typeof VIEWPORTS)[number][1];

/** Markup that would change the page's title if it ever became such. */
export const HOSTILE = '<img src=x onerror="document.title=\'hacked\'"><script>document.title="hacked"</script>';

export const launchBrowser = (): Promise<Browser> => {
  if (CHROMIUM === undefined)
    throw new Error(`There is none of ${BROWSERS.join(', ')}: install one, or set CHROMIUM_PATH.`);
  return chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
};

/**
 * Opens the control room, and waits until it is live.
 * @param others origins beside the room's own that may be asked for something
 * @returns the page, and what went wrong in it so far: the console's lines, errors, requests to elsewhere
 */
export const openRoom = async (browser: Browser, url: string, viewport: Viewport, others: readonly string[] = []) => {
  const page = await browser.newPage({ viewport });
  const problems: string[] = [];
  page.on('console', (message) => message.type() !== 'log' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => {
    if (![url, ...others].some((known) => request.url().startsWith(known))) problems.push(`asked for ${request.url()}`);
  });
  await page.goto(url);
  await page.locator('#connection[data-state="live"]').waitFor();
  return { page, problems };
};
