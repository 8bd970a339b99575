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
import { type SetupRequest, setUp } from './setup.ts';

const SHARP = '400000000000000001';
const READER = '400000000000000002';
const spec = discordOpenApiPath();
const validator = existsSync(spec) ? { validate: createDiscordValidator(spec) } : {};

let server: DiscordStandIn;
const start = async (guild: GuildOptions = {}, channels: readonly { id: string; name: string }[] = []) => {
  server = await startDiscord({
    now: Date.now,
    token: 'secret',
    channels,
    guild,
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

const discord = () => createDiscord({ baseUrl: server.url, token: 'secret' });
const run = async (request: Partial<SetupRequest> = {}) => {
  const told: Told = { steps: [], notes: [], problems: [] };
  const settings = await setUp({
    discord: discord(),
    guildId: server.guildId,
    stored: { roles: {}, channels: {} },
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
      `changed ${COMMAND_DEFINITIONS.length} commands, in this server`,
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
    for (const stored of [
      { roles: {}, channels: {} },
      { roles, channels: {} },
    ]) {
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
    const { steps, settings } = await run({ discord: dryRun(discord()), endpoint: 'https://odds.example.com/' });
    expect(steps).toContain('created role Core');
    expect(steps).toContain('changed interactions go to https://odds.example.com/');
    expect(Object.keys(settings).filter((name) => /ROLE|CHANNEL/.test(name))).toEqual(['DISCORD_ROLE_SHARP_ID']);
    expect([server.guild.roles.size, server.guild.channels.size, server.commands()]).toEqual([3, 0, []]);
    expect(server.endpointUrl()).toBeUndefined();
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
      stored: { roles: { sharp: SHARP, core: '42' }, channels: { 'sharp-signals': '500', 'odds-alerts': '42' } },
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

  it('says which of several roles or channels of one name it cannot choose between', async () => {
    const twice = (name: string) => [
      { id: SHARP, name, position: 1 },
      { id: READER, name, position: 2 },
    ];
    await start({ roles: twice('Core') });
    expect(await failure()).toContain('DISCORD_ROLE_CORE_ID');
    const { steps } = await run({ stored: { roles: { core: SHARP }, channels: {} } });
    expect(steps).toContain('already right role Core');
    await call('POST', `/guilds/${server.guildId}/channels`, { name: 'odds-alerts' });
    // Of two, the one in our category is ours.
    const again = await run({ stored: { roles: { core: SHARP }, channels: {} } });
    expect(again.steps.join()).not.toContain('created');
  });

  it('does not choose between two channels of one name that are not in its category', async () => {
    await start({}, [
      { id: '500', name: 'odds-alerts' },
      { id: '501', name: 'odds-alerts' },
    ]);
    expect(await failure()).toContain('several channels #odds-alerts');
    const { settings } = await run({ stored: { roles: {}, channels: { 'odds-alerts': '501' } } });
    expect(settings['DISCORD_ALERTS_CHANNEL_ID']).toBe('501');
  });
});

describe('commands for every server', () => {
  it('are registered once, whatever was there, and renewed with --global alone', async () => {
    await start();
    await run();
    const { steps } = await run({ isGlobal: true });
    expect(steps.slice(-2)).toEqual([
      `changed ${COMMAND_DEFINITIONS.length} commands, in every server`,
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
    const { problems, steps } = await run({ stored: { roles: { starter: READER }, channels: {} } });
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
      expect(says).toContain(`not in the server ${server.guildId}`);
      const link = new URL(says.slice(says.indexOf('https://')));
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
    expect(await failure({ discord: createDiscord({ baseUrl: 'http://127.0.0.1:9/api/v10', token: 'x' }) })).toContain(
      'cannot be reached at http://127.0.0.1:9/api/v10',
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
    server.control.inject({ kind: 'empty', times: 2, path: '/applications/@me' });
    expect(await failure()).toContain('not understood (read the application)');
  });
});

describe('the interactions endpoint', () => {
  /** An app that answers each request with that status and a PONG. */
  const startApp = async (statusOf: (signature: string) => number) => {
    const app = createServer((request, response) => {
      request.resume();
      response.writeHead(statusOf(String(request.headers['x-signature-ed25519'])));
      response.end('{"type":1}');
    });
    return { app, url: `http://127.0.0.1:${await listenOnLoopback(app)}/api/discord/interactions` };
  };

  it('is set once it answers as it has to, and then left alone', async () => {
    await start();
    let calls = 0;
    const { app, url } = await startApp(() => (++calls === 1 ? 200 : 401));
    expect((await run({ endpoint: url })).steps.at(-1)).toBe(`changed interactions go to ${url}`);
    expect(server.endpointUrl()).toBe(url);
    expect((await run({ endpoint: url })).steps.at(-1)).toBe(`already right interactions go to ${url}`);
    const { notes } = await run();
    expect(notes).toEqual([]);
    app.close();
  });

  it('is not set when it does not; the rest is, and the remedy is told', async () => {
    await start();
    const { app, url } = await startApp(() => 200);
    const { problems, settings } = await run({ endpoint: url });
    expect(problems).toEqual([expect.stringContaining(`Discord does not take ${url}`)]);
    expect(settings).toHaveProperty('DISCORD_PUBLIC_KEY');
    expect((await run()).notes).toEqual([expect.stringContaining('--endpoint')]);
    app.close();
  });
});
