import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { verifyKey } from 'discord-interactions';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listenOnLoopback } from '../../services/loopback.ts';
import { type DiscordStandIn, startDiscord } from './server.ts';

const ANN = { id: '300000000000000001', name: 'ann' };
const BOB = '300000000000000002';
const CHANNEL = '200000000000000001';
const CORE = '600000000000000001';
const SHARP = '600000000000000002';
const START = Date.parse('2026-11-15T15:00:00Z');

interface Told {
  readonly body: string;
  readonly isTrue: boolean;
}

let discord: DiscordStandIn;
let now = START;
let app: Server;
let address: string;
let told: Told[];
/** What the app answers next; 204 afterwards. */
let statuses: number[];

beforeEach(async () => {
  now = START;
  told = [];
  statuses = [];
  discord = await startDiscord({
    now: () => now,
    token: 'token',
    channels: [{ id: CHANNEL, name: 'general' }],
    skus: [
      { id: CORE, name: 'Core' },
      { id: SHARP, name: 'Sharp' },
    ],
    rateLimitScale: 1e-6,
  });
  app = createServer(async (request, response) => {
    const body = await text(request);
    const [signature, timestamp] = ['x-signature-ed25519', 'x-signature-timestamp'].map((name) =>
      String(request.headers[name]),
    );
    const isTrue = await verifyKey(body, signature ?? '', timestamp ?? '', discord.publicKey);
    told.push({ body, isTrue });
    response.writeHead(isTrue ? (statuses.shift() ?? 204) : 401, { 'content-type': 'application/json' }).end();
  });
  address = `http://127.0.0.1:${await listenOnLoopback(app)}/`;
});
afterEach(async () => {
  app.close();
  app.closeAllConnections();
  await discord.stop();
});

const list = async (query = '', application = discord.applicationId) => {
  const answer = await fetch(`${discord.url}/applications/${application}/entitlements${query}`, {
    headers: { authorization: 'Bot token' },
  });
  return { status: answer.status, headers: answer.headers, json: await answer.json() };
};
const idsOf = async (query?: string) =>
  z
    .array(z.object({ id: z.string() }))
    .parse((await list(query)).json)
    .map(({ id }) => id);

describe('entitlements', () => {
  it('are listed as Discord writes them, the newest first', async () => {
    const core = discord.entitle(ANN.id, CORE, { endsAt: START + 1000 });
    const sharp = discord.entitle(BOB, SHARP, { startsAt: null });
    const { json, headers } = await list();
    expect(json).toMatchObject([
      { id: sharp, sku_id: SHARP, user_id: BOB, starts_at: null, ends_at: null, deleted: false },
      {
        id: core,
        sku_id: CORE,
        application_id: discord.applicationId,
        user_id: ANN.id,
        type: 8,
        starts_at: '2026-11-15T15:00:00.000000+00:00',
        ends_at: '2026-11-15T15:00:01.000000+00:00',
      },
    ]);
    expect(headers.get('x-ratelimit-remaining')).toMatch(/^\d+$/);
    expect((await list('', '42')).json).toMatchObject({ code: 20012 });
  });

  it('are found by user, SKU, place in the order, end and deletion', async () => {
    const [first, ended, refunded, last] = [
      discord.entitle(ANN.id, CORE),
      discord.entitle(ANN.id, CORE),
      discord.entitle(BOB, CORE),
      discord.entitle(BOB, SHARP),
    ];
    discord.endEntitlement(ended);
    discord.refund(refunded);
    expect(await idsOf(`?user_id=${ANN.id}`)).toEqual([ended, first]);
    expect(await idsOf(`?sku_ids=${SHARP},42`)).toEqual([last]);
    expect(await idsOf(`?after=${first}`)).toEqual([ended, last]);
    expect(await idsOf('?after=0&limit=1')).toEqual([first]);
    expect(await idsOf(`?before=${ended}`)).toEqual([first]);
    expect(await idsOf('?exclude_ended=true')).toEqual([last, first]);
    expect(await idsOf('?exclude_deleted=false')).toEqual([last, refunded, ended, first]);
    now += 10_000;
    for (const query of ['?limit=101', '?limit=0', '?user_id=x', '?exclude_ended=perhaps'])
      expect((await list(query)).json).toMatchObject({ code: 50035 });
  });

  it('are told along with what their user asks, for as long as they last', async () => {
    discord.endpoint(address);
    const sent = async (channelId?: string) => {
      await discord.interact({ kind: 'command', name: 'help', user: ANN, ...(channelId ? { channelId } : {}) });
      return JSON.parse(told.at(-1)?.body ?? '').entitlements;
    };
    const core = discord.entitle(ANN.id, CORE);
    const sharp = discord.entitle(ANN.id, SHARP, { endsAt: START + 1000 });
    discord.entitle(BOB, SHARP);
    expect(await sent()).toMatchObject([{ id: core }, { id: sharp }]);
    now += 1000;
    expect(await sent(CHANNEL)).toMatchObject([{ id: core, user_id: ANN.id, sku_id: CORE }]);
    discord.refund(core);
    expect(await sent()).toEqual([]);
  });

  it('are of what is for sale, and end only where there are any', () => {
    expect(() => discord.entitle(ANN.id, '42')).toThrow('no SKU 42');
    expect(() => discord.endEntitlement('42')).toThrow('no entitlement 42');
    expect(() => discord.refund('42')).toThrow('no entitlement 42');
  });
});

