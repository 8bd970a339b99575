import { inspect } from 'node:util';
import fc from 'fast-check';
import { Stripe } from 'stripe';
import { describe, expect, it } from 'vitest';
import { RefusedWebhookError, type WebhookRefusal } from '../../ports/billing.ts';
import { readWebhook } from './read-webhook.ts';

const SECRET = 'whsec_0123456789abcdef';
const EVENT = {
  id: 'evt_1',
  object: 'event',
  type: 'invoice.paid',
  data: { object: { customer_email: 'joe@example.com' } },
};

const bytes = (text: string) => new TextEncoder().encode(text);
const nowSeconds = () => Math.floor(Date.now() / 1000);
const sign = (payload: string, { secret = SECRET, timestamp = nowSeconds() } = {}) =>
  Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
const read = readWebhook(SECRET);
const refused = (reason: WebhookRefusal) => new RefusedWebhookError(reason);
const readSigned = (event: unknown) => read(bytes(JSON.stringify(event)), sign(JSON.stringify(event)));

describe('readWebhook', () => {
  it('gives the id and the type of what Stripe signed, and nothing else of it', async () => {
    expect(await readSigned(EVENT)).toEqual({ id: 'evt_1', type: 'invoice.paid' });
  });

  it('reads bytes as they came: spaces, line ends and letters of any language', async () => {
    const text = `${JSON.stringify({ ...EVENT, name: 'Zoë 🏈' }, null, 2)}\r\n`;
    expect(await read(bytes(text), sign(text))).toMatchObject({ id: 'evt_1' });
    expect(await read(Buffer.from(text), sign(text))).toMatchObject({ id: 'evt_1' });
  });

  it('takes one right signature among others, as while a secret is changed', async () => {
    const text = JSON.stringify(EVENT);
    const old = sign(text, { secret: 'whsec_another_secret' }).split(',')[1];
    expect(await read(bytes(text), `${sign(text)},${old}`)).toMatchObject({ id: 'evt_1' });
  });

  it('takes what is nearly five minutes old, and refuses a copy that is older', async () => {
    const text = JSON.stringify(EVENT);
    expect(await read(bytes(text), sign(text, { timestamp: nowSeconds() - 290 }))).toMatchObject({ id: 'evt_1' });
    const late = read(bytes(text), sign(text, { timestamp: nowSeconds() - 302 }));
    await expect(late).rejects.toThrow(refused('stale'));
  });

  const text = JSON.stringify(EVENT);
  it.each([
    ['no signature', ''],
    ['noise', 'hello'],
    ['an empty one', `t=${nowSeconds()},v1=`],
    ['no time', sign(text).replace(/t=\d+/, 't=')],
    ['another time', sign(text).replace(/t=\d+/, `t=${nowSeconds() - 1}`)],
    ['another secret', sign(text, { secret: 'whsec_another_secret' })],
    ['another body', sign(`${text} `)],
    ['another scheme', sign(text).replace('v1=', 'v0=')],
  ])('refuses a request with %s', async (_, signature) => {
    await expect(read(bytes(text), signature)).rejects.toThrow(refused('bad-signature'));
  });

  it.each([
    ['no event', {}],
    ['an id that is no event’s', { ...EVENT, id: 'cus_1' }],
    ['an id with a path in it', { ...EVENT, id: 'evt_1/../../customers' }],
    ['no type', { ...EVENT, type: undefined }],
    ['a thin event', { ...EVENT, object: 'v2.core.event' }],
    ['null', null],
    ['a list', []],
  ])('refuses a signed body that is %s', async (_, event) => {
    await expect(readSigned(event)).rejects.toThrow(refused('unreadable'));
  });

  it.each(['', '{', '\u0000'])('refuses the signed text %j', async (body) => {
    await expect(read(bytes(body), sign(body))).rejects.toThrow(refused('unreadable'));
  });

  it('refuses every change of a single byte', async () => {
    const signature = sign(text);
    const body = bytes(text);
    await fc.assert(
      fc.asyncProperty(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = Uint8Array.from(body, (byte, index) => (index === at ? byte ^ change : byte));
        await expect(read(changed, signature)).rejects.toThrow(refused('bad-signature'));
      }),
    );
  });

  it('tells neither the secret nor anything of the body', async () => {
    const error: unknown = await read(bytes(text), sign(`${text} `)).catch((thrown: unknown) => thrown);
    expect(inspect(error, { depth: 10 })).toContain('RefusedWebhookError');
    expect(inspect(error, { depth: 10 })).not.toMatch(/whsec|joe@|invoice/);
  });
});
