import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { PermissionFlagsBits as Bits } from 'discord-api-types/v10';
import { afterEach, describe, expect, it } from 'vitest';
import { COMMAND_DEFINITIONS } from '../../shared/discord/commands/registration.ts';
import { listenOnLoopback } from '../services/loopback.ts';
import type { GuildChannel, GuildOptions } from '../stand-ins/discord/guild.ts';
import { createDiscordValidator, discordOpenApiPath } from '../stand-ins/discord/openapi.ts';
import { ALL_PERMISSIONS, channelPermissions } from '../stand-ins/discord/permissions.ts';
import { type DiscordStandIn, startDiscord } from '../stand-ins/discord/server.ts';
import { createDiscord } from './discord.ts';
import { dryRun } from './dry-run.ts';
import type { StoredIds } from './look.ts';
import { type SetupRequest, setUp } from './setup.ts';

const SHARP = '400000000000000001';
const READER = '400000000000000002';
const HOST = 'https://odds.example.com/api/discord';
const spec = discordOpenApiPath();
const validator = existsSync(spec) ? { validate: createDiscordValidator(spec) } : {};

let server: DiscordStandIn;
const start = async (
  guild: GuildOptions = {},
  channels: readonly { id: string; name: string }[] = [],
  skus: readonly { id: string; name: string }[] = [],
) => {
  server = await startDiscord({
    now: Date.now,
    token: 'secret',
    channels,
    guild,
    skus,
    rateLimitScale: 1e-6,
    ...validator,
  });
};
afterEach(async () => {
  expect(server.violations()).toEqual([]);
  await server.stop();
});

interface Told {
  /** `created role Core` */
  readonly steps: string[];
  readonly notes: string[];
  /** What is to be mended, and how. */
  readonly problems: string[];
}

