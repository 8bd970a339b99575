import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { GuildOptions } from './guild.ts';
import { createDiscordValidator, discordOpenApiPath } from './openapi.ts';
import { ALL_PERMISSIONS, Permission } from './permissions.ts';
import { type DiscordOptions, type DiscordStandIn, startDiscord } from './server.ts';

const CHANNEL = '200000000000000001';
const USER = '300000000000000001';
const HIGH = '400000000000000001';
const LOW = '400000000000000002';
const spec = discordOpenApiPath();
const validator = existsSync(spec) ? { validate: createDiscordValidator(spec) } : {};

let discord: DiscordStandIn;
const USERS = [{ id: USER, name: 'ann' }];
const start = async (guild: GuildOptions = {}, options: Partial<DiscordOptions> = {}) => {
  discord = await startDiscord({
    now: Date.now,
    token: 'secret',
    channels: [{ id: CHANNEL, name: 'general' }],
    users: USERS,
    rateLimitScale: 1e-6,
    guild: {
      botRolePosition: 5,
      roles: [
        { id: HIGH, name: 'Admins', position: 9 },
        { id: LOW, name: 'Readers', position: 2 },
      ],
      ...guild,
    },
    ...validator,
    ...options,
  });
};
afterEach(async () => {
  expect(discord.violations()).toEqual([]);
  await discord.stop();
});

