import { Stripe } from 'stripe';
import { describe, expect, it } from 'vitest';
import { memoryQueues } from '../../adapters/memory/memory-queues.ts';
import { readWebhook } from '../../adapters/stripe/read-webhook.ts';
import { recordingTelemetry } from '../../adapters/telemetry/recording-telemetry.ts';
import { BILLING_EVENT_TYPES } from '../../domain/account/billing-event-types.ts';
import { receiveStripeWebhook } from './receive-stripe-webhook.ts';

const SECRET = 'whsec_0123456789abcdef';
const ARRIVAL = Date.parse('2026-11-25T12:00:00Z');

const door = () => {
  const queue = memoryQueues({ now: Date.now, checkSize: true });
  const telemetry = recordingTelemetry();
  return { queue, telemetry, readWebhook: readWebhook(SECRET), now: () => ARRIVAL };
};
const requestOf = (type: string, secret = SECRET, timestamp = Math.floor(Date.now() / 1000)) => {
  const payload = JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type,
    data: { object: { email: 'joe@example.com' } },
  });
  return {
    body: new TextEncoder().encode(payload),
    signature: Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp }),
  };
};

describe('receiveStripeWebhook', () => {
  it.each(BILLING_EVENT_TYPES)('sends on that there is a %s, and nothing else of it', async (type) => {
    const deps = door();
    expect(await receiveStripeWebhook(deps, requestOf(type))).toEqual({ status: 200, body: { received: true } });
    expect(deps.queue.take('billing-events')).toEqual({
      ...{ v: 1, kind: 'stripe', eventId: 'evt_1', type, arrivedAt: ARRIVAL, tries: 0 },
    });
    expect(JSON.stringify(deps.telemetry.records)).not.toContain('joe@');
  });

  it('takes every other event, counts it, and lets it be', async () => {
    const deps = door();
    expect(await receiveStripeWebhook(deps, requestOf('product.created'))).toMatchObject({ status: 200 });
    expect(deps.queue.size()).toBe(0);
    expect(deps.telemetry.total('webhook_events', { source: 'stripe', type: 'other' })).toBe(1);
  });

  const signed = requestOf('invoice.paid');
  it.each([
    ['another key', requestOf('invoice.paid', 'whsec_of_somebody_else'), 400, 'bad-signature'],
    ['a copy that is old', requestOf('invoice.paid', SECRET, Math.floor(Date.now() / 1000) - 400), 400, 'stale'],
    ['what is signed and no event', requestOf('x'.repeat(101)), 400, 'unreadable'],
    ['a changed body', { ...signed, body: new TextEncoder().encode('{}') }, 400, 'bad-signature'],
    ['no signature', { ...signed, signature: null }, 400, 'unsigned'],
    ['an empty signature', { ...signed, signature: '' }, 400, 'unsigned'],
    ['too much', { ...signed, body: undefined }, 413, 'too-large'],
  ])('refuses %s', async (_, request, status, error) => {
    const deps = door();
    expect(await receiveStripeWebhook(deps, request)).toEqual({ status, body: { error } });
    expect(deps.queue.size()).toBe(0);
    expect(deps.telemetry.total('webhooks_refused', { source: 'stripe', reason: error })).toBe(1);
  });

  it('has Stripe send it again while it cannot be sent on, or payments are not set up', async () => {
    const { readWebhook: read, ...closed } = door();
    expect(await receiveStripeWebhook(closed, signed)).toMatchObject({ status: 503 });
    const queue = { send: () => Promise.reject(new Error('the queue is down')) };
    expect(await receiveStripeWebhook({ ...closed, readWebhook: read, queue }, signed)).toMatchObject({ status: 500 });
  });
});
