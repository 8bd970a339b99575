import { Stripe } from 'stripe';
import { describe, expect, it } from 'vitest';
import { openCheckout, openReceiver, openShop, type Shop, subscribe } from './testing.ts';
import { API_VERSION } from './world.ts';

const DAY_S = 86_400;
const typesOf = ({ standIn }: Shop) => standIn.events().map(({ type }) => type);
const stateOf = async ({ stripe }: Shop, id: string) => (await stripe.subscriptions.retrieve(id)).status;
const itemOf = ({ items }: Stripe.Subscription) => {
  const [item] = items.data;
  if (!item) throw new Error('no item');
  return item;
};

describe('the life of a subscription', () => {
  it('begins at the checkout, and is told in signed events', async () => {
    await using shop = await openShop();
    await using receiver = await openReceiver();
    const { standIn, stripe, monthly } = shop;
    standIn.deliverTo(receiver.url);
    const before = typesOf(shop).length;
    const session = await openCheckout(shop);
    expect(session).toMatchObject({
      status: 'open',
      client_reference_id: '42',
      url: `${standIn.url}/c/pay/${session.id}`,
    });
    expect(standIn.pay(session.id)).toBe(true);
    await standIn.idle();

    const happened = typesOf(shop).slice(before);
    expect(happened).toEqual([
      'customer.created',
      'customer.subscription.created',
      'invoice.created',
      'invoice.finalized',
      'charge.succeeded',
      'invoice.paid',
      'invoice.payment_succeeded',
      'customer.subscription.updated',
      'checkout.session.completed',
    ]);
    expect(receiver.types(standIn.webhookSecret).toSorted()).toEqual(happened.toSorted());

    const { data } = await stripe.subscriptions.list({ customer: String(session.customer), price: monthly.id });
    expect(data).toMatchObject([
      {
        status: 'active',
        metadata: { discord_user_id: '42' },
        items: { data: [{ price: { id: monthly.id, metadata: { oddstracker_tier: 'core' } } }] },
      },
    ]);
    const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription', 'line_items'] });
    expect(paid).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      subscription: { id: data[0]?.id },
    });
    expect(paid.line_items?.data).toMatchObject([{ amount_total: 1900, price: { id: monthly.id } }]);
  });

  it('speaks the version of the API that the SDK speaks', () => {
    expect(API_VERSION).toBe(Stripe.API_VERSION);
  });

  it('renews, fails, is overdue, is paid, is switched, ends with its period', async () => {
    await using shop = await openShop();
    const { standIn, stripe, yearly } = shop;
    const { id, customer } = await subscribe(shop);
    const first = itemOf(await stripe.subscriptions.retrieve(id));
    standIn.renew(id);
    const second = itemOf(await stripe.subscriptions.retrieve(id));
    expect(second.current_period_start).toBe(first.current_period_end);
    expect(second.current_period_end - second.current_period_start).toBeGreaterThanOrEqual(28 * DAY_S);

    standIn.renew(id, 'declined');
    expect(await stateOf(shop, id)).toBe('past_due');
    const open = await stripe.invoices.list({ subscription: id, status: 'open' });
    expect(open.data).toMatchObject([
      { amount_remaining: 1900, attempt_count: 1, parent: { subscription_details: { subscription: id } } },
    ]);
    standIn.retryPayment(id, 'declined');
    expect(await stateOf(shop, id)).toBe('past_due');
    expect(await stripe.customers.retrieve(String(customer))).toMatchObject({ delinquent: true });
    standIn.retryPayment(id);
    expect(await stateOf(shop, id)).toBe('active');
    expect((await stripe.invoices.list({ subscription: id, status: 'open' })).data).toEqual([]);

    standIn.switchPrice(id, yearly.id);
    const switched = await stripe.subscriptions.retrieve(id, {
      expand: ['latest_invoice', 'items.data.price.product'],
    });
    expect(itemOf(switched).price).toMatchObject({ id: yearly.id, product: { name: 'OddsTracker <Core>' } });
    expect(switched.latest_invoice).toMatchObject({ status: 'paid', billing_reason: 'subscription_update' });

    standIn.cancel(id, { atPeriodEnd: true });
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
      status: 'active',
      cancel_at_period_end: true,
      cancel_at: itemOf(switched).current_period_end,
    });
    standIn.resume(id);
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ cancel_at_period_end: false, cancel_at: null });
    standIn.cancel(id, { atPeriodEnd: true });
    standIn.renew(id);
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'canceled', ended_at: expect.any(Number) });
    expect(typesOf(shop).at(-1)).toBe('customer.subscription.deleted');
    expect((await stripe.subscriptions.list()).data).toEqual([]);
    expect((await stripe.subscriptions.list({ status: 'all' })).data).toHaveLength(1);
  });

  it.each(['unpaid', 'canceled'] as const)('is %s when the last try failed', async (outcome) => {
    await using shop = await openShop();
    const { id } = await subscribe(shop);
    expect(() => shop.standIn.exhaustRetries(id, outcome)).toThrow('not past_due');
    shop.standIn.renew(id, 'declined');
    shop.standIn.exhaustRetries(id, outcome);
    expect(await stateOf(shop, id)).toBe(outcome);
    expect((await shop.stripe.invoices.list({ subscription: id, status: 'open' })).data).toHaveLength(1);
  });

  it('is paused and resumed', async () => {
    await using shop = await openShop();
    const { id } = await subscribe(shop);
    shop.standIn.pause(id);
    expect(await stateOf(shop, id)).toBe('paused');
    await shop.stripe.subscriptions.resume(id);
    expect(await stateOf(shop, id)).toBe('active');
    expect(typesOf(shop).slice(-2)).toEqual(['customer.subscription.paused', 'customer.subscription.resumed']);
  });

  it('changes and ends through the API too', async () => {
    await using shop = await openShop();
    const { stripe, yearly } = shop;
    const subscription = await subscribe(shop);
    const { id } = subscription;
    await stripe.subscriptions.update(id, {
      items: [{ id: itemOf(subscription).id, price: yearly.id }],
      proration_behavior: 'always_invoice',
      metadata: { more: 'yes' },
    });
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
      metadata: { discord_user_id: '42', more: 'yes' },
      items: { data: [{ price: { id: yearly.id } }] },
    });
    await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    expect((await stripe.subscriptions.cancel(id)).status).toBe('canceled');
    expect((await stripe.events.list({ type: 'customer.subscription.deleted' })).data[0]?.request?.id).toMatch(/^req_/);
  });

  it('gives credit for a cheaper price, and takes it from the next invoice', async () => {
    await using shop = await openShop({ now: () => Date.UTC(2026, 0, 31, 12) });
    const { standIn, stripe, yearly, monthly } = shop;
    const { id, customer } = await subscribe(shop);
    standIn.switchPrice(id, yearly.id);
    standIn.switchPrice(id, monthly.id);
    const { latest_invoice: invoice } = await stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] });
    expect(invoice).toMatchObject({ total: 1900 - 19_000, amount_due: 0, status: 'paid' });
    expect(await stripe.customers.retrieve(String(customer))).toMatchObject({ balance: 1900 - 19_000 });
    standIn.renew(id, 'declined');
    expect(await stateOf(shop, id)).toBe('active');
    expect(await stripe.customers.retrieve(String(customer))).toMatchObject({ balance: 2 * 1900 - 19_000 });
  });

  it('has periods that end on the day on which it began, or on the last one of a month', async () => {
    await using shop = await openShop({ now: () => Date.UTC(2027, 0, 31, 12) });
    const subscription = await subscribe(shop);
    const ends = [itemOf(subscription).current_period_end];
    for (let month = 0; month < 2; month++) {
      shop.standIn.renew(subscription.id);
      ends.push(itemOf(await shop.stripe.subscriptions.retrieve(subscription.id)).current_period_end);
    }
    expect(ends.map((end) => new Date(end * 1000).toISOString())).toEqual([
      '2027-02-28T12:00:00.000Z',
      '2027-03-31T12:00:00.000Z',
      '2027-04-30T12:00:00.000Z',
    ]);
  });
});

