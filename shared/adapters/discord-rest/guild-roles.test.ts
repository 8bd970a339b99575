import { existsSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenOnLoopback } from '../../../dev/services/loopback.ts';
import { createDiscordValidator, discordOpenApiPath } from '../../../dev/stand-ins/discord/openapi.ts';
import { type DiscordOptions, type DiscordStandIn, startDiscord } from '../../../dev/stand-ins/discord/server.ts';
import { UNKNOWN_MEMBER } from '../../ports/guild.ts';
import { type RecordingTelemetry, recordingTelemetry } from '../telemetry/recording-telemetry.ts';
import { createGuildRoles } from './guild-roles.ts';
import { createDiscordLimiter, type DiscordLimits } from './limiter.ts';

const TOKEN = 'a-bot-token';
const CORE = '400000000000000001';
const ANN = '300000000000000001';
const BOB = '300000000000000002';
/** Discord's codes for what the bot may not see, and not do. */
const [MISSING_ACCESS, MISSING_PERMISSIONS] = [50001, 50013];
const openApi = discordOpenApiPath();
const validator = existsSync(openApi) ? { validate: createDiscordValidator(openApi) } : {};
/** Wide enough for what is no test of limits. */
const WIDE = { points: 1000, duration: 1 };
const UNLIMITED = { upkeep: WIDE, upkeepTogetherAlone: WIDE, globalAlone: WIDE };

let standIn: DiscordStandIn;
let telemetry: RecordingTelemetry;
const start = (options: Partial<DiscordOptions> = {}) =>
  startDiscord({
    now: Date.now,
    token: TOKEN,
    channels: [],
    users: [
      { id: ANN, name: 'ann' },
      { id: BOB, name: 'bob' },
    ],
    guild: { roles: [{ id: CORE, name: 'Core', position: 2 }] },
    ...validator,
    ...options,
  });
const restart = async (options: Partial<DiscordOptions>) => {
  await standIn.stop();
  standIn = await start(options);
};
interface ClientOptions {
  readonly token?: string;
  readonly guildId?: string;
  readonly baseUrl?: string;
  readonly timeoutMs?: number;
  readonly limits?: Partial<DiscordLimits>;
}
const client = ({ limits = UNLIMITED, ...options }: ClientOptions = {}) =>
  createGuildRoles({
    baseUrl: standIn.url,
    token: TOKEN,
    applicationId: standIn.applicationId,
    guildId: standIn.guildId,
    limiter: createDiscordLimiter({ limits }),
    telemetry,
    ...options,
  });

beforeEach(async () => {
  telemetry = recordingTelemetry();
  standIn = await start();
});
afterEach(async () => {
  expect(standIn.violations()).toEqual([]);
  await standIn.stop();
});