const storedIds = (ids: Partial<StoredIds>): StoredIds => ({ roles: {}, channels: {}, skus: {}, ...ids });
const discord = () => createDiscord({ baseUrl: server.url, token: 'secret' });
const run = async (request: Partial<SetupRequest> = {}) => {
  const told: Told = { steps: [], notes: [], problems: [] };
  const settings = await setUp({
    discord: discord(),
    guildId: server.guildId,
    stored: storedIds({}),
    commands: COMMAND_DEFINITIONS,
    isGlobal: false,
    endpoint: undefined,
    tell: {
      step: ({ outcome, what }) => told.steps.push(`${outcome} ${what}`),
      note: (text) => told.notes.push(text),
      problem: (what, remedy) => told.problems.push(`${what}: ${remedy}`),
    },
    ...request,
  });
  return { ...told, settings };
};
const failure = async (request: Partial<SetupRequest> = {}): Promise<string> =>
  run(request).then(
    () => 'no failure',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

/** Changes the server as a person does, over REST. */
const call = (method: string, path: string, body?: object) =>
  fetch(`${server.url}${path}`, {
    method,
    headers: { authorization: 'Bot secret', 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const overwrite = (id: string, allow: bigint, deny = 0n) => ({ id, type: 0, allow: String(allow), deny: String(deny) });
const channelOf = (id: string | undefined): GuildChannel => {
  const channel = server.guild.channels.get(id ?? '');
  if (!channel) throw new Error(`there is no channel ${id}`);
  return channel;
};
/** What a member with these roles may do in a channel. */
const rights = (channelId: string | undefined, ...roles: (string | undefined)[]): bigint =>
  channelPermissions(ALL_PERMISSIONS & ~Bits.Administrator, channelOf(channelId).overwrites, {
    guildId: server.guildId,
    userId: '1',
    roleIds: new Set(roles.map(String)),
  });

describe('setup of a server that has nothing', () => {
  it('makes roles, channels and commands, and answers the settings', async () => {
    await start();
    const { steps, problems, settings } = await run();
    expect(steps).toEqual([
      'already right the bot of OddsTracker is in "Odds and friends"',
      'created role Starter',
      'created role Core',
      'created role Sharp',
      "already right the bot's role OddsTracker stands above the tiers'",
      'created category OddsTracker',
      'created #odds-alerts: Starter, Core, Sharp read, the bot posts',
      'created #sharp-signals: Sharp reads, the bot posts',
      `registered ${COMMAND_DEFINITIONS.length} commands, in this server`,
    ]);
    expect(problems).toEqual([]);
    expect(settings).toMatchObject({
      DISCORD_APPLICATION_ID: server.applicationId,
      DISCORD_PUBLIC_KEY: server.publicKey,
      DISCORD_GUILD_ID: server.guildId,
    });
    expect(server.commands().map(({ name }) => name)).toEqual(COMMAND_DEFINITIONS.map(({ name }) => name));
    const starter = server.guild.roles.get(settings['DISCORD_ROLE_STARTER_ID'] ?? '');
    expect(starter).toMatchObject({ name: 'Starter', permissions: 0n, isHoisted: false, isMentionable: false });
    const category = [...server.guild.channels.values()].find(({ type }) => type === 4);
    expect(channelOf(settings['DISCORD_ALERTS_CHANNEL_ID'])).toMatchObject({
      name: 'odds-alerts',
      parentId: category?.id,
    });
  });

  it('lets each tier read its channels, nobody write, and the bot post', async () => {
    await start();
    const { settings } = await run();
    const [alerts, sharp] = [settings['DISCORD_ALERTS_CHANNEL_ID'], settings['DISCORD_SHARP_CHANNEL_ID']];
    const canRead = (channel: string | undefined, ...tiers: string[]) =>
      (rights(channel, ...tiers.map((tier) => settings[`DISCORD_ROLE_${tier}_ID`])) & Bits.ViewChannel) !== 0n;
    expect([[], ['STARTER'], ['CORE'], ['SHARP']].map((tiers) => canRead(alerts, ...tiers))).toEqual([
      false,
      true,
      true,
      true,
    ]);
    expect([[], ['STARTER'], ['STARTER', 'CORE'], ['SHARP']].map((tiers) => canRead(sharp, ...tiers))).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(rights(alerts, settings['DISCORD_ROLE_SHARP_ID']) & Bits.SendMessages).toBe(0n);
    for (const channel of [alerts, sharp])
      expect((await call('POST', `/channels/${channel}/messages`, { embeds: [{ title: 'move' }] })).status).toBe(200);
  });

  it('finds all of it right the second time, with the ids stored or without', async () => {
    await start();
    const first = await run();
    const before = server.commands().map(({ version }) => version);
    const roles = { core: first.settings['DISCORD_ROLE_CORE_ID'] ?? '' };
    for (const stored of [storedIds({}), storedIds({ roles })]) {
      const again = await run({ stored });
      expect(again.steps.filter((step) => !step.startsWith('already right'))).toEqual([]);
      expect(again.steps).toHaveLength(first.steps.length);
      expect(again.settings).toEqual(first.settings);
    }
    expect(server.commands().map(({ version }) => version)).toEqual(before);
    expect(server.guild.channels.size).toBe(3);
  });

  it('says in a dry run what it would do, and changes nothing', async () => {
    await start({ roles: [{ id: SHARP, name: 'Sharp', position: 1 }] });
    const { steps, settings } = await run({ discord: dryRun(discord()), endpoint: `${HOST}/interactions` });
    expect(steps).toContain('created role Core');
    expect(steps).toContain(`registered ${COMMAND_DEFINITIONS.length} commands, in this server`);
    expect(steps).toContain(`changed interactions go to ${HOST}/interactions`);
    expect(steps).toContain(`changed purchases inside Discord are told to ${HOST}/webhook`);
    expect(Object.keys(settings).filter((name) => /ROLE|CHANNEL/.test(name))).toEqual(['DISCORD_ROLE_SHARP_ID']);
    expect([server.guild.roles.size, server.guild.channels.size, server.commands()]).toEqual([3, 0, []]);
    expect([server.endpointUrl(), server.webhookUrl()]).toEqual([undefined, undefined]);
  });
});

describe('setup of a server that has been used', () => {
  it('takes roles and channels by their stored ids, under whatever name, and leaves them where they are', async () => {
    const roles = [
      { id: SHARP, name: 'Pros', position: 2 },
      { id: READER, name: 'Sharp', position: 1 },
    ];
    await start({ roles }, [{ id: '500', name: 'signals' }]);
    const { steps, settings } = await run({
      stored: storedIds({
        roles: { sharp: SHARP, core: '42' },
        channels: { 'sharp-signals': '500', 'odds-alerts': '42' },
      }),
    });
    expect(settings).toMatchObject({ DISCORD_ROLE_SHARP_ID: SHARP, DISCORD_SHARP_CHANNEL_ID: '500' });
    expect(steps).toContain('already right role Pros');
    expect(steps).toContain('created role Core');
    expect(steps).toContain('changed #signals: Sharp reads, the bot posts');
    expect(channelOf('500')).toMatchObject({ name: 'signals', parentId: null });
  });

  it('mends what was changed, and keeps what it does not know', async () => {
    await start({ roles: [{ id: READER, name: 'Mods', position: 1 }] });
    const { settings } = await run();
    const sharp = settings['DISCORD_SHARP_CHANNEL_ID'];
    const starter = settings['DISCORD_ROLE_STARTER_ID'] ?? '';
    const mods = overwrite(READER, Bits.ViewChannel | Bits.SendMessages);
    for (const { id, ...body } of [overwrite(starter, Bits.ViewChannel), overwrite(server.guildId, 0n), mods])
      expect((await call('PUT', `/channels/${sharp}/permissions/${id}`, body)).status).toBe(204);
    expect(rights(sharp, starter) & Bits.ViewChannel).not.toBe(0n);
    const again = await run();
    expect(again.steps.filter((step) => !step.startsWith('already right'))).toEqual([
      'changed #sharp-signals: Sharp reads, the bot posts',
    ]);
    expect(rights(sharp, starter)).toBe(0n);
    expect(channelOf(sharp).overwrites.map(({ id }) => id)).not.toContain(starter);
    expect(channelOf(sharp).overwrites).toContainEqual({
      id: READER,
      type: 0,
      allow: Bits.ViewChannel | Bits.SendMessages,
      deny: 0n,
    });
    expect(again.notes).toContain('#sharp-signals is also open to Mods: left as it is.');
  });

  it('renews commands that differ', async () => {
    await start();
    await run({ commands: [{ name: 'old', description: 'gone soon' }] });
    expect((await run()).steps).toContain(`changed ${COMMAND_DEFINITIONS.length} commands, in this server`);
    expect(server.commands()).toHaveLength(COMMAND_DEFINITIONS.length);
  });

  it('says of all that it cannot choose between, before it changes anything', async () => {
    const twice = (name: string) => [
      { id: SHARP, name },
      { id: READER, name },
    ];
    const roles = twice('Core').map((role, index) => ({ ...role, position: index + 1 }));
    await start({ roles }, twice('odds-alerts'), twice('OddsTracker Sharp'));
    const says = await failure();
    for (const text of [
      'DISCORD_ROLE_CORE_ID',
      'DISCORD_ALERTS_CHANNEL_ID',
      'DISCORD_SKU_SHARP_ID',
      'Nothing was changed',
    ])
      expect(says).toContain(text);
    expect([server.guild.roles.size, server.guild.channels.size, server.commands()]).toEqual([4, 2, []]);
    const stored = { roles: { core: SHARP }, channels: { 'odds-alerts': READER }, skus: { sharp: SHARP } };
    expect((await run({ stored })).settings).toMatchObject({
      DISCORD_ROLE_CORE_ID: SHARP,
      DISCORD_ALERTS_CHANNEL_ID: READER,
      DISCORD_SKU_SHARP_ID: SHARP,
    });
  });

  it('takes the channel in its own category for its own', async () => {
    await start();
    await run();
    await call('POST', `/guilds/${server.guildId}/channels`, { name: 'odds-alerts' });
    expect((await run()).steps.join()).not.toContain('created');
  });

  it('does not take for a tier what the settings name for another', async () => {
    await start({ roles: [{ id: SHARP, name: 'Core', position: 1 }] }, [{ id: '500', name: 'odds-alerts' }]);
    const stored = storedIds({ roles: { starter: SHARP }, channels: { 'sharp-signals': '500' } });
    const { steps, settings } = await run({ stored });
    expect(steps).toContain('created role Core');
    expect(settings['DISCORD_ROLE_STARTER_ID']).toBe(SHARP);
    expect(settings['DISCORD_ALERTS_CHANNEL_ID']).not.toBe('500');
  });
});

describe('commands for every server', () => {
  it('are registered once, whatever was there, and renewed with --global alone', async () => {
    await start();
    await run();
    const { steps } = await run({ isGlobal: true });
    expect(steps.slice(-2)).toEqual([
      `registered ${COMMAND_DEFINITIONS.length} commands, in every server`,
      'changed no commands of this server alone: each would show twice',
    ]);
    expect(server.commands()).toHaveLength(COMMAND_DEFINITIONS.length);
    const again = await run();
    expect(again.steps.at(-1)).toBe(`already right ${COMMAND_DEFINITIONS.length} commands, in every server`);
    const changed = await run({ commands: COMMAND_DEFINITIONS.slice(1) });
    expect(changed.problems).toEqual([expect.stringContaining('--global')]);
    expect(server.commands()).toHaveLength(COMMAND_DEFINITIONS.length);
  });
});

describe('what only a person can mend', () => {
  it('a role of the bot that stands below a tier’s', async () => {
    await start({ botRolePosition: 2, roles: [{ id: SHARP, name: 'Sharp', position: 3 }] });
    const { problems, settings } = await run();
    expect(problems).toEqual([
      expect.stringMatching(/cannot give Sharp: .*Server Settings → Roles, drag the role OddsTracker above Sharp/),
    ]);
    expect(settings).toHaveProperty('DISCORD_SHARP_CHANNEL_ID');
  });

  it('is none where both share a position and the bot’s role is the older one', async () => {
    await start({ botRolePosition: 1, roles: [{ id: SHARP, name: 'Sharp', position: 1 }] });
    expect((await run()).problems).toEqual([]);
  });

  it('a tier’s role with powers, or one that nobody can be given', async () => {
    const permissions = Bits.Administrator | Bits.ViewChannel;
    await start({
      roles: [
        { id: SHARP, name: 'Sharp', position: 1, permissions },
        { id: READER, name: 'Core', position: 1, isManaged: true },
      ],
    });
    const { problems, steps } = await run({ stored: storedIds({ roles: { starter: READER } }) });
    expect(steps).toContain('created role Core');
    expect(problems).toEqual([
      expect.stringContaining('belongs to an integration'),
      expect.stringMatching(/powers of the role Sharp: Administrator\./),
    ]);
  });

  it('a server that the bot is not in: with the link that invites it', async () => {
    await start();
    for (const code of [10004, 50001]) {
      server.control.deny(server.guildId, code);
      const says = await failure();
      expect(says).toContain(`in no server with the id ${server.guildId} (DISCORD_GUILD_ID)`);
      expect(says).toContain('Copy Server ID');
      const link = new URL(/https:\S+/.exec(says)?.[0] ?? '');
      expect(Object.fromEntries(link.searchParams)).toMatchObject({
        client_id: server.applicationId,
        scope: 'bot applications.commands',
        guild_id: server.guildId,
      });
    }
  });

  it('permissions that are missing; those of the link are enough', async () => {
    await start({ botPermissions: Bits.ManageRoles });
    const says = await failure();
    expect(says).toContain('lacks permissions in the server: Manage Channels.');
    const botPermissions = BigInt(new URL(says.slice(says.indexOf('https://'))).searchParams.get('permissions') ?? 0);
    await server.stop();
    await start({ botPermissions });
    await call('PATCH', `/guilds/${server.guildId}/roles/${server.guildId}`, { permissions: '0' });
    expect((await run()).problems).toEqual([]);
  });

  it('a wrong token, and a Discord that is not there', async () => {
    await start();
    const wrong = createDiscord({ baseUrl: server.url, token: 'hunter2' });
    const says = await failure({ discord: wrong });
    expect(says).toContain('does not take DISCORD_BOT_TOKEN');
    expect(says).not.toContain('hunter2');
    const nowhere = createDiscord({ baseUrl: 'http://127.0.0.1:9/api/v10', token: 'x' });
    expect(await failure({ discord: nowhere })).toMatch(
      /cannot be reached at http:\/\/127\.0\.0\.1:9\/api\/v10 \(read the application\): \w.*this machine’s network/,
    );
    expect(() => createDiscord({ baseUrl: 'https://discord.com/api', token: 'x' })).toThrow('DISCORD_API_BASE_URL');
  });

  it('a channel that the bot may not change', async () => {
    await start({}, [{ id: '500', name: 'odds-alerts' }]);
    server.control.deny('500', 50013);
    expect(await failure()).toMatch(
      /does not let the bot change who may read #odds-alerts: Missing Permissions \(50013\)/,
    );
  });

  it('a Discord that is out of order, in which nothing is done twice', async () => {
    await start();
    server.control.inject({ kind: 'status', status: 503, times: 1, path: '/roles' });
    expect(await failure()).toContain('could not create the role Starter: it answered with 503. Run this again later.');
    server.control.inject({ kind: 'drop-after', times: 1, path: '/roles' });
    expect(await failure()).toContain('cannot be reached');
    expect((await run()).steps).toContain('already right role Starter');
    expect([...server.guild.roles.values()].filter(({ name }) => name === 'Starter')).toHaveLength(1);
  });

  it('answers that are not understood', async () => {
    await start();
    server.control.inject({ kind: 'empty', times: 1, path: '/applications/@me' });
    expect(await failure()).toContain('not understood (read the application)');
    server.control.inject({ kind: 'truncated', times: 1, path: '/users/@me' });
    expect(await failure()).toContain('not understood (read the bot)');
  });

  it('a Discord that does not answer, or stops in the middle of its answer', async () => {
    await start();
    server.control.inject({ kind: 'hang', times: 1, path: '/applications/@me' });
    const hasty = () => createDiscord({ baseUrl: server.url, token: 'secret' }, 300);
    expect(await failure({ discord: hasty() })).toMatch(
      /did not answer within 0\.3 s \(read the application\)\. See https:\/\/discordstatus\.com .* then run this again/,
    );
    const stalling = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{');
    });
    const baseUrl = `http://127.0.0.1:${await listenOnLoopback(stalling)}/api/v10`;
    expect(await failure({ discord: createDiscord({ baseUrl, token: 'x' }, 300) })).toContain('did not answer within');
    stalling.closeAllConnections();
    stalling.close();
  });

  it.each([
    [
      200,
      '<html><head><title>Sign in\u001b[31m to\n the hotel</title></head>',
      'the web page “Sign in [31m to the hotel”',
    ],
    [
      403,
      '<!doctype html><TITLE class="x">Attention Required! | Cloudflare</TITLE>',
      '“Attention Required! | Cloudflare”',
    ],
    [404, 'no such page', 'something that is no JSON with status 404'],
    [429, '<html>slow down', 'something that is no JSON with status 429'],
    [502, '<title>Bad gateway</title>', 'answered with 502 and the web page “Bad gateway”. Run this again later.'],
  ])('a web page with status %i in place of Discord', async (status, page, says) => {
    await start();
    const proxy = createServer((_, response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end(page);
    });
    const baseUrl = `http://127.0.0.1:${await listenOnLoopback(proxy)}/api/v10`;
    const told = await failure({ discord: createDiscord({ baseUrl, token: 'x' }) });
    expect(told).toContain(says);
    expect(told.includes(`What answers at ${baseUrl} is not Discord’s API (read the application)`)).toBe(status < 500);
    proxy.close();
  });
});

describe('what is sold inside Discord', () => {
  const sku = (id: number, name: string) => ({ id: `70000000000000000${id}`, name });

  it('is found by its names', async () => {
    await start({}, [], [sku(1, 'OddsTracker Starter'), sku(3, ' core'), sku(5, 'SHARP'), sku(7, 'Core values')]);
    const { steps, notes, settings } = await run();
    expect(steps).toContain('already right sold inside Discord: Starter, Core, Sharp');
    expect(notes.join()).not.toContain('Not sold');
    expect(settings).toMatchObject({
      DISCORD_SKU_STARTER_ID: sku(1, '').id,
      DISCORD_SKU_CORE_ID: sku(3, '').id,
      DISCORD_SKU_SHARP_ID: sku(5, '').id,
    });
  });

  it('is optional, and the rule is told that asks for it', async () => {
    await start({}, [], [sku(1, 'Starter')]);
    const { notes, settings, problems } = await run();
    expect(notes).toContainEqual(expect.stringMatching(/^Not sold inside Discord: Core, Sharp\. .*price-parity/));
    expect(Object.keys(settings).filter((name) => name.includes('SKU'))).toEqual(['DISCORD_SKU_STARTER_ID']);
    expect(problems).toEqual([]);
  });

  it('is nothing where the application may not sell', async () => {
    await start();
    server.control.inject({ kind: 'status', status: 503, times: 1, path: '/skus' });
    expect(await failure()).toContain('could not list what is sold');
    const elsewhere = { ...discord(), skus: () => discord().skus('1') };
    const { notes } = await run({ discord: elsewhere });
    expect(notes).toContainEqual(expect.stringContaining('Not sold inside Discord: Starter, Core, Sharp.'));
  });
});

describe('where Discord reaches the app', () => {
  /** An app that answers what is signed rightly, which each address is tried with first, and then refuses what is forged. */
  const startApp = async (isReady: (path: string) => boolean) => {
    const calls = new Map<string, number>();
    const app = createServer((request, response) => {
      request.resume();
      const path = request.url ?? '';
      const count = calls.get(path) ?? 0;
      calls.set(path, count + 1);
      if (!isReady(path) || count % 2 === 1) response.writeHead(401).end();
      else if (path === '/api/discord/webhook') response.writeHead(204).end();
      else response.writeHead(200).end('{"type":1}');
    });
    return { app, url: `http://127.0.0.1:${await listenOnLoopback(app)}/api/discord` };
  };
  const SOLD = [{ id: '700000000000000001', name: 'Core' }];
  const eventTypes = async () => (await discord().application()).event_webhooks_types;

  it('is set once it answers as it has to, and then left alone', async () => {
    await start({}, [], SOLD);
    const { app, url } = await startApp(() => true);
    const endpoint = `${url}/interactions`;
    expect((await run({ endpoint })).steps.slice(-2)).toEqual([
      `changed interactions go to ${url}/interactions`,
      `changed purchases inside Discord are told to ${url}/webhook`,
    ]);
    expect([server.endpointUrl(), server.webhookUrl()]).toEqual([endpoint, `${url}/webhook`]);
    expect(await eventTypes()).toEqual(['ENTITLEMENT_CREATE', 'ENTITLEMENT_UPDATE', 'ENTITLEMENT_DELETE']);
    expect((await run({ endpoint })).steps.slice(-2)).toEqual([
      `already right interactions go to ${url}/interactions`,
      `already right purchases inside Discord are told to ${url}/webhook`,
    ]);
    expect((await run()).notes.join()).not.toContain('--endpoint');
    app.close();
  });

  it('is turned on again where it was turned off, with all that the app was told of before', async () => {
    await start({}, [], SOLD);
    const { app, url } = await startApp(() => true);
    await run({ endpoint: `${url}/interactions` });
    const body = { event_webhooks_status: 1, event_webhooks_types: ['APPLICATION_AUTHORIZED'] };
    expect((await call('PATCH', '/applications/@me', body)).status).toBe(200);
    expect((await run()).notes).toContainEqual(expect.stringContaining(`--endpoint ${url}/interactions mends that`));
    const { steps } = await run({ endpoint: `${url}/interactions` });
    expect(steps.at(-1)).toBe(`changed purchases inside Discord are told to ${url}/webhook`);
    expect(await eventTypes()).toEqual([
      'APPLICATION_AUTHORIZED',
      'ENTITLEMENT_CREATE',
      'ENTITLEMENT_UPDATE',
      'ENTITLEMENT_DELETE',
    ]);
    app.close();
  });

  it('is not set when it does not; the rest is, and the remedy is told', async () => {
    await start();
    const { app, url } = await startApp(() => false);
    const { problems, settings } = await run({ endpoint: `${url}/interactions` });
    expect(problems).toEqual([
      expect.stringContaining(
        `Discord does not take ${url}/interactions (“The specified interactions endpoint url could not be verified”)`,
      ),
      expect.stringContaining(`Discord does not take ${url}/webhook`),
    ]);
    expect(settings).toHaveProperty('DISCORD_PUBLIC_KEY');
    expect((await run()).notes).toContainEqual(expect.stringContaining('--endpoint https://HOST'));
    app.close();
  });

  it('is set for interactions alone when only they are answered, or when the address beside is not known', async () => {
    await start();
    const { app, url } = await startApp((path) => !path.endsWith('/webhook'));
    const { steps, problems } = await run({ endpoint: `${url}/interactions` });
    expect(steps.at(-1)).toBe(`changed interactions go to ${url}/interactions`);
    expect(problems).toEqual([
      expect.stringContaining('learns of a purchase inside Discord only when its buyer uses it'),
    ]);
    const other = await run({ endpoint: `${url}/elsewhere` });
    expect(other.steps.at(-1)).toBe(`changed interactions go to ${url}/elsewhere`);
    expect(other.notes).toContainEqual(expect.stringContaining('left as it is'));
    app.close();
  });
});