describe('what goes wrong with money', () => {
  it('leaves the checkout open when the card is declined', async () => {
    await using shop = await openShop();
    const session = await openCheckout(shop);
    expect(shop.standIn.pay(session.id, 'declined')).toBe(false);
    expect(typesOf(shop).at(-1)).toBe('charge.failed');
    expect(await shop.stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
    });
    expect(shop.standIn.subscriptions()).toEqual([]);
    expect(shop.standIn.pay(session.id)).toBe(true);
    expect(() => shop.standIn.pay(session.id)).toThrow('complete');
  });

  it('warns of fraud, takes disputes and gives money back', async () => {
    await using shop = await openShop();
    const { standIn, stripe } = shop;
    const session = await openCheckout(shop);
    standIn.pay(session.id, 'fraud');
    const [warning] = (await stripe.radar.earlyFraudWarnings.list()).data;
    const charge = await stripe.charges.retrieve(String(warning?.charge), { expand: ['customer'] });
    expect(charge.customer).toMatchObject({ id: session.customer, metadata: { discord_user_id: '42' } });
    const dispute = await stripe.disputes.retrieve(standIn.dispute(charge.id));
    expect(dispute).toMatchObject({ charge: charge.id, reason: 'fraudulent', status: 'needs_response' });
    expect(() => standIn.dispute(charge.id)).toThrow('disputed already');
    standIn.closeDispute(dispute.id, 'won');
    standIn.refund(charge.id);
    expect(standIn.charges()).toMatchObject([{ disputed: true, refunded: true, amount_refunded: 1900 }]);
    expect(await stripe.radar.earlyFraudWarnings.retrieve(String(warning?.id))).toMatchObject({ actionable: false });
    expect(typesOf(shop).slice(-5)).toEqual([
      'radar.early_fraud_warning.created',
      'charge.dispute.created',
      'charge.dispute.closed',
      'charge.refunded',
      'radar.early_fraud_warning.updated',
    ]);
  });

  it('ends everything of a customer that is deleted', async () => {
    await using shop = await openShop();
    const { id, customer } = await subscribe(shop);
    expect(await shop.stripe.customers.del(String(customer))).toMatchObject({ id: customer, deleted: true });
    expect(typesOf(shop).slice(-2)).toEqual(['customer.subscription.deleted', 'customer.deleted']);
    expect(await stateOf(shop, id)).toBe('canceled');
    expect(await shop.stripe.customers.retrieve(String(customer))).toMatchObject({ id: customer, deleted: true });
    expect(shop.standIn.customers()).toEqual([]);
  });

  it('closes a checkout whose time is over', async () => {
    let now = Date.UTC(2027, 0, 1);
    await using shop = await openShop({ now: () => now });
    const { id } = await openCheckout(shop);
    now += 24 * 3_600_000;
    expect(await shop.stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: 'expired', url: null });
    expect(typesOf(shop).at(-1)).toBe('checkout.session.expired');
    const other = await openCheckout(shop);
    shop.standIn.abandon(other.id);
    expect(() => shop.standIn.pay(other.id)).toThrow('expired');
  });
});
