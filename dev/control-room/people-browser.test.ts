import { createServer, type Server } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listenOnLoopback } from '../services/loopback.ts';
import { isBrowserThere, launchBrowser, openRoom, VIEWPORTS } from './browser-fixtures.ts';
import { type ControlRoom, createControlRoom } from './control-room.ts';
import {
  boxOptions,
  CHANNEL,
  CORE,
  fakeDiscord,
  message,
  openOnlyTo,
  ROLES,
  SHARP,
  SHARP_CHANNEL,
} from './discord/fixtures.ts';
import { posted, postedWithButton } from './fixtures.ts';

const STRIPE = 'http://127.0.0.1:9';
const WITHIN = { timeout: 5000 };
const CHECKOUT = { type: 2, style: 5, label: 'Open the checkout page', url: `${STRIPE}/c/pay/cs_1` };
const ELSEWHERE = { type: 2, style: 5, label: 'More', url: 'https://example.test/more' };

describe.runIf(isBrowserThere)('people in a browser', () => {
  let browser: Browser;
  let server: Server;
  let room: ControlRoom;
  let url: string;
  let discord: ReturnType<typeof fakeDiscord>;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    discord = fakeDiscord(() => message({ components: [{ type: 1, components: [CHECKOUT, ELSEWHERE] }] }));
    openOnlyTo(discord.guild, CHANNEL.id, ['core', 'sharp']);
    openOnlyTo(discord.guild, SHARP_CHANNEL.id, ['sharp']);
    room = createControlRoom({ now: Date.now, discord: boxOptions(discord.client), stripeOrigin: STRIPE });
    server = createServer(room.listener);
    url = `http://127.0.0.1:${await listenOnLoopback(server)}/`;
    return () => {
      room.stop();
      server.close();
      server.closeAllConnections();
    };
  });

  const personOf = (page: Page, name: string) => page.locator('#people .person', { hasText: name });
  const changed = (userId: string, to: string) =>
    room.telemetry({ kind: 'log', level: 'info', event: 'subscription_changed', fields: { userId, from: 'none', to } });
  const directMessage = (id: string, userId: string) =>
    room.discordMessage(postedWithButton(id, 'manage', { kind: 'dm', name: `user ${userId}`, userId }));

  describe.each(VIEWPORTS)('on %s', (_, viewport) => {
    const open = async () => {
      const opened = await openRoom(browser, url, viewport);
      await opened.page.locator('#people .tier', { hasText: 'app:' }).first().waitFor();
      return opened;
    };
    const width = (page: Page) => page.evaluate('document.documentElement.scrollWidth');

    it('show the roles that Discord holds and the tier that the app counts, each as it changes', async () => {
      const { page, problems } = await open();
      const core = personOf(page, 'Core');
      expect(await core.locator('.roles').textContent()).toBe('no role');
      changed(CORE.id, 'sharp');
      await core.locator('.tier', { hasText: 'app: sharp' }).waitFor(WITHIN);
      expect(await core.locator('.roles').textContent()).toBe('no role');
      discord.guild.changeRole(CORE.id, ROLES.sharp.id, true);
      await core.locator('.role', { hasText: 'Sharp' }).waitFor(WITHIN);
      expect(await page.evaluate('getComputedStyle(document.querySelector("#people .person-name")).color')).toBe(
        'rgb(241, 196, 15)',
      );
      expect(await page.locator('#people-announcement').textContent()).toBe(
        'Core. Roles in Discord: Sharp. The app counts: sharp.',
      );
      discord.guild.changeRole(CORE.id, ROLES.sharp.id, false);
      changed(CORE.id, 'none');
      await core.locator('.no-role', { hasText: 'no role' }).waitFor(WITHIN);
      await core.locator('.tier', { hasText: 'app: none' }).waitFor(WITHIN);
      expect(await width(page)).toBe(viewport.width);
      expect(problems).toEqual([]);
      await page.close();
    });

    it('see the channels that their roles open, and their own direct messages; the operator sees all', async () => {
      discord.guild.changeRole(CORE.id, ROLES.core.id, true);
      room.discordMessage(posted('sharp', { title: 'Only for some' }, { kind: 'guild', name: 'sharp-signals' }));
      directMessage('to core', CORE.id);
      directMessage('to sharp', SHARP.id);
      const { page, problems } = await open();
      const tab = (name: string) => page.getByRole('tab', { name });
      const messageOf = (id: string) => page.locator(`.message[data-id="${id}"]`);
      await tab('sharp-signals').click();
      expect(await messageOf('sharp').isVisible()).toBe(true);
      expect(await page.locator('#tabs .lock:not([hidden])').count()).toBe(0);

      await page.locator('#viewer').selectOption('Core');
      expect(await page.locator('#locked').innerText()).toBe('Only Sharp reads this');
      expect(await tab('sharp-signals').locator('.lock').isVisible()).toBe(true);
      expect(await tab('odds-alerts').locator('.lock').isVisible()).toBe(false);
      expect(await messageOf('sharp').isVisible()).toBe(false);
      await tab('Direct').click();
      expect([await messageOf('to core').isVisible(), await messageOf('to sharp').isVisible()]).toEqual([true, false]);

      await tab('sharp-signals').click();
      discord.guild.changeRole(CORE.id, ROLES.sharp.id, true);
      await messageOf('sharp').waitFor(WITHIN);
      await page.getByRole('radio', { name: 'Sharp' }).check();
      expect(await page.locator('#viewer').inputValue()).toBe(SHARP.id);
      expect(await page.locator('#locked').isVisible()).toBe(true);
      await page.locator('#viewer').selectOption('');
      expect(await messageOf('sharp').isVisible()).toBe(true);
      expect(await width(page)).toBe(viewport.width);
      expect(problems).toEqual([]);
      await page.close();
    });

    it('buy in Discord’s own shop, leave the server and join it again', async () => {
      discord.guild.changeRole(CORE.id, ROLES.core.id, true);
      const { page, problems } = await open();
      await page.locator('#shop summary').click();
      await page.getByRole('button', { name: 'Buy sharp' }).click();
      await page.getByRole('button', { name: 'End sharp' }).click(WITHIN);
      await page.locator('#shop-entitlements li').waitFor({ state: 'detached', ...WITHIN });
      await page.getByRole('button', { name: 'Buy starter' }).click();
      await page.getByRole('button', { name: 'Refund starter' }).click(WITHIN);
      await page.locator('#shop-entitlements li').waitFor({ state: 'detached', ...WITHIN });
      expect(discord.sales).toEqual([
        ['ENTITLEMENT_CREATE', CORE.id, '213'],
        ['ENTITLEMENT_UPDATE', CORE.id, '213'],
        ['ENTITLEMENT_CREATE', CORE.id, '211'],
        ['ENTITLEMENT_DELETE', CORE.id, '211'],
      ]);
      await page.getByRole('button', { name: 'Leave the server' }).click();
      await personOf(page, 'Core').locator('.no-role', { hasText: 'left the server' }).waitFor(WITHIN);
      expect(await page.locator('#person-place').inputValue()).toBe('direct');
      await page.getByRole('button', { name: 'Join again' }).click();
      await page.getByRole('button', { name: 'Leave the server' }).waitFor(WITHIN);
      expect(await page.locator('#shop-problem').textContent()).toBe('');
      expect(await width(page)).toBe(viewport.width);
      expect(problems).toEqual([]);
      await page.close();
    });

    it('follow a link to the Stripe stand-in, and to nowhere else', async () => {
      const { page, problems } = await open();
      await page.locator('#command-field').fill('/help ');
      await page.locator('#command-field').press('Enter');
      const link = page.locator('#answers').getByRole('link', { name: 'Open the checkout page' });
      await link.waitFor();
      const attributes = ['href', 'target', 'rel'];
      const read = await Promise.all(attributes.map((name) => link.getAttribute(name)));
      expect(read).toEqual([CHECKOUT.url, '_blank', 'noopener']);
      expect(await page.locator('#answers a').count()).toBe(1);
      expect(await page.locator('.link-text').textContent()).toBe(`More${ELSEWHERE.url}`);
      const dashboard = page.getByRole('link', { name: 'Stripe stand-in: dashboard' });
      expect([await dashboard.getAttribute('href'), await dashboard.isVisible()]).toEqual([`${STRIPE}/`, true]);
      expect(await width(page)).toBe(viewport.width);
      expect(problems).toEqual([]);
      await page.close();
    });

    it('press the buttons of their direct messages themselves', async () => {
      directMessage('notice', SHARP.id);
      const { page, problems } = await open();
      expect(await page.getByRole('radio', { name: 'Core' }).isChecked()).toBe(true);
      await page.getByRole('tab', { name: 'Direct' }).click();
      await page.locator('.message[data-id="notice"]').getByRole('button').click();
      await page.locator('#answers .message', { hasText: 'Sharp pressed' }).getByRole('link').waitFor();
      expect(await page.getByRole('radio', { name: 'Sharp' }).isChecked()).toBe(true);
      expect(discord.asked).toMatchObject([{ kind: 'component', customId: 'manage', user: { id: SHARP.id } }]);
      expect(discord.asked[0]).not.toHaveProperty('channelId');
      expect(problems).toEqual([]);
      await page.close();
    });
  });

  it('type in a direct message when no channel is open to them, and where they like when one is', async () => {
    const { page } = await openRoom(browser, url, VIEWPORTS[0][1]);
    const place = page.locator('#person-place');
    const isIn = (name: string) =>
      place.locator('option:checked', { hasText: name }).waitFor({ state: 'attached', ...WITHIN });
    await isIn('a direct message');
    expect(await place.locator('option:disabled').allTextContents()).toEqual(['# odds-alerts', '# sharp-signals']);
    discord.guild.changeRole(CORE.id, ROLES.core.id, true);
    await isIn('# odds-alerts');
    expect(await place.locator('option:disabled').allTextContents()).toEqual(['# sharp-signals']);
    discord.guild.changeRole(CORE.id, ROLES.sharp.id, true);
    await place.locator('option:disabled').waitFor({ state: 'detached', ...WITHIN });
    await place.selectOption(SHARP_CHANNEL.id);
    discord.guild.changeRole(CORE.id, ROLES.sharp.id, false);
    await isIn('# odds-alerts');
    discord.guild.changeRole(CORE.id, ROLES.sharp.id, true);
    await isIn('# sharp-signals');
    await page.close();
  });
});