describe('webhook events', () => {
  it('tell, signed, what is new, ended and gone', async () => {
    discord.webhook(address);
    const id = discord.entitle(ANN.id, CORE);
    await discord.webhookIdle();
    now += 5000;
    discord.endEntitlement(id);
    await discord.webhookIdle();
    discord.refund(id);
    await discord.webhookIdle();
    expect(told.every(({ isTrue }) => isTrue)).toBe(true);
    const bodies = told.map(({ body }) => JSON.parse(body));
    expect(bodies.map(({ event }) => event.type)).toEqual([
      'ENTITLEMENT_CREATE',
      'ENTITLEMENT_UPDATE',
      'ENTITLEMENT_DELETE',
    ]);
    expect(bodies[1]).toMatchObject({
      version: 1,
      application_id: discord.applicationId,
      type: 1,
      event: {
        timestamp: '2026-11-15T15:00:05.000Z',
        data: { id, user_id: ANN.id, sku_id: CORE, ends_at: '2026-11-15T15:00:05.000000+00:00' },
      },
    });
  });

  it('come again until they are taken, but not for ever', async () => {
    discord.webhook(address);
    statuses = [500, 404, 429];
    discord.entitle(ANN.id, CORE);
    await discord.webhookIdle();
    expect(told).toHaveLength(4);
    expect(new Set(told.map(({ body }) => body)).size).toBe(1);
    statuses = Array(100).fill(503);
    discord.entitle(ANN.id, CORE);
    await discord.webhookIdle();
    expect(told.length).toBe(4 + 10);
  });

  it('go nowhere without an address, and stop with Discord', async () => {
    discord.entitle(ANN.id, CORE);
    await discord.webhookIdle();
    expect([told, discord.webhookUrl()]).toEqual([[], undefined]);
    app.close();
    app.closeAllConnections();
    discord.webhook(address);
    discord.entitle(ANN.id, CORE);
    await discord.stop();
    await discord.webhookIdle();
    expect([told, discord.webhookUrl()]).toEqual([[], address]);
    discord = await startDiscord({ now: () => now, token: 'token', channels: [] });
  });

  it('go only where a PING is answered with 204, and a forgery refused', async () => {
    expect(await discord.isWebhook(address)).toBe(true);
    expect(told.map(({ isTrue, body }) => [isTrue, JSON.parse(body).type])).toEqual([
      [true, 0],
      [false, 0],
    ]);
    statuses = [200];
    expect(await discord.isWebhook(address)).toBe(false);
    expect(await discord.isWebhook('http://127.0.0.1:1/')).toBe(false);
  });
});

describe('who is not in the guild', () => {
  it('asks in direct messages only', async () => {
    discord.endpoint(address);
    discord.leave(ANN.id);
    const ask = (channelId?: string) =>
      discord.interact({ kind: 'command', name: 'help', user: ANN, ...(channelId ? { channelId } : {}) });
    await expect(ask(CHANNEL)).rejects.toThrow('not in the guild');
    await ask();
    expect(JSON.parse(told[0]?.body ?? '')).toMatchObject({ user: { id: ANN.id }, context: 1 });
  });
});
