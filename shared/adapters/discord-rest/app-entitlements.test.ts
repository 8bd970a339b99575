import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenOnLoopback } from '../../../dev/services/loopback.ts';
import { type DiscordStandIn, startDiscord } from '../../../dev/stand-ins/discord/server.ts';
import { discordEntitlementSchema, MOST_ENTITLEMENTS } from '../../domain/account/billing-facts.ts';
import { recordingTelemetry } from '../telemetry/recording-telemetry.ts';
import { createAppEntitlements } from './app-entitlements.ts';
import { createDiscordLimiter } from './limiter.ts';

const TOKEN = 'a-bot-token';
const ANN = '300000000000000001';
const BOB = '300000000000000002';
const SKUS = { starter: '600000000000000001', core: '600000000000000002', sharp: '600000000000000003' };
const FOREIGN = '600000000000000009';
const NOW = Date.parse('2026-11-15T15:00:00Z');
const WIDE = { points: 1000, duration: 1 };

let standIn: DiscordStandIn;
let now = NOW;
const client = (options: Partial<Parameters<typeof createAppEntitlements>[0]> = {}) =>
  createAppEntitlements({
    baseUrl: standIn.url,
    token: TOKEN,
    applicationId: standIn.applicationId,
    skus: SKUS,
    limiter: createDiscordLimiter({ limits: { upkeep: WIDE, upkeepTogetherAlone: WIDE, globalAlone: WIDE } }),
    telemetry: recordingTelemetry(),
    ...options,
  });

beforeEach(async () => {
  now = NOW;
  standIn = await startDiscord({
    now: () => now,
    token: TOKEN,
    channels: [],
    skus: [...Object.values(SKUS), FOREIGN].map((id) => ({ id, name: `SKU ${id}` })),
  });
});
afterEach(() => standIn.stop());

describe('of', () => {
  it('tells what a user bought, as tiers, from the oldest', async () => {
    const starter = standIn.entitle(ANN, SKUS.starter, { endsAt: NOW + 5000 });
    const sharp = standIn.entitle(ANN, SKUS.sharp, { startsAt: null });
    standIn.entitle(ANN, FOREIGN);
    standIn.entitle(BOB, SKUS.core);
    const held = await client().of(ANN);
    expect(held).toEqual({
      kind: 'ok',
      value: [
        { id: starter, tier: 'starter', startsAt: NOW, endsAt: NOW + 5000 },
        { id: sharp, tier: 'sharp' },
      ],
    });
    if (held.kind === 'ok') for (const one of held.value) discordEntitlementSchema.parse(one);
    expect(await client().of('42')).toEqual({ kind: 'ok', value: [] });
  });

  it('leaves out what ended, and what was paid back', async () => {
    const ended = standIn.entitle(ANN, SKUS.core);
    const refunded = standIn.entitle(ANN, SKUS.sharp);
    now += 1000;
    standIn.endEntitlement(ended);
    standIn.refund(refunded);
    expect(await client().of(ANN)).toEqual({ kind: 'ok', value: [] });
  });

  it('keeps the highest tiers of too many, then those that end last', async () => {
    const early = standIn.entitle(ANN, SKUS.core, { endsAt: NOW + 1000 });
    const late = standIn.entitle(ANN, SKUS.core, { endsAt: NOW + 2000 });
    for (let i = 0; i < 12; i += 1) standIn.entitle(ANN, SKUS.starter);
    const sharp = Array.from({ length: MOST_ENTITLEMENTS - 1 }, () => standIn.entitle(ANN, SKUS.sharp));
    const held = await client().of(ANN);
    expect(held.kind === 'ok' && held.value.map(({ id }) => id)).toEqual([late, ...sharp]);
    expect(JSON.stringify(held)).not.toContain(early);
  });

  it('knows only what is for sale, and asks nothing where nothing is', async () => {
    standIn.entitle(ANN, SKUS.core);
    expect(await client({ skus: { ...SKUS, core: undefined } }).of(ANN)).toEqual({ kind: 'ok', value: [] });
    const before = standIn.stats().requests;
    const none = client({ skus: { starter: undefined, core: undefined, sharp: undefined } });
    expect(await none.of(ANN)).toEqual({ kind: 'ok', value: [] });
    expect(await none.after(undefined)).toEqual({ kind: 'ok', value: { items: [], next: undefined } });
    expect(standIn.stats().requests).toBe(before);
  });
});

