import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { listenOnLoopback } from '../../services/loopback.ts';
import { createControlRoom } from '../control-room.ts';
import type { DiscordBoxOptions } from '../discord/box.ts';
import { boxOptions, CHANNEL, CORE, fakeDiscord, message, ROLES, SHARP, thinking } from '../discord/fixtures.ts';
import type { InteractionView, Menu } from '../discord/model.ts';
import { NOON, postedWithButton } from '../fixtures.ts';
import type { RoomUpdate } from '../state/room.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const openRoom = async (discord?: DiscordBoxOptions, stripe: { readonly stripeOrigin?: string } = {}) => {
  const room = createControlRoom({ now: () => NOON, ...(discord ? { discord } : {}), ...stripe });
  const server = createServer(room.listener);
  const url = `http://127.0.0.1:${await listenOnLoopback(server)}`;
  closing.push(async () => {
    room.stop();
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  return { room, url };
};

/** A body as the page reads it. */
const json = <T>(response: Response): Promise<T> => response.json() as Promise<T>;

const HELP = { kind: 'command', personId: CORE.id, channelId: CHANNEL.id, name: 'help', options: [] };

const post = (
  url: string,
  body: string | ReadableStream,
  headers: Record<string, string> = {},
  what = 'interactions',
) =>
  fetch(`${url}/room/discord/${what}`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json', ...headers },
    body,
    duplex: 'half',
  });

