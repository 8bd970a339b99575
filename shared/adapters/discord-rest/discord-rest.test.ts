import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiscordValidator, discordOpenApiPath } from '../../../dev/stand-ins/discord/openapi.ts';
import { type DiscordStandIn, startDiscord } from '../../../dev/stand-ins/discord/server.ts';
import { ALERTS_CHANNEL, aSignal, DETECTED_AT } from '../../../tests/support/delivery-world.ts';
import { alertMessage } from '../../discord/alert-embed.ts';
import { type RecordingTelemetry, recordingTelemetry } from '../telemetry/recording-telemetry.ts';
import { createDiscordRest } from './discord-rest.ts';
import { createDiscordLimiter, type DiscordLimits } from './limiter.ts';

const TOKEN = 'a-bot-token';
const openApi = discordOpenApiPath();
const validate = existsSync(openApi) ? createDiscordValidator(openApi) : undefined;
const message = (nonce = 'n1') => ({ ...alertMessage(aSignal(), DETECTED_AT), nonce, enforce_nonce: true });

let standIn: DiscordStandIn;
let telemetry: RecordingTelemetry;
let time = DETECTED_AT;

const APPLICATION = '700000000000000001';
const start = (options: Partial<Parameters<typeof startDiscord>[0]> = {}) =>
  startDiscord({
    now: () => time,
    token: TOKEN,
    channels: [{ id: ALERTS_CHANNEL, name: 'odds-alerts' }],
    ...(validate ? { validate } : {}),
    ...options,
  });
const client = (options: { token?: string; timeoutMs?: number; limits?: Partial<DiscordLimits> } = {}) => {
  const { limits = {}, ...rest } = options;
  const limiter = createDiscordLimiter({ limits });
  return createDiscordRest({
    baseUrl: standIn.url,
    token: TOKEN,
    applicationId: APPLICATION,
    limiter,
    telemetry,
    ...rest,
  });
};
/** What a rejected promise says, its cause included. */
const failure = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    (value) => Promise.reject(new Error(`It did not fail: ${JSON.stringify(value)}`)),
    (error: Error) => error,
  );

beforeEach(async () => {
  time = DETECTED_AT;
  telemetry = recordingTelemetry();
  standIn = await start();
});
afterEach(() => standIn.stop());

