import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Posted } from './api.ts';
import { createDiscordValidator, discordOpenApiPath } from './openapi.ts';
import { type DiscordOptions, type DiscordStandIn, startDiscord } from './server.ts';

const CHANNEL = '200000000000000001';
const OTHER = '200000000000000002';
const USER = '300000000000000001';
const channels = [
  { id: CHANNEL, name: 'odds-alerts' },
  { id: OTHER, name: 'sharp-signals' },
];
// Every accepted body of these tests is valid by Discord's own description, where that file is there.
const spec = discordOpenApiPath();
const validator = existsSync(spec) ? { validate: createDiscordValidator(spec) } : {};

let discord: DiscordStandIn;
let now = 0;
const start = async (options: Partial<DiscordOptions> = {}) => {
  now = Date.UTC(2026, 0, 4, 12);
  discord = await startDiscord({ now: () => now, token: 'secret', channels, ...validator, ...options });
};
afterEach(async () => {
  expect(discord.violations()).toEqual([]);
  await discord.stop();
});

const call = async (method: string, path: string, body?: unknown, token = 'Bot secret') => {
  const answer = await fetch(`${discord.url}${path}`, {
    method,
    headers: { authorization: token, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const json = text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text;
  return { status: answer.status, json, header: (name: string) => answer.headers.get(name) };
};
const post = (body: unknown, channel = CHANNEL) => call('POST', `/channels/${channel}/messages`, body);
const openDm = (recipient_id = USER) => call('POST', '/users/@me/channels', { recipient_id });

describe('messages', () => {
  it('stores a message, shows it and tells of it', async () => {
    await start();
    const seen: Posted[] = [];
    const stop = discord.onMessage((posted) => seen.push(posted));
    const { status, json } = await post({ content: 'hello', embeds: [{ title: 'move' }], nonce: 'n1' });
    expect(status).toBe(200);
    expect(json).toMatchObject({ channel_id: CHANNEL, content: 'hello', nonce: 'n1', author: { bot: true } });
    expect(json.embeds).toEqual([{ type: 'rich', title: 'move' }]);
    expect(seen).toEqual([
      { channelId: CHANNEL, channel: { id: CHANNEL, name: 'odds-alerts', kind: 'guild' }, message: json, at: now },
    ]);
    stop();
    await post({ content: 'again' });
    expect(seen).toHaveLength(1);
    const list = await call('GET', `/channels/${CHANNEL}/messages?limit=1`);
    expect(list.json).toMatchObject([{ content: 'again' }]);
    const older = await call('GET', `/channels/${CHANNEL}/messages?before=${list.json[0].id}`);
    expect(older.json).toEqual([json]);
    expect((await call('GET', `/channels/${CHANNEL}/messages?limit=101`)).json.code).toBe(50035);
  });

  it('refuses a wrong token, an unknown channel and an unknown path', async () => {
    await start();
    const refused = await call('POST', `/channels/${CHANNEL}/messages`, { content: 'x' }, 'Bot wrong');
    expect([refused.status, refused.json]).toEqual([401, { message: '401: Unauthorized', code: 0 }]);
    const unknown = await post({ content: 'x' }, '999');
    expect([unknown.status, unknown.json]).toEqual([404, { message: 'Unknown Channel', code: 10003 }]);
    expect((await call('GET', '/guilds/1')).status).toBe(404);
  });

  it.each([
    ['{"content":', 50109],
    ['[]', 50006],
    [{}, 50006],
    [{ content: 'x'.repeat(2001) }, 50035],
  ])('refuses %j with %i', async (body, code) => {
    await start();
    const { status, json } = await post(body);
    expect([status, json.code]).toEqual([400, code]);
    expect(discord.received().deliveries).toBe(0);
  });

  it('nests what is wrong with an embed as Discord does', async () => {
    await start();
    const { status, json } = await post({ embeds: [{}, { title: 'x'.repeat(257) }] });
    expect(status).toBe(400);
    expect(json).toEqual({
      code: 50035,
      message: 'Invalid Form Body',
      errors: {
        embeds: {
          1: { title: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 256 or fewer in length.' }] } },
        },
      },
    });
  });
});

describe('nonces', () => {
  const alert = { content: 'alert', nonce: 'signal-1', enforce_nonce: true };

  it('answers a repeat with the first message for five minutes', async () => {
    await start();
    const first = await post(alert);
    expect((await post({ ...alert, content: 'changed' })).json).toEqual(first.json);
    expect(discord.received()).toEqual({ deliveries: 1, duplicates: 0, suppressed: 1 });
    now += 299_999;
    expect((await post(alert)).json.id).toBe(first.json.id);
    now += 1;
    expect((await post(alert)).json.id).not.toBe(first.json.id);
    expect(discord.received()).toEqual({ deliveries: 2, duplicates: 1, suppressed: 2 });
  });

  it('goes by author, not by channel: a nonce without its destination loses the message', async () => {
    await start();
    const first = await post(alert);
    expect((await post(alert, OTHER)).json.channel_id).toBe(first.json.channel_id);
    expect(discord.messages(OTHER)).toEqual([]);
  });

  it('stores a repeat that does not enforce its nonce, and counts the duplicate', async () => {
    await start();
    await post({ content: 'a', nonce: 'n' });
    await post({ content: 'a', nonce: 'n' });
    await post({ content: 'a', nonce: 'n' }, OTHER);
    expect(discord.received()).toEqual({ deliveries: 3, duplicates: 1, suppressed: 0 });
    expect((await post({ content: 'a', nonce: 'x'.repeat(26) })).json.errors).toHaveProperty('nonce');
  });
});

describe('direct messages', () => {
  it('opens one channel for a recipient, ever', async () => {
    await start();
    const first = await openDm();
    expect(first.json).toMatchObject({ type: 1, recipients: [{ id: USER }] });
    expect((await openDm()).json.id).toBe(first.json.id);
    expect(discord.directMessagesOf(USER)).toBe(first.json.id);
    expect((await post({ content: 'psst' }, first.json.id)).status).toBe(200);
  });

  it('knows only the users that it was given', async () => {
    await start({ users: [{ id: USER, name: 'ann' }] });
    expect((await openDm()).json.recipients).toMatchObject([{ username: 'ann' }]);
    expect((await openDm('42')).json.code).toBe(50035);
    expect((await openDm('ann')).status).toBe(400);
  });

  it('says so when they are opened too fast, for a minute', async () => {
    await start({ newDirectMessagesPerMinute: 1 });
    await openDm();
    const refused = await openDm('42');
    expect([refused.status, refused.json.code]).toEqual([403, 40003]);
    expect((await openDm()).status).toBe(200);
    now += 60_000;
    expect((await openDm('42')).status).toBe(200);
  });
});

describe('refusals for good', () => {
  it.each([
    [50001, 403],
    [50013, 403],
    [10003, 404],
  ])('refuses a channel with %i', async (code, status) => {
    await start();
    discord.control.deny(CHANNEL, code);
    const refused = await post({ content: 'x' });
    expect([refused.status, refused.json.code]).toEqual([status, code]);
    expect((await post({ content: 'x' }, OTHER)).status).toBe(200);
    discord.control.allow(CHANNEL);
    expect((await post({ content: 'x' })).status).toBe(200);
  });

  it.each([50007, 50278])('refuses a user with %i, told over HTTP', async (code) => {
    await start();
    const order = (body: unknown) =>
      fetch(new URL('/__control', discord.url), { method: 'POST', body: JSON.stringify(body) });
    const { json } = await openDm();
    await order({ deny: { id: USER, code } });
    expect((await post({ content: 'x' }, json.id)).json.code).toBe(code);
    await order({ allow: { id: USER } });
    expect((await post({ content: 'x' }, json.id)).status).toBe(200);
    expect((await order({ deny: { id: USER, code: 1 } })).status).toBe(400);
  });
});

describe('interactions', () => {
  it('takes one callback for each, and edits of the original', async () => {
    await start();
    const callback = () => call('POST', '/interactions/7/tok/callback', { type: 5, data: { flags: 64 } }, '');
    expect((await callback()).status).toBe(204);
    expect((await callback()).json.code).toBe(40060);
    const edit = await call('PATCH', '/webhooks/9/tok/messages/@original', { content: 'answer' }, '');
    expect(edit).toMatchObject({ status: 200, json: { content: 'answer' } });
    expect((await call('GET', '/webhooks/9/tok/messages/@original', undefined, '')).json).toEqual(edit.json);
    expect(discord.interactions.answer('tok')).toEqual(edit.json);
    expect((await call('GET', '/webhooks/9/none/messages/@original', undefined, '')).json.code).toBe(10008);
    const long = await call('PATCH', '/webhooks/9/tok/messages/@original', { content: 'x'.repeat(2001) }, '');
    expect(long.json.code).toBe(50035);
  });

  it('ends a token after fifteen minutes', async () => {
    await start();
    discord.interactions.begin({ id: '7', token: 'tok' });
    now += 15 * 60_000;
    expect((await call('PATCH', '/webhooks/9/tok/messages/@original', { content: 'a' }, '')).status).toBe(200);
    now += 1;
    expect((await call('PATCH', '/webhooks/9/tok/messages/@original', { content: 'b' }, '')).json.code).toBe(50027);
  });
});

describe('faults', () => {
  it('stores the message and breaks the connection: the repeat gets the first message', async () => {
    await start();
    discord.control.inject({ kind: 'drop-after', times: 1 });
    const alert = { content: 'alert', nonce: 'n', enforce_nonce: true };
    await expect(post(alert)).rejects.toThrow();
    expect((await post(alert)).json.id).toBe(discord.messages(CHANNEL)[0]?.id);
    expect(discord.received()).toEqual({ deliveries: 1, duplicates: 0, suppressed: 1 });
  });

  it('storms with 429, then is itself again', async () => {
    await start();
    discord.control.inject({ kind: 'too-many-requests', global: true, times: 2 });
    const stormy = await post({ content: 'x' });
    expect(stormy.json).toEqual({ message: 'You are being rate limited.', retry_after: 1, global: true });
    expect((await post({ content: 'x' })).status).toBe(429);
    expect((await post({ content: 'x' })).status).toBe(200);
    expect(discord.stats()).toMatchObject({ requests: 3, rateLimited: 2, invalid: 2, deliveries: 1 });
  });

  it('refuses its own bot on order', async () => {
    await start();
    discord.control.inject({ kind: 'bad-key', times: 1 });
    expect((await post({ content: 'x' })).status).toBe(401);
  });
});

describe('reconcile', () => {
  it('tells what was delivered, lost and doubled', async () => {
    await start();
    const { json } = await openDm();
    for (const nonce of ['a', 'b', 'b']) await post({ content: 'x', nonce });
    await post({ content: 'x', nonce: 'c' }, json.id);
    const planned = [
      { channelId: CHANNEL, nonce: 'a' },
      { channelId: CHANNEL, nonce: 'b' },
      { channelId: OTHER, nonce: 'a' },
      { userId: USER, nonce: 'c' },
      { userId: '42', nonce: 'c' },
      { nonce: 'a' },
    ];
    expect(discord.reconcile(planned)).toEqual({ delivered: 3, lost: 3, duplicates: 1 });
  });
});