describe('after', () => {
  it('goes through all users’, page by page', async () => {
    const ids = Array.from({ length: 150 }, (_, i) => standIn.entitle(i % 2 ? ANN : BOB, SKUS.core));
    const entitlements = client();
    const first = await entitlements.after(undefined);
    if (first.kind !== 'ok') throw new Error(first.kind);
    expect(first.value.items).toHaveLength(100);
    expect(first.value.next).toBe(ids[99]);
    const second = await entitlements.after(first.value.next);
    if (second.kind !== 'ok') throw new Error(second.kind);
    expect(second.value.next).toBeUndefined();
    expect([...first.value.items, ...second.value.items].map(({ entitlement }) => entitlement.id)).toEqual(ids);
    expect(first.value.items[1]).toMatchObject({ userId: ANN, entitlement: { tier: 'core' } });
  });
});

describe('faults', () => {
  it.each([
    ['a server error', { kind: 'status', status: 500 }, 'unavailable'],
    ['a broken connection', { kind: 'drop-before' }, 'unavailable'],
    ['a 429', { kind: 'too-many-requests' }, 'retry'],
  ] as const)('%s is no “nothing bought”', async (_what, fault, kind) => {
    standIn.control.inject({ ...fault, times: 1 });
    expect(await client().of(ANN)).toMatchObject({ kind });
  });

  it.each([
    ['a web page', { kind: 'html' }],
    ['half an answer', { kind: 'truncated' }],
    ['a list of something else', { kind: 'huge', bytes: 100 }],
  ] as const)('%s throws', async (_what, fault) => {
    standIn.entitle(ANN, SKUS.core);
    standIn.control.inject({ ...fault, times: 1 });
    await expect(client().of(ANN)).rejects.toThrow('with an answer that we cannot read');
    expect(await client().of(ANN)).toMatchObject({ kind: 'ok', value: [{ tier: 'core' }] });
  });

  it('of another application is refused', async () => {
    await expect(client({ applicationId: '42' }).of(ANN)).rejects.toThrow('403, code 20012');
  });

  it('throws with a refused token', async () => {
    await expect(client({ token: 'wrong' }).of(ANN)).rejects.toThrow('check DISCORD_BOT_TOKEN');
  });
});

describe('an answer that is not quite what was asked for', () => {
  const entitlement = {
    id: '7',
    sku_id: SKUS.core,
    application_id: '1',
    user_id: ANN,
    deleted: false,
    starts_at: '2026-11-01T00:00:00.123456+00:00',
    ends_at: null,
    type: 8,
  };
  let server: Server;
  let answer: readonly object[];
  let asked: string | undefined;
  let baseUrl: string;
  beforeEach(async () => {
    server = createServer(({ url }, response) => {
      asked = url;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
    baseUrl = `http://127.0.0.1:${await listenOnLoopback(server)}`;
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  it('is asked for from the oldest, of our SKUs only', async () => {
    answer = [entitlement];
    expect(await client({ baseUrl, applicationId: '1' }).of(ANN)).toEqual({
      kind: 'ok',
      value: [{ id: '7', tier: 'core', startsAt: Date.parse('2026-11-01T00:00:00.123Z') }],
    });
    const { pathname, searchParams } = new URL(asked ?? '', baseUrl);
    expect(pathname).toBe('/applications/1/entitlements');
    expect(Object.fromEntries(searchParams)).toEqual({
      user_id: ANN,
      sku_ids: Object.values(SKUS).join(),
      exclude_ended: 'true',
      exclude_deleted: 'true',
      limit: '100',
      after: '0',
    });
  });

  it('leaves out whatever is another’s, a server’s, deleted, or of a SKU that is none of ours', async () => {
    answer = [
      { ...entitlement, id: '1', user_id: BOB },
      { ...entitlement, id: '2', user_id: undefined, guild_id: '9' },
      { ...entitlement, id: '3', deleted: true },
      { ...entitlement, id: '4', sku_id: FOREIGN },
    ];
    expect(await client({ baseUrl }).of(ANN)).toEqual({ kind: 'ok', value: [] });
    expect(await client({ baseUrl }).after('0')).toMatchObject({ value: { items: [{ userId: BOB }] } });
  });

  it.each([
    ['an end that is no time', { ends_at: 'soon' }],
    ['an end that is a number', { ends_at: 1 }],
    ['no word on whether it is deleted', { deleted: undefined }],
    ['an id that is none', { id: 'x' }],
  ])('throws on %s, which would else open what has ended', async (_what, wrong) => {
    answer = [{ ...entitlement, ...wrong }];
    await expect(client({ baseUrl }).of(ANN)).rejects.toThrow('with an answer that we cannot read');
  });

  it('takes the first moment of all times for an end', async () => {
    answer = [{ ...entitlement, ends_at: '1970-01-01T00:00:00Z' }];
    expect(await client({ baseUrl }).of(ANN)).toMatchObject({ value: [{ endsAt: 0 }] });
  });
});