describe('createMessage', () => {
  it('posts the alert, in a form that Discord specifies', async () => {
    const posted = await client().createMessage(ALERTS_CHANNEL, message());
    const [stored] = standIn.messages(ALERTS_CHANNEL);
    expect(posted).toEqual({ kind: 'ok', value: { messageId: stored?.id } });
    expect(stored).toMatchObject({ embeds: [{ title: 'Miami Dolphins +3.5 @ 1.95 · BetRivers' }] });
    expect(standIn.violations()).toEqual([]);
    expect(telemetry.total('discord_requests', { route: 'create-message', status: '200' })).toBe(1);
  });

  it('gets the first message again for the same nonce', async () => {
    const discord = client();
    const first = await discord.createMessage(ALERTS_CHANNEL, message());
    expect(await discord.createMessage(ALERTS_CHANNEL, message())).toEqual(first);
    expect(standIn.received()).toMatchObject({ deliveries: 1, duplicates: 0, suppressed: 1 });
  });

  it.each([50001, 50007, 50013, 50278, 10003])('is refused for good with code %d', async (code) => {
    standIn.control.deny(ALERTS_CHANNEL, code);
    expect(await client().createMessage(ALERTS_CHANNEL, message())).toMatchObject({ kind: 'permanent', code });
  });

  it('is refused for good by a channel that does not exist', async () => {
    expect(await client().createMessage('1', message())).toEqual({
      kind: 'permanent',
      code: 10003,
      reason: 'Unknown Channel',
    });
  });

  it('stays below the bucket of a channel without being told twice', async () => {
    const discord = client({
      limits: { route: { points: 100, duration: 5 }, globalAlone: { points: 100, duration: 1 } },
    });
    const kinds: string[] = [];
    for (let i = 0; i < 8; i++) kinds.push((await discord.createMessage(ALERTS_CHANNEL, message(`n${i}`))).kind);
    expect(kinds).toEqual([...Array(5).fill('ok'), ...Array(3).fill('retry')]);
    expect(standIn.stats()).toMatchObject({ requests: 5, rateLimited: 0 });
    expect(telemetry.total('discord_held_back', { reason: 'route-limit' })).toBe(3);
  });

  it.each([
    [false, '429-route', 'route-limit'],
    [true, '429-global', 'global-limit'],
  ])('waits out a 429, global: %s, and asks no more until then', async (global, reason, heldBack) => {
    standIn.control.inject({ kind: 'too-many-requests', global, times: 1 });
    const discord = client();
    expect(await discord.createMessage(ALERTS_CHANNEL, message())).toEqual({ kind: 'retry', afterMs: 1000, reason });
    expect(await discord.createMessage(ALERTS_CHANNEL, message())).toMatchObject({ kind: 'retry', reason: heldBack });
    expect(standIn.stats().requests).toBe(1);
  });

  it('says which setting holds the refused token, and never the token', async () => {
    const error = await failure(client({ token: 'wrong-token' }).createMessage(ALERTS_CHANNEL, message()));
    expect(error.message).toContain('DISCORD_BOT_TOKEN');
    expect(JSON.stringify([error.message, error.cause, telemetry.records])).not.toContain('wrong-token');
  });

  it('stops asking after too many invalid answers', async () => {
    standIn.control.deny(ALERTS_CHANNEL, 50001);
    const discord = client({ limits: { invalid: { points: 3, duration: 600 } } });
    for (let i = 0; i < 3; i++) await discord.createMessage(ALERTS_CHANNEL, message());
    expect(await discord.createMessage(ALERTS_CHANNEL, message())).toMatchObject({
      kind: 'retry',
      reason: 'too-many-invalid',
    });
    expect(standIn.stats().requests).toBe(3);
  });

  it.each([
    ['a web page', { kind: 'html' }, 'cannot read'],
    ['half an answer', { kind: 'truncated' }, 'cannot read'],
    ['an empty list', { kind: 'empty' }, 'cannot read'],
  ] as const)('fails on %s, and a repeat stores one message', async (_what, fault, says) => {
    standIn.control.inject({ ...fault, times: 1 });
    const discord = client();
    const error = await failure(discord.createMessage(ALERTS_CHANNEL, message()));
    expect(error.message).toContain(says);
    expect(await discord.createMessage(ALERTS_CHANNEL, message())).toMatchObject({ kind: 'ok' });
    expect(standIn.received()).toMatchObject({ deliveries: 1, duplicates: 0 });
  });

  it.each([
    ['a server error', { kind: 'status', status: 503 }, '503', '503'],
    ['a broken connection', { kind: 'drop-before' }, 'none', /closed|ECONNRESET/],
    ['a connection broken after the work', { kind: 'drop-after' }, 'none', /closed|ECONNRESET/],
    ['no answer', { kind: 'hang' }, 'none', /timeout/],
  ] as const)(
    'takes %s for an outage, says so, and a repeat stores one message',
    async (_what, fault, status, says) => {
      standIn.control.inject({ ...fault, times: 1 });
      const discord = client({ timeoutMs: 200, limits: { outagePauseMs: 7000 } });
      expect(await discord.createMessage(ALERTS_CHANNEL, message())).toEqual({ kind: 'unavailable', afterMs: 7000 });
      expect(telemetry.total('discord_requests', { route: 'create-message', status })).toBe(1);
      expect(telemetry.records).toContainEqual({
        kind: 'log',
        level: 'warn',
        event: 'discord_unavailable',
        fields: { route: 'create-message', reason: expect.stringMatching(says), afterMs: 7000 },
      });
      expect(await discord.createMessage(ALERTS_CHANNEL, message())).toMatchObject({ kind: 'ok' });
      expect(standIn.received()).toMatchObject({ deliveries: 1, duplicates: 0 });
    },
  );

  it('fails on a body that Discord finds invalid: a defect of ours', async () => {
    const body = { embeds: [{ title: 'x'.repeat(257) }] };
    const error = await failure(client().createMessage(ALERTS_CHANNEL, body));
    expect(error.message).toContain('400, code 50035: Invalid Form Body');
  });
});

describe('openDirectMessage', () => {
  it('answers the channel to post to', async () => {
    const discord = client();
    const opened = await discord.openDirectMessage('42');
    const channelId = standIn.directMessagesOf('42') ?? '';
    expect(opened).toEqual({ kind: 'ok', value: { channelId } });
    expect(await discord.createMessage(channelId, message())).toMatchObject({ kind: 'ok' });
    expect(standIn.violations()).toEqual([]);
  });

  it('is refused for good for a user who is gone', async () => {
    standIn.control.deny('open:42', 50278);
    expect(await client().openDirectMessage('42')).toMatchObject({ kind: 'permanent', code: 50278 });
  });

  it('waits when Discord finds it too fast, and holds the others back', async () => {
    await standIn.stop();
    standIn = await start({ newDirectMessagesPerMinute: 1 });
    const discord = client();
    await discord.openDirectMessage('1');
    expect(await discord.openDirectMessage('2')).toEqual({
      kind: 'retry',
      afterMs: 30_000,
      reason: 'opening-direct-messages-too-fast',
    });
    expect(await discord.openDirectMessage('3')).toMatchObject({ kind: 'retry', reason: 'route-limit' });
    expect(standIn.stats().requests).toBe(2);
  });
});