describe('a member’s roles', () => {
  it('are given and taken, twice as well as once', async () => {
    const guild = client();
    expect(await guild.member(ANN)).toEqual({ kind: 'ok', value: { userId: ANN, roleIds: [] } });
    for (let i = 0; i < 2; i += 1) expect(await guild.giveRole(ANN, CORE)).toEqual({ kind: 'ok', value: undefined });
    expect(await guild.member(ANN)).toEqual({ kind: 'ok', value: { userId: ANN, roleIds: [CORE] } });
    expect([...standIn.guild.rolesOf(ANN)]).toEqual([CORE]);
    for (let i = 0; i < 2; i += 1) expect(await guild.takeRole(ANN, CORE)).toEqual({ kind: 'ok', value: undefined });
    expect([...standIn.guild.rolesOf(ANN)]).toEqual([]);
    expect(telemetry.total('discord_requests', { route: 'give-role', status: '204' })).toBe(2);
  });

  it('are nobody’s who left, or was never there', async () => {
    standIn.leave(ANN);
    const guild = client();
    const gone = { kind: 'permanent', code: UNKNOWN_MEMBER };
    for (const userId of [ANN, '42']) {
      expect(await guild.member(userId)).toMatchObject(gone);
      expect(await guild.giveRole(userId, CORE)).toMatchObject(gone);
      expect(await guild.takeRole(userId, CORE)).toMatchObject(gone);
    }
  });

  it('are refused for good where the role is none, or stands above the bot, or may not be given at all', async () => {
    expect(await client().giveRole(ANN, '42')).toMatchObject({ kind: 'permanent', code: 10011 });
    await restart({ guild: { botRolePosition: 1, roles: [{ id: CORE, name: 'Core', position: 2 }] } });
    expect(await client().giveRole(ANN, CORE)).toMatchObject({ kind: 'permanent', code: MISSING_PERMISSIONS });
    await restart({ guild: { botPermissions: 0n, roles: [{ id: CORE, name: 'Core', position: 2 }] } });
    expect(await client().takeRole(ANN, CORE)).toMatchObject({ kind: 'permanent', code: MISSING_PERMISSIONS });
    await restart({ guild: { roles: [{ id: CORE, name: 'Bots', position: 2, isManaged: true }] } });
    expect(await client().giveRole(ANN, CORE)).toMatchObject({ kind: 'permanent', code: 50028 });
  });

  it('are not to be seen in a guild that the bot is not in', async () => {
    expect(await client({ guildId: '42' }).member(ANN)).toMatchObject({ kind: 'permanent', code: 10004 });
    standIn.control.deny(standIn.guildId, MISSING_ACCESS);
    expect(await client().member(ANN)).toMatchObject({ kind: 'permanent', code: MISSING_ACCESS });
  });

  it('are changed with a reason for the guild’s audit log, and without a body', async () => {
    const seen: { readonly method: string | undefined; readonly headers: IncomingHttpHeaders }[] = [];
    const server = createServer(({ method, headers }, response) => {
      seen.push({ method, headers });
      response.writeHead(204).end();
    });
    const guild = client({ baseUrl: `http://127.0.0.1:${await listenOnLoopback(server)}` });
    await guild.giveRole(ANN, CORE);
    await guild.takeRole(ANN, CORE);
    server.close();
    server.closeAllConnections();
    expect(seen.map(({ method }) => method)).toEqual(['PUT', 'DELETE']);
    for (const { headers } of seen) {
      expect(decodeURIComponent(String(headers['x-audit-log-reason']))).toContain('OddsTracker');
      expect(headers.authorization).toBe(`Bot ${TOKEN}`);
      expect(headers['content-type']).toBeUndefined();
    }
  });

  it('throw with a refused token, without telling it', async () => {
    await expect(client({ token: 'wrong-token' }).giveRole(ANN, CORE)).rejects.toThrow('check DISCORD_BOT_TOKEN');
    expect(JSON.stringify(telemetry.records)).not.toContain('wrong-token');
  });
});

describe('the list of members', () => {
  it('comes page by page, in the order of their ids', async () => {
    await client().giveRole(BOB, CORE);
    const guild = client();
    const seen: (readonly [string, readonly string[]])[] = [];
    let after: string | undefined;
    do {
      const page = await guild.membersAfter(after, 1);
      if (page.kind !== 'ok') throw new Error(page.kind);
      seen.push(...page.value.members.map(({ userId, roleIds }) => [userId, roleIds] as const));
      after = page.value.next;
    } while (after !== undefined);
    expect(seen).toEqual([
      [standIn.applicationId, [standIn.guild.botRoleId]],
      [ANN, []],
      [BOB, [CORE]],
    ]);
    expect(await guild.membersAfter(undefined, 5000)).toMatchObject({ kind: 'ok', value: { next: undefined } });
  });

  it('leaves out who left, and has them again with their return, without roles', async () => {
    const guild = client();
    await guild.giveRole(ANN, CORE);
    standIn.leave(ANN);
    expect(await guild.membersAfter(standIn.applicationId, 10)).toMatchObject({
      value: { members: [{ userId: BOB }], next: undefined },
    });
    standIn.join(ANN);
    expect(await guild.membersAfter(standIn.applicationId, 10)).toMatchObject({
      value: { members: [{ userId: ANN, roleIds: [] }, { userId: BOB }] },
    });
  });

  it('is not given without the intent for it', async () => {
    await restart({ serverMembersIntent: false });
    expect(await client().membersAfter(undefined, 10)).toMatchObject({ kind: 'permanent', code: MISSING_ACCESS });
  });
});

