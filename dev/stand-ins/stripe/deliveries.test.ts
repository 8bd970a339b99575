import { Stripe } from 'stripe';
import { describe, expect, it } from 'vitest';
import { errorOf, openReceiver, openShop, type Shop } from './testing.ts';

const NUMBERS = ['1', '2', '3', '4', '5', '6'];
/** Six events, with a number each. */
const happen = async ({ stripe }: Shop) => {
  for (const description of NUMBERS) await stripe.customers.create({ description });
};
const numbersIn = (bodies: readonly { readonly body: string }[]): readonly string[] =>
  bodies.map(({ body }) => (JSON.parse(body) as { data: { object: { description: string } } }).data.object.description);

const open = async () => {
  const shop = await openShop();
  const receiver = await openReceiver();
  shop.standIn.deliverTo(receiver.url, ['customer.created']);
  const close = async () => {
    await receiver[Symbol.asyncDispose]();
    await shop[Symbol.asyncDispose]();
  };
  return { shop, receiver, ...shop, [Symbol.asyncDispose]: close };
};

describe('events on their way', () => {
  it('are held back, and released in the order that is wanted', async () => {
    await using world = await open();
    const { shop, receiver, standIn } = world;
    const orders: (readonly string[])[] = [];
    for (const release of [
      () => standIn.deliveries.release(),
      () => standIn.deliveries.release('reversed'),
      () => standIn.deliveries.release('shuffled', 7),
      () => standIn.deliveries.release('shuffled', 7),
    ]) {
      standIn.deliveries.hold();
      await happen(shop);
      await standIn.idle();
      expect(standIn.stats()).toMatchObject({ held: 6, pending: 0 });
      const before = receiver.received.length;
      release();
      await standIn.idle();
      orders.push(numbersIn(receiver.received.slice(before)));
    }
    const [asIs, reversed, shuffled, again] = orders;
    expect(asIs).toEqual(NUMBERS);
    expect(reversed).toEqual(NUMBERS.toReversed());
    expect(shuffled?.toSorted()).toEqual(NUMBERS);
    expect(shuffled).not.toEqual(NUMBERS);
    expect(again).toEqual(shuffled);
  });

  it('come several times, and get lost', async () => {
    await using world = await open();
    const { shop, receiver, standIn } = world;
    standIn.deliveries.duplicate(3);
    standIn.deliveries.lose(2);
    await happen(shop);
    await standIn.idle();
    expect(receiver.received).toHaveLength(12);
    expect(new Set(numbersIn(receiver.received))).toEqual(new Set(NUMBERS.slice(2)));
    expect(standIn.stats()).toMatchObject({ delivered: 12, lost: 2, refused: 0 });
  });

  it('are sent again until they are taken, or given up', async () => {
    await using world = await open();
    const { receiver, standIn, stripe } = world;
    receiver.refuse(3);
    await stripe.customers.create();
    await standIn.idle();
    expect(receiver.types(standIn.webhookSecret)).toEqual(['customer.created']);
    expect(standIn.stats()).toMatchObject({ delivered: 1, refused: 3, failed: 0 });
    expect(standIn.events().at(-1)?.pending_webhooks).toBe(0);
    receiver.refuse(10, 302);
    const { id } = await stripe.customers.create();
    await standIn.idle();
    expect(receiver.received).toHaveLength(1);
    const type = 'customer.created';
    const untaken = (await stripe.events.list({ delivery_success: false })).data;
    expect(untaken).toMatchObject([{ type, data: { object: { id } } }]);
    expect((await stripe.events.list({ delivery_success: true, type })).data).toHaveLength(1);
    expect(standIn.stats()).toMatchObject({ delivered: 1, refused: 13, failed: 1 });
  });

  it('go to endpoints made through the API, each with a secret of its own', async () => {
    await using shop = await openShop();
    await using one = await openReceiver();
    await using two = await openReceiver();
    const { webhookEndpoints } = shop.stripe;
    const first = await webhookEndpoints.create({
      url: one.url,
      enabled_events: ['customer.created'],
      api_version: Stripe.API_VERSION,
    });
    const second = await webhookEndpoints.create({ url: two.url, enabled_events: ['*'] });
    expect((await webhookEndpoints.retrieve(first.id)).secret).toBeUndefined();
    const { id } = await shop.stripe.customers.create();
    await shop.stripe.customers.del(id);
    await shop.standIn.idle();
    expect(one.types(String(first.secret))).toEqual(['customer.created']);
    expect(two.types(String(second.secret)).toSorted()).toEqual(['customer.created', 'customer.deleted']);
    expect(() => one.types(String(second.secret))).toThrow(Stripe.errors.StripeSignatureVerificationError);

    await webhookEndpoints.update(first.id, { enabled_events: ['customer.deleted'] });
    await webhookEndpoints.update(second.id, { disabled: true });
    await shop.stripe.customers.del((await shop.stripe.customers.create()).id);
    await shop.standIn.idle();
    expect([one.received.length, two.received.length]).toEqual([2, 2]);
    await webhookEndpoints.del(first.id);
    expect((await webhookEndpoints.list()).data.map((endpoint) => endpoint.id)).toEqual([second.id]);
    const unknown = { url: one.url, enabled_events: ['customer.subscription.*' as never] };
    expect(await errorOf(webhookEndpoints.create(unknown))).toMatchObject({ param: 'enabled_events[0]' });
  });

  it('can be asked for again, as they were', async () => {
    await using world = await open();
    const { receiver, standIn, stripe } = world;
    const { id } = await stripe.customers.create({ description: 'before' });
    await stripe.customers.update(id, { description: 'after' });
    await standIn.idle();
    const { id: eventId } = JSON.parse(receiver.received[0]?.body ?? '') as { id: string };
    const event = await stripe.events.retrieve(eventId);
    expect(event).toMatchObject({
      type: 'customer.created',
      api_version: Stripe.API_VERSION,
      livemode: false,
      data: { object: { id, description: 'before' } },
    });
    const [updated] = (await stripe.events.list({ types: ['customer.updated'] })).data;
    expect(updated?.data.previous_attributes).toEqual({ description: 'before' });
  });

  it('can be forged, well or badly', async () => {
    await using world = await open();
    const { standIn } = world;
    const { constructEvent } = Stripe.webhooks;
    const body = '{"object": "event", "id": "evt_forged"}';
    const check = (signature: string) => constructEvent.call(Stripe.webhooks, body, signature, standIn.webhookSecret);
    expect(check(standIn.sign(body))).toMatchObject({ id: 'evt_forged' });
    expect(() => check(standIn.sign(body, Date.now() - 600_000))).toThrow('tolerance');
    expect(() => check(standIn.sign(body, Date.now(), 'whsec_other'))).toThrow('signature');
  });
});
