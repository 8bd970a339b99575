import { createServer, type Server } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listenOnLoopback } from '../services/loopback.ts';
import { HOSTILE, isBrowserThere, launchBrowser, openRoom, VIEWPORTS, type Viewport } from './browser-fixtures.ts';
import { type ControlRoom, createControlRoom } from './control-room.ts';
import type { Interacted, InteractionRequest } from './discord/client.ts';
import { boxOptions, COMMANDS, choices, fakeDiscord, message, thinking } from './discord/fixtures.ts';
import { postedWithButton } from './fixtures.ts';

const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="150"><rect width="9" height="9"/></svg>';
/** Answers what the test wants to see; by default a greeting. */
type Reply = (request: InteractionRequest, id: string) => Partial<Interacted>;
const [[, DESK]] = VIEWPORTS;
const greeting: Reply = () => message({ embeds: [{ title: 'What you can ask' }] });

describe.runIf(isBrowserThere)('the Discord box in a browser', () => {
  let browser: Browser;
  let server: Server;
  let pictures: Server;
  let pictureOrigin: string;
  let room: ControlRoom;
  let url: string;
  let reply: Reply = greeting;
  const discord = fakeDiscord((request, id) => reply(request, id));

  beforeAll(async () => {
    pictures = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(PICTURE);
    });
    pictureOrigin = `http://127.0.0.1:${await listenOnLoopback(pictures)}`;
    room = createControlRoom({ now: Date.now, discord: boxOptions(discord.client, pictureOrigin) });
    server = createServer(room.listener);
    url = `http://127.0.0.1:${await listenOnLoopback(server)}/`;
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    room.stop();
    server.close();
    pictures.close();
  });
  beforeEach(() => {
    reply = greeting;
    discord.asked.splice(0);
    discord.register(COMMANDS);
  });

  const open = async (viewport: Viewport) => {
    const opened = await openRoom(browser, url, viewport, [pictureOrigin]);
    await opened.page.locator('#people input').first().waitFor();
    return opened;
  };
  const fieldOf = (page: Page) => page.locator('#command-field');
  const active = (page: Page) => page.locator('#choices [aria-selected=true]');
  const width = (page: Page) => page.evaluate('document.documentElement.scrollWidth');

  describe.each(VIEWPORTS)('on %s', (device, viewport) => {
    it('types /help and shows the answer to the asker alone, until it is dismissed', async () => {
      const { page, problems } = await open(viewport);
      await fieldOf(page).pressSequentially('/hel');
      expect(await active(page).textContent()).toBe('/helpWhat you can ask');
      expect(await fieldOf(page).getAttribute('aria-activedescendant')).toBe('choice-0');
      await fieldOf(page).press('Enter');
      await fieldOf(page).press('Enter');
      const answer = page.locator('#answers .message', { hasText: 'Core used /help' });
      await answer.locator('.embed-title', { hasText: 'What you can ask' }).waitFor();
      expect(await answer.locator('.private-note').textContent()).toContain('Only you can see this');
      expect(await answer.locator('.timing').textContent()).toBe('HTTP 200 · 12 ms');
      expect(await page.locator('#answer-announcement').textContent()).toContain('What you can ask');

      await page.getByRole('radio', { name: 'Sharp' }).check();
      expect(await answer.isVisible()).toBe(false);
      await page.getByRole('radio', { name: 'Core' }).check();
      await answer.getByRole('button', { name: 'Dismiss message' }).click();
      expect(await answer.count()).toBe(0);
      expect(discord.asked).toMatchObject([{ kind: 'command', name: 'help', user: { name: 'Core' } }]);
      expect(await width(page)).toBe(viewport.width);
      expect(problems).toEqual([]);
      await page.close();
    });

    it('sends a command that was typed out, though its list was closed', async () => {
      const { page } = await open(viewport);
      await fieldOf(page).pressSequentially('/help');
      await fieldOf(page).press('Escape');
      await fieldOf(page).press('Enter');
      await page.locator('#answers .message', { hasText: 'Core used /help' }).waitFor();
      // What was typed stands on the page before it has gone out.
      await expect.poll(() => discord.asked).toMatchObject([{ kind: 'command', name: 'help' }]);
      await page.close();
    });

    it('suggests values, takes them by keyboard and mouse, sends, and recalls', async () => {
      reply = (request, id) => {
        if (request.kind !== 'autocomplete') return greeting(request, id);
        const last = request.options.at(-1);
        return last?.name === 'league' ? choices('NFL', 'NBA') : choices('Bills', HOSTILE);
      };
      const { page, problems } = await open(viewport);
      const field = fieldOf(page);
      await field.pressSequentially('/odds ');
      await page.getByRole('option', { name: 'NBA' }).waitFor();
      await field.press('ArrowDown');
      expect(await active(page).textContent()).toBe('NBA');
      await field.press('Tab');
      expect(await page.locator('#line-before').textContent()).toBe('/oddsleagueNBA');
      expect(await page.locator('#command-hint').textContent()).toMatch(/^(Team · required|Looking…)/);
      await page.getByRole('option', { name: HOSTILE }).click();
      await field.press('Enter');
      const options = [
        { name: 'league', type: 3, value: 'id of NBA' },
        { name: 'team', type: 3, value: `id of ${HOSTILE}` },
      ];
      await page.locator('#answers .asking-text', { hasText: HOSTILE }).waitFor();
      expect(discord.asked.at(-1)).toMatchObject({ kind: 'command', name: 'odds', options });
      await field.press('ArrowUp');
      expect(await page.locator('#line-before').textContent()).toContain('leagueNBA');
      expect(await page.locator('#choices').isVisible()).toBe(false);
      expect(await width(page)).toBe(viewport.width);
      expect(await page.title()).toBe('OddsTracker control room');
      expect(problems).toEqual([]);
      await page.close();
    });

    it('presses a button of an alert: thinking first, then the answer with its picture', async () => {
      reply = () => thinking;
      const { page, problems } = await open(viewport);
      room.discordMessage(postedWithButton(`alert ${device}`, 'explain:1'));
      await page.locator(`.message[data-id="alert ${device}"]`).getByRole('button', { name: 'Explain' }).click();
      const answer = page.locator('#answers .message', { hasText: 'Core pressed Explain' });
      await answer.locator('.thinking', { hasText: 'OddsTracker is thinking…' }).waitFor();
      const image = { url: `${pictureOrigin}/chart?id=${device}` };
      const elsewhere = { title: 'Elsewhere', image: { url: 'http://127.0.0.1:9/x' } };
      discord.answerLate(discord.lastId(), { embeds: [{ title: 'How it moved', image }, elsewhere] });
      const picture = answer.getByRole('img', { name: 'Picture: How it moved' });
      await picture.waitFor();
      await page.waitForFunction('document.querySelector(".embed-image").naturalWidth === 300');
      expect(await answer.locator('.embed-no-image').textContent()).toBe('Picture, shown in Discord');
      expect(await answer.locator('.timing').textContent()).toMatch(/^HTTP 200 · 12 ms · the answer after \d/);
      expect(discord.asked).toMatchObject([{ kind: 'component', customId: 'explain:1' }]);
      expect(await width(page)).toBe(viewport.width);
      expect(problems).toEqual([]);
      await page.close();
    });
  });

  it('says what is missing or wrong, and sends nothing', async () => {
    const { page, problems } = await open(DESK);
    const field = fieldOf(page);
    const hint = page.locator('#command-hint');
    await field.fill('hello');
    await field.press('Enter');
    expect(await hint.textContent()).toContain('Type /');
    await field.fill('/watch messages cooldown:9999');
    expect(await field.inputValue()).toBe('9999');
    await field.press('Enter');
    expect(await hint.textContent()).toBe('cooldown: At most 1440.');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await field.fill('');
    for (let i = 0; i < 3; i++) await field.press('Backspace');
    expect(await field.inputValue()).toBe('/watch message');
    await field.press('Escape');
    expect(await page.locator('#choices').isVisible()).toBe(false);
    expect(discord.asked).toEqual([]);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('shows in red that the application did not respond, and hostile text as text', async () => {
    reply = (request) =>
      request.kind === 'command' && request.name === 'help'
        ? { status: 0, ms: 3001, refusal: HOSTILE }
        : message({ content: HOSTILE, embeds: [{ title: HOSTILE, url: 'javascript:alert(1)' }] }, false);
    const { page, problems } = await open(DESK);
    await fieldOf(page).fill('/help ');
    await fieldOf(page).press('Enter');
    const failed = page.locator('#answers .failure');
    await failed.waitFor();
    expect(await failed.textContent()).toBe('The application did not respond');
    expect(await page.locator('#answers .timing').textContent()).toBe(`${HOSTILE} · no HTTP answer · 3.00 s`);
    await fieldOf(page).fill('/watch list ');
    await fieldOf(page).press('Enter');
    const title = page.locator('#answers .embed-title');
    await title.waitFor();
    expect(await title.textContent()).toBe(HOSTILE);
    await page.getByRole('radio', { name: 'Sharp' }).check();
    expect(await title.isVisible()).toBe(true);
    expect(await page.locator('#answers img:not(.avatar), #answers a, body script').count()).toBe(0);
    expect(await page.title()).toBe('OddsTracker control room');
    expect(await width(page)).toBe(DESK.width);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('says that no command is registered yet, and finds it when it is', async () => {
    discord.register([]);
    const { page } = await open(DESK);
    await page.locator('#no-commands', { hasText: 'No command is registered yet' }).waitFor();
    discord.register(COMMANDS);
    await fieldOf(page).focus();
    await page.locator('#no-commands').waitFor({ state: 'hidden' });
    await fieldOf(page).pressSequentially('/');
    expect(await page.getByRole('option').count()).toBeGreaterThan(3);
    await page.close();
  });

  it('says plainly that the real Discord is connected', async () => {
    const real = createControlRoom({ now: Date.now });
    const realServer = createServer(real.listener);
    const address = `http://127.0.0.1:${await listenOnLoopback(realServer)}/`;
    const { page, problems } = await openRoom(browser, address, DESK);
    await page.locator('#discord-real', { hasText: 'The real Discord is connected: type commands' }).waitFor();
    expect(await fieldOf(page).isVisible()).toBe(false);
    expect(problems).toEqual([]);
    await page.close();
    real.stop();
    realServer.close();
  });
});