describe('limits', () => {
  it('keep changes of roles below our own allowance without asking Discord', async () => {
    const guild = client({ limits: { ...UNLIMITED, upkeep: { points: 3, duration: 10 } } });
    const kinds: string[] = [];
    for (let i = 0; i < 5; i += 1) kinds.push((await guild.giveRole(ANN, CORE)).kind);
    expect(kinds).toEqual(['ok', 'ok', 'ok', 'retry', 'retry']);
    expect(standIn.stats()).toMatchObject({ requests: 3, rateLimited: 0 });
    expect(telemetry.total('discord_held_back', { route: 'give-role', reason: 'route-limit' })).toBe(2);
  });

  it('follow the bucket that Discord tells of: one for all members, for giving as well as for taking', async () => {
    const guild = client();
    for (let i = 0; i < 5; i += 1) {
      expect(await guild.giveRole(ANN, CORE)).toMatchObject({ kind: 'ok' });
      expect(await guild.takeRole(BOB, CORE)).toMatchObject({ kind: 'ok' });
    }
    expect(await guild.giveRole(BOB, CORE)).toMatchObject({ kind: 'retry', reason: 'route-limit' });
    expect(await guild.member(ANN)).toMatchObject({ kind: 'ok' });
    expect(standIn.stats()).toMatchObject({ requests: 11, rateLimited: 0 });
  });

  it.each([
    [false, '429-route', 'route-limit'],
    [true, '429-global', 'global-limit'],
  ])('are waited out when Discord says 429, global: %s', async (global, reason, heldBack) => {
    standIn.control.inject({ kind: 'too-many-requests', global, times: 1 });
    const guild = client();
    expect(await guild.giveRole(ANN, CORE)).toEqual({ kind: 'retry', afterMs: 1000, reason });
    expect(await guild.takeRole(ANN, CORE)).toMatchObject({ kind: 'retry', reason: heldBack });
    expect(standIn.stats().requests).toBe(1);
  });
});

describe('faults', () => {
  const outages = [
    ['a server error', { kind: 'status', status: 502 }],
    ['a broken connection', { kind: 'drop-before' }],
    ['a connection broken after the work', { kind: 'drop-after' }],
    ['no answer', { kind: 'hang' }],
  ] as const;
  it.each(outages)('%s is an outage, and a repeat makes it good', async (_what, fault) => {
    standIn.control.inject({ ...fault, times: 1 });
    const guild = client({ timeoutMs: 200, limits: { ...UNLIMITED, outagePauseMs: 7000 } });
    expect(await guild.giveRole(ANN, CORE)).toEqual({ kind: 'unavailable', afterMs: 7000 });
    expect(await guild.giveRole(ANN, CORE)).toMatchObject({ kind: 'ok' });
    expect([...standIn.guild.rolesOf(ANN)]).toEqual([CORE]);
  });

  const read = (guild: ReturnType<typeof client>) => guild.member(ANN);
  const list = (guild: ReturnType<typeof client>) => guild.membersAfter(undefined, 10);
  const give = (guild: ReturnType<typeof client>) => guild.giveRole(ANN, CORE);
  it.each([
    ['a web page for a member', { kind: 'html' }, read],
    ['half a member', { kind: 'truncated' }, read],
    ['a list for a member', { kind: 'empty' }, read],
    ['a web page for a list', { kind: 'html' }, list],
    ['half a list', { kind: 'truncated' }, list],
    ['a list of something else', { kind: 'huge', bytes: 100 }, list],
    ['a web page where nothing should be', { kind: 'html' }, give],
    ['a list where nothing should be', { kind: 'empty' }, give],
  ] as const)('%s throws, and is never taken for an answer', async (_what, fault, ask) => {
    standIn.control.inject({ ...fault, times: 1 });
    const guild = client();
    await expect(ask(guild)).rejects.toThrow('with an answer that we cannot read');
    expect(await ask(guild)).toMatchObject({ kind: 'ok' });
  });
});