describe('the box’s routes', () => {
  it('tell who there is and what can be typed', async () => {
    const { url } = await openRoom(boxOptions(fakeDiscord(() => thinking).client));
    const menu = await json<Menu>(await fetch(`${url}/room/discord`));
    expect(menu).toMatchObject({
      isStandIn: true,
      people: [
        { id: CORE.id, name: 'Core', standing: 'core' },
        { id: SHARP.id, name: 'Sharp', standing: 'sharp' },
      ],
      places: [{ id: CHANNEL.id, name: '# odds-alerts' }, {}, { id: 'direct', name: 'a direct message' }],
    });
    expect(menu.commands).toContainEqual({
      name: 'watch',
      subcommands: ['list'],
      description: 'Your watches',
      options: [],
    });
    expect(menu.people[0]).not.toHaveProperty('roles');
  });

  it('tell that no command is registered yet', async () => {
    const { url } = await openRoom(boxOptions(fakeDiscord(() => thinking, []).client));
    expect(await (await fetch(`${url}/room/discord`)).json()).toMatchObject({ isStandIn: true, commands: [] });
  });

  it('say that the real Discord is connected, and act nowhere', async () => {
    const { url } = await openRoom();
    expect(await (await fetch(`${url}/room/discord`)).json()).toEqual({
      isStandIn: false,
      people: [],
      places: [],
      commands: [],
      shop: [],
    });
    for (const what of ['interactions', 'purchases', 'members'])
      expect((await post(url, JSON.stringify(HELP), {}, what)).status, what).toBe(409);
    expect((await fetch(`${url}/room/discord/answers?id=1`)).status).toBe(409);
  });

  it('send what a person does and answer with what Discord would show', async () => {
    const discord = fakeDiscord(() => message({ embeds: [{ title: 'Help' }] }));
    const { url } = await openRoom(boxOptions(discord.client));
    const response = await post(url, JSON.stringify(HELP));
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toMatchObject({
      status: 200,
      ms: 12,
      answer: { kind: 'message', message: { isPrivate: true, embeds: [{ title: 'Help' }] } },
    });
    expect(discord.asked).toMatchObject([{ kind: 'command', name: 'help', user: { id: CORE.id } }]);
  });

  it('press buttons of the alerts that the room was told of', async () => {
    const discord = fakeDiscord(() => message({}));
    const { room, url } = await openRoom(boxOptions(discord.client));
    room.discordMessage(postedWithButton('77', 'explain:1'));
    const deed = { kind: 'component', personId: CORE.id, messageId: '77', customId: 'explain:1' };
    expect((await post(url, JSON.stringify(deed))).status).toBe(200);
    expect(discord.asked).toMatchObject([{ kind: 'component', message: { id: '77' } }]);
  });

  it('bring the promised answer when it comes', async () => {
    const discord = fakeDiscord(() => thinking);
    const { url } = await openRoom(boxOptions(discord.client));
    const { id, answer } = await json<InteractionView>(await post(url, JSON.stringify(HELP)));
    expect(answer).toEqual({ kind: 'thinking', isPrivate: true });
    const waiting = fetch(`${url}/room/discord/answers?id=${id}`);
    discord.answerLate(id, { content: 'At last' });
    expect(await (await waiting).json()).toMatchObject([{ id, message: { content: 'At last', isPrivate: true } }]);
    const unknown = await fetch(`${url}/room/discord/answers?id=5`);
    expect(await unknown.json()).toMatchObject([{ id: '5', problem: expect.any(String) }]);
  });

  it('end the waiting for an answer when the room stops', async () => {
    const { room, url } = await openRoom(boxOptions(fakeDiscord(() => thinking).client));
    const { id } = await json<InteractionView>(await post(url, JSON.stringify(HELP)));
    const waiting = fetch(`${url}/room/discord/answers?id=${id}`);
    room.stop();
    expect(await (await waiting).json()).toEqual([]);
  });

  it.each([
    ['no JSON', '{', {}, 400],
    ['JSON of another form', '[]', {}, 400],
    ['somebody unknown', JSON.stringify({ ...HELP, personId: '5' }), {}, 404],
    ['a form, as any page may send', 'kind=command', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['text, as any page may send', JSON.stringify(HELP), { 'content-type': 'text/plain' }, 415],
    ['another site', JSON.stringify(HELP), { origin: 'https://evil.test' }, 403],
    ['too much', JSON.stringify({ ...HELP, name: 'x'.repeat(16 * 1024) }), {}, 413],
  ])('refuse %s, and ask the app nothing', async (_, body, headers, status) => {
    const discord = fakeDiscord(() => message({}));
    const { url } = await openRoom(boxOptions(discord.client));
    const response = await post(url, body, headers);
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'text/plain; charset=utf-8']);
    expect((await response.text()).length).toBeGreaterThan(5);
    expect(discord.asked).toEqual([]);
  });

  it.each([
    ['purchases', { kind: 'buy', personId: CORE.id, tier: 'sharp' }],
    ['members', { kind: 'leave', personId: CORE.id }],
  ])('take %s from the room’s own page alone', async (what, deed) => {
    const discord = fakeDiscord(() => thinking);
    const { url } = await openRoom(boxOptions(discord.client));
    const body = JSON.stringify(deed);
    expect((await post(url, body, { origin: 'https://evil.test' }, what)).status).toBe(403);
    expect((await post(url, body, { 'content-type': 'text/plain' }, what)).status).toBe(415);
    expect((await post(url, '{}', {}, what)).status).toBe(400);
    expect([discord.sales, discord.guild.isMember(CORE.id)]).toEqual([[], true]);
    const taken = await post(url, body, {}, what);
    expect([taken.status, await taken.json()]).toEqual([200, { kind: 'done' }]);
    expect([discord.sales.length, discord.guild.isMember(CORE.id)]).toEqual(
      what === 'purchases' ? [1, true] : [0, false],
    );
  });

  it('tell with the state how everybody stands, and where Stripe is played', async () => {
    const discord = fakeDiscord(() => thinking);
    const { room, url } = await openRoom(boxOptions(discord.client), { stripeOrigin: 'http://127.0.0.1:5000' });
    discord.guild.changeRole(CORE.id, ROLES.core.id, true);
    const fields = { userId: SHARP.id, from: 'sharp', to: 'none', reason: 'payment-overdue' };
    room.telemetry({ kind: 'log', level: 'info', event: 'subscription_changed', fields });
    const link = { type: 2, style: 5, label: 'Pay', url: 'http://127.0.0.1:5000/pay' };
    const { message } = postedWithButton('1', 'explain:1');
    room.discordMessage({
      channel: { kind: 'dm', name: 'user 301', userId: CORE.id },
      message: { ...message, components: [{ type: 1, components: [link, { ...link, url: 'https://x.test/' }] }] },
      at: NOON,
    });
    expect(await json<RoomUpdate>(await fetch(`${url}/room/state`))).toMatchObject({
      status: { stripeDashboard: 'http://127.0.0.1:5000/' },
      people: [
        { id: CORE.id, roles: [{ name: 'Core' }], standing: 'core', locked: [], entitlements: [] },
        { id: SHARP.id, roles: [], standing: 'none' },
      ],
      alerts: [{ recipient: 'Core', recipientId: CORE.id, rows: [[{ isOpened: true }, { isOpened: false }]] }],
    });
  });

  it('read no more than they take of a body that does not say how long it is', async () => {
    const { url } = await openRoom(boxOptions(fakeDiscord(() => message({})).client));
    const sending = request(`${url}/room/discord/interactions`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/json' },
    });
    sending.on('error', () => undefined);
    sending.write(' '.repeat(20_000));
    const [response] = await once(sending, 'response');
    expect(response.statusCode).toBe(413);
    sending.destroy();
  });

  it('allow pictures of the one origin that was named, and nothing else', async () => {
    const { url } = await openRoom(boxOptions(fakeDiscord(() => thinking).client, 'http://127.0.0.1:5000'));
    const policy = (await fetch(url)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("img-src 'self' http://127.0.0.1:5000;");
    expect(policy.replace(/img-src[^;]*;/, '')).not.toMatch(/unsafe|https?:|\*/);
  });

  it('know their methods', async () => {
    const { url } = await openRoom();
    const got = await fetch(`${url}/room/discord/interactions`);
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
    const put = await fetch(`${url}/room/discord`, { method: 'POST' });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET']);
  });
});