const call = async (method: string, path: string, body?: unknown) => {
  const answer = await fetch(`${discord.url}${path}`, {
    method,
    headers: { authorization: 'Bot secret', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, json: text === '' ? undefined : JSON.parse(text) };
};
const guildPath = (path = '') => `/guilds/${discord.guildId}${path}`;
const code = async (...request: Parameters<typeof call>) => (await call(...request)).json?.code;
/** An overwrite as callers send it. */
const overwrite = (id: string, allow: bigint, deny = 0n, type = 0) => ({
  id,
  type,
  allow: String(allow),
  deny: String(deny),
});

describe('the application and its bot', () => {
  it('tells who they are, and the key that it signs with', async () => {
    await start();
    const { json } = await call('GET', '/applications/@me');
    expect(json).toMatchObject({
      id: discord.applicationId,
      verify_key: discord.publicKey,
      interactions_endpoint_url: null,
    });
    expect((await call('GET', '/users/@me')).json).toMatchObject({ id: json.bot.id, bot: true });
    const member = await call('GET', guildPath(`/members/${json.bot.id}`));
    expect(member.json.roles).toEqual([discord.guild.botRoleId]);
  });

  it('says nothing of a guild that it is not in', async () => {
    await start();
    expect(await code('GET', '/guilds/42')).toBe(10004);
    expect(await code('GET', '/guilds/42/roles')).toBe(10004);
    discord.control.deny(discord.guildId, 50001);
    expect(await code('GET', guildPath())).toBe(50001);
  });
});

describe('roles', () => {
  it('makes a new one at the bottom, with what is asked for and no more', async () => {
    await start();
    const { status, json } = await call('POST', guildPath('/roles'), {
      name: 'Core',
      permissions: '0',
      colors: { primary_color: 255, secondary_color: null, tertiary_color: null },
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({ name: 'Core', permissions: '0', color: 255, position: 1, hoist: false });
    expect((await call('GET', guildPath('/roles'))).json).toContainEqual(json);
    const plain = await call('POST', guildPath('/roles'), {});
    const everyone = discord.guild.roles.get(discord.guildId)?.permissions;
    expect(plain.json).toMatchObject({ name: 'new role', permissions: String(everyone) });
  });

  it('takes of roles that share a position the older one for the higher', async () => {
    await start({ botRolePosition: 1, roles: [] });
    const { json } = await call('POST', guildPath('/roles'), { name: 'young', permissions: '0' });
    expect(json.position).toBe(1);
    expect((await call('PATCH', guildPath(`/roles/${json.id}`), { name: 'younger' })).json.name).toBe('younger');
  });

  it('changes only what stands below the bot, and gives only what the bot has', async () => {
    await start({ botPermissions: Permission.ManageRoles | Permission.ViewChannel });
    expect(await code('PATCH', guildPath(`/roles/${HIGH}`), { name: 'x' })).toBe(50013);
    expect(await code('PATCH', guildPath('/roles/42'), { name: 'x' })).toBe(10011);
    const ban = String(Permission.BanMembers);
    expect(await code('PATCH', guildPath(`/roles/${LOW}`), { permissions: ban })).toBe(50013);
    expect(await code('POST', guildPath('/roles'), { permissions: ban })).toBe(50013);
    expect(await code('POST', guildPath('/roles'), { name: 'x'.repeat(101) })).toBe(50035);
    const { json } = await call('PATCH', guildPath(`/roles/${LOW}`), { color: 7, mentionable: true });
    expect(json).toMatchObject({ name: 'Readers', color: 7, mentionable: true });
  });

  it('needs leave to manage them', async () => {
    await start({ botPermissions: Permission.ManageChannels });
    expect(await code('POST', guildPath('/roles'), { name: 'Core' })).toBe(50013);
  });

  it('moves them below the bot, never to it or above, and numbers them without gaps', async () => {
    await start();
    const { json } = await call('POST', guildPath('/roles'), { name: 'Core', permissions: '0' });
    expect(await code('PATCH', guildPath('/roles'), [{ id: json.id, position: 9 }])).toBe(50013);
    expect(await code('PATCH', guildPath('/roles'), [{ id: HIGH, position: 1 }])).toBe(50013);
    const moved = await call('PATCH', guildPath('/roles'), [{ id: json.id, position: 3 }]);
    const order = moved.json
      .toSorted((a: { position: number }, b: { position: number }) => a.position - b.position)
      .map(({ name, position }: { name: string; position: number }) => [name, position]);
    expect(order).toEqual([
      ['@everyone', 0],
      ['Readers', 1],
      ['Core', 2],
      ['OddsTracker', 3],
      ['Admins', 4],
    ]);
  });
});

describe('members’ roles', () => {
  const roleOf = (user: string, role: string) => guildPath(`/members/${user}/roles/${role}`);

  it('are given and taken, twice as well as once', async () => {
    await start();
    for (const method of ['PUT', 'PUT']) expect((await call(method, roleOf(USER, LOW))).status).toBe(204);
    expect([...discord.guild.rolesOf(USER)]).toEqual([LOW]);
    expect((await call('GET', guildPath(`/members/${USER}`))).json).toMatchObject({
      user: { username: 'ann' },
      roles: [LOW],
    });
    for (const method of ['DELETE', 'DELETE']) expect((await call(method, roleOf(USER, LOW))).status).toBe(204);
    expect([...discord.guild.rolesOf(USER)]).toEqual([]);
  });

  it('are not given from below, nor to who is not there, nor an integration’s', async () => {
    await start({ roles: [{ id: LOW, name: 'Bots', position: 1, isManaged: true }] });
    expect(await code('PUT', roleOf('42', LOW))).toBe(10007);
    expect(await code('PUT', roleOf(USER, '42'))).toBe(10011);
    expect(await code('PUT', roleOf(USER, LOW))).toBe(50028);
    expect(await code('PUT', roleOf(USER, discord.guild.botRoleId))).toBe(50013);
    discord.control.deny(USER, 10007);
    expect(await code('GET', guildPath(`/members/${USER}`))).toBe(10007);
  });
});

describe('members', () => {
  const BOB = '300000000000000002';
  const list = (query = '?limit=10') => call('GET', guildPath(`/members${query}`));
  const ids = (json: { user: { id: string } }[]) => json.map(({ user }) => user.id);

  it('are listed in the order of their ids, page by page', async () => {
    await start();
    const all = await list();
    expect(ids(all.json)).toEqual([discord.applicationId, USER]);
    expect(all.json[1]).toMatchObject({ user: { username: 'ann' }, roles: [] });
    expect(ids((await list('')).json)).toEqual([discord.applicationId]);
    expect(ids((await list(`?limit=1&after=${discord.applicationId}`)).json)).toEqual([USER]);
    expect((await list(`?after=${USER}`)).json).toEqual([]);
    for (const query of ['?limit=0', '?limit=1001', '?limit=many', '?after=x'])
      expect((await list(query)).json).toMatchObject({ code: 50035 });
  });

  it('are not listed without the intent for it', async () => {
    await start({}, { serverMembersIntent: false });
    expect(await code('GET', guildPath('/members?limit=10'))).toBe(50001);
    expect((await call('GET', guildPath(`/members/${USER}`))).status).toBe(200);
  });

  it('leave with all their roles, and come back without', async () => {
    await start();
    const role = guildPath(`/members/${USER}/roles/${LOW}`);
    await call('PUT', role);
    discord.leave(USER);
    expect([...discord.guild.rolesOf(USER)]).toEqual([]);
    expect(ids((await list()).json)).toEqual([discord.applicationId]);
    for (const [method, path] of [
      ['GET', guildPath(`/members/${USER}`)],
      ['PUT', role],
      ['DELETE', role],
    ] as const)
      expect(await code(method, path)).toBe(10007);
    discord.join(USER);
    expect((await call('GET', guildPath(`/members/${USER}`))).json).toMatchObject({ roles: [] });
    expect(ids((await list()).json)).toEqual([discord.applicationId, USER]);
  });

  it('may stand outside from the start, where the bot cannot write to them', async () => {
    await start({ outside: [USER] });
    expect(await code('GET', guildPath(`/members/${USER}`))).toBe(10007);
    const channel = await call('POST', '/users/@me/channels', { recipient_id: USER });
    const write = () => code('POST', `/channels/${channel.json.id}/messages`, { content: 'x' });
    expect(await write()).toBe(50278);
    discord.join(USER);
    expect(await write()).toBeUndefined();
  });

  it('have their changes of roles told, once each', async () => {
    await start({}, { users: [...USERS, { id: BOB, name: 'bob' }] });
    const told: unknown[] = [];
    const stop = discord.onRoles((userId, roleIds) => told.push([userId, roleIds]));
    for (const method of ['PUT', 'PUT', 'DELETE', 'DELETE', 'PUT'])
      await call(method, guildPath(`/members/${USER}/roles/${LOW}`));
    discord.leave(USER);
    discord.leave(BOB);
    stop();
    await call('PUT', guildPath(`/members/${BOB}/roles/${LOW}`));
    expect(told).toEqual([
      [USER, [LOW]],
      [USER, []],
      [USER, [LOW]],
      [USER, []],
    ]);
  });

  it('share one bucket for changes of their roles', async () => {
    await start({}, { rateLimitScale: 1, users: [...USERS, { id: BOB, name: 'bob' }] });
    const change = (method: string, user: string) => call(method, guildPath(`/members/${user}/roles/${LOW}`));
    for (let i = 0; i < 5; i += 1) {
      expect((await change('PUT', USER)).status).toBe(204);
      expect((await change('DELETE', BOB)).status).toBe(204);
    }
    expect(await change('PUT', BOB)).toMatchObject({ status: 429, json: { global: false } });
  });
});

describe('channels', () => {
  const create = (body: object) => call('POST', guildPath('/channels'), body);

  it('makes a channel in a category, whose overwrites it takes over unless it has its own', async () => {
    await start();
    const hidden = overwrite(discord.guildId, 0n, Permission.ViewChannel);
    const category = await create({ name: 'Odds Tracker', type: 4, permission_overwrites: [hidden] });
    expect(category).toMatchObject({ status: 201, json: { name: 'Odds Tracker', type: 4 } });
    const parent_id = category.json.id;
    const inherits = await create({ name: 'Odds Alerts', parent_id });
    expect(inherits.json).toMatchObject({ name: 'odds-alerts', parent_id, permission_overwrites: [hidden] });
    expect((await create({ name: 'open', parent_id, permission_overwrites: [] })).json.permission_overwrites).toEqual(
      [],
    );
    expect((await call('GET', guildPath('/channels'))).json).toHaveLength(4);
    expect((await create({ name: 'x', parent_id: CHANNEL })).json.code).toBe(50035);
    expect((await create({ name: '' })).json.code).toBe(50035);
  });

  it('lets the bot post where it may see and send, and nowhere else', async () => {
    await start();
    const bot = discord.applicationId;
    const everyone = overwrite(discord.guildId, 0n, Permission.ViewChannel | Permission.SendMessages);
    const { json } = await create({
      name: 'alerts',
      permission_overwrites: [everyone, overwrite(bot, Permission.ViewChannel, 0n, 1)],
    });
    const post = () => code('POST', `/channels/${json.id}/messages`, { content: 'x' });
    expect(await post()).toBe(50013);
    const allowed = overwrite(bot, Permission.ViewChannel | Permission.SendMessages, 0n, 1);
    const change = (permission_overwrites: object[]) =>
      code('PATCH', `/channels/${json.id}`, { permission_overwrites });
    expect(await change([everyone, allowed])).toBeUndefined();
    expect(await post()).toBeUndefined();
    expect(await change([everyone])).toBeUndefined();
    expect(await post()).toBe(50001);
    expect(await code('GET', `/channels/${json.id}/messages`)).toBe(50001);
    expect(await change([])).toBe(50001);
  });

  it('allows and denies only what the bot may do itself, and never to manage roles', async () => {
    await start({ botPermissions: Permission.ManageChannels | Permission.ManageRoles });
    const patch = (id: string, bits: bigint) =>
      code('PATCH', `/channels/${CHANNEL}`, { permission_overwrites: [overwrite(id, 0n, bits)] });
    expect(await patch(LOW, Permission.BanMembers)).toBe(50013);
    expect(await patch(LOW, Permission.ManageRoles)).toBe(50013);
    expect(await patch('42', Permission.SendMessages)).toBe(10011);
    expect(await patch(LOW, Permission.SendMessages)).toBeUndefined();
    expect(discord.guild.channels.get(CHANNEL)?.overwrites).toMatchObject([{ id: LOW }]);
  });

  it('sets and takes away one overwrite, and leaves the others', async () => {
    await start();
    const put = (bits: bigint, id = LOW) =>
      code('PUT', `/channels/${CHANNEL}/permissions/${id}`, { type: 0, allow: '0', deny: String(bits) });
    expect(await put(Permission.SendMessages, HIGH)).toBeUndefined();
    expect(await put(Permission.SendMessages)).toBeUndefined();
    expect(await put(Permission.AddReactions)).toBeUndefined();
    expect(await put(0n, '42')).toBe(10011);
    expect(await put(Permission.ManageRoles)).toBe(50013);
    expect(await code('PUT', `/channels/${CHANNEL}/permissions/${LOW}`, { type: 7 })).toBe(50035);
    expect(discord.guild.channels.get(CHANNEL)?.overwrites).toMatchObject([
      { id: HIGH, deny: Permission.SendMessages },
      { id: LOW, deny: Permission.AddReactions },
    ]);
    expect((await call('DELETE', `/channels/${CHANNEL}/permissions/${LOW}`)).status).toBe(204);
    expect(discord.guild.channels.get(CHANNEL)?.overwrites).toMatchObject([{ id: HIGH }]);
    expect(await put(Permission.ViewChannel, discord.guildId)).toBeUndefined();
    expect(await put(0n)).toBe(50001);
  });

  it('needs leave to manage channels, and for overwrites roles too', async () => {
    await start({ botPermissions: Permission.ManageChannels });
    const body = { permission_overwrites: [overwrite(LOW, 0n, Permission.SendMessages)] };
    expect(await code('PATCH', `/channels/${CHANNEL}`, body)).toBe(50013);
    expect((await call('PATCH', `/channels/${CHANNEL}`, { name: 'New Name' })).json.name).toBe('new-name');
    expect(await code('PATCH', '/channels/42', {})).toBe(10003);
  });

  it('lets an administrator do everything', async () => {
    await start({ botPermissions: Permission.Administrator });
    const body = { permission_overwrites: [overwrite(discord.guildId, 0n, ALL_PERMISSIONS)] };
    expect(await code('PATCH', `/channels/${CHANNEL}`, body)).toBeUndefined();
    expect(await code('POST', `/channels/${CHANNEL}/messages`, { content: 'x' })).toBeUndefined();
  });
});
