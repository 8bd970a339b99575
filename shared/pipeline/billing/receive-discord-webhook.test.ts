import { describe, expect, it } from 'vitest';
import { createSigner } from '../../../tests/support/interactions.ts';
import { discordSignature } from '../../adapters/discord-signature/discord-signature.ts';
import { memoryQueues } from '../../adapters/memory/memory-queues.ts';
import { recordingTelemetry } from '../../adapters/telemetry/recording-telemetry.ts';
import { receiveDiscordWebhook } from './receive-discord-webhook.ts';

const signer = createSigner();
const door = () => ({
  verify: discordSignature(signer.publicKey),
  wall: Date.now,
  queue: memoryQueues({ now: Date.now, checkSize: true }),
  telemetry: recordingTelemetry(),
});
const eventOf = (type: string, data: unknown) => ({
  version: 1,
  application_id: '1000',
  type: 1,
  event: { type, timestamp: '2026-11-25T12:00:00Z', data },
});
const signed = (body: unknown, at?: number) => signer.sign(JSON.stringify(body), at);
const bought = eventOf('ENTITLEMENT_CREATE', { id: '7', sku_id: '8', user_id: '42', type: 8, deleted: false });

describe('receiveDiscordWebhook', () => {
  it('answers a ping with nothing', async () => {
    expect(await receiveDiscordWebhook(door(), signed({ version: 1, application_id: '1', type: 0 }))).toEqual({
      status: 204,
    });
  });

  it('sends on whose entitlements to look at', async () => {
    const deps = door();
    expect(await receiveDiscordWebhook(deps, signed(bought))).toEqual({ status: 204 });
    expect(deps.queue.take('billing-events')).toEqual({
      v: 1,
      kind: 'user',
      userId: '42',
      why: 'discord-entitlement',
      tries: 0,
    });
  });

  it('takes other events, and lets them be', async () => {
    const deps = door();
    expect(await receiveDiscordWebhook(deps, signed(eventOf('APPLICATION_AUTHORIZED', {})))).toEqual({ status: 204 });
    expect(deps.queue.size()).toBe(0);
    expect(deps.telemetry.total('webhook_events', { source: 'discord', type: 'other' })).toBe(1);
  });

  it.each([
    ['another key', createSigner().sign(JSON.stringify(bought)), 401, 'bad-signature'],
    ['a copy that is old', signed(bought, Date.now() - 6 * 60_000), 401, 'stale'],
    ['a changed body', { ...signed(bought), body: Buffer.from('{}') }, 401, 'bad-signature'],
    ['no signature', { ...signed(bought), signature: null }, 401, 'unsigned'],
    ['too much', { ...signed(bought), body: undefined }, 413, 'too-large'],
    ['what is no JSON', signer.sign('{'), 400, 'not-json'],
    ['what is no event', signed({ type: 1 }), 400, 'unreadable'],
  ])('refuses %s', async (_, request, status, error) => {
    const deps = door();
    expect(await receiveDiscordWebhook(deps, request)).toEqual({ status, body: { error } });
    expect(deps.queue.size()).toBe(0);
    expect(deps.telemetry.total('webhooks_refused', { source: 'discord', reason: error })).toBe(1);
  });

  it('has Discord send it again while it cannot be sent on', async () => {
    const queue = { send: () => Promise.reject(new Error('the queue is down')) };
    expect(await receiveDiscordWebhook({ ...door(), queue }, signed(bought))).toMatchObject({ status: 500 });
  });
});
