import { Stripe } from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type StripeStandIn, startStripe } from '../../../dev/stand-ins/stripe/server.ts';
import { TIERS } from '../../domain/account/tier.ts';
import { BillingUnavailableError } from '../../ports/billing.ts';
import { type RecordingTelemetry, recordingTelemetry } from '../telemetry/recording-telemetry.ts';
import { createStripe, type StripeOptions } from './stripe.ts';
import type { Prices } from './subscription-facts.ts';

const KEY = 'sk_test_0123456789abcdef';
const USER = '42';
const START = Date.parse('2026-11-25T12:00:00Z');
const DAY = 86_400_000;
const AMOUNTS = { starter: 1900, core: 4900, sharp: 9900 };

let server: StripeStandIn;
let telemetry: RecordingTelemetry;
let time: number;
let prices: Prices;

/** What an operator does by hand, with the SDK as it is. */
const operator = (): Stripe => {
  const { hostname, port } = new URL(server.url);
  return new Stripe(KEY, { host: hostname, port, protocol: 'http', telemetry: false });
};

const makePrice = async (amount: number, interval: 'month' | 'year', metadata: Record<string, string> = {}) => {
  const { id: product } = await operator().products.create({ name: 'A tier' });
  const parameters = { product, currency: 'usd', unit_amount: amount, recurring: { interval }, metadata };
  return (await operator().prices.create(parameters)).id;
};

beforeEach(async () => {
  time = START;
  telemetry = recordingTelemetry();
  server = await startStripe({ keys: [KEY], now: () => time, requestsPerSecond: 100_000 });
  const monthly = await Promise.all(TIERS.map((tier) => makePrice(AMOUNTS[tier], 'month')));
  const [starter, core, sharp] = monthly;
  prices = {
    starter: { month: starter, year: undefined },
    core: { month: core, year: await makePrice(49_000, 'year') },
    sharp: { month: sharp, year: undefined },
  };
});
afterEach(() => server.stop());

const stripe = (options: Partial<StripeOptions> = {}) =>
  createStripe({
    secretKey: KEY,
    baseUrl: server.url,
    prices,
    portalConfiguration: undefined,
    publicBaseUrl: 'https://app.example',
    telemetry,
    now: () => time,
    ...options,
  });

const wish = (customerId: string, attempt = '1') =>
  ({ userId: USER, customerId, tier: 'core', interval: 'month', attempt }) as const;
const sessionOf = (url: string): string => url.split('/').at(-1) ?? '';
const openPages = async (customer: string) =>
  (await operator().checkout.sessions.list({ customer, status: 'open' })).data.map(({ id }) => id);

/** A customer who has paid, with the id of the subscription and of the charge. */
async function subscriber(tier: 'starter' | 'core' | 'sharp' = 'core') {
  const customerId = await stripe().createCustomer(USER);
  server.pay(sessionOf(await stripe().checkoutUrl({ ...wish(customerId), tier })));
  const subscriptionId = server.subscriptions()[0]?.id ?? '';
  return { customerId, subscriptionId, chargeId: server.charges()[0]?.id ?? '' };
}

const eventOf = (type: string): string =>
  server
    .events()
    .filter((event) => event.type === type)
    .at(-1)?.id ?? `evt_no_${type}`;

describe('prices', () => {
  it('are as they stand at Stripe, cheapest tier first', async () => {
    expect(await stripe().prices()).toEqual([
      { tier: 'starter', interval: 'month', amount: 1900, currency: 'usd' },
      { tier: 'core', interval: 'month', amount: 4900, currency: 'usd' },
      { tier: 'core', interval: 'year', amount: 49_000, currency: 'usd' },
      { tier: 'sharp', interval: 'month', amount: 9900, currency: 'usd' },
    ]);
    expect(telemetry.total('stripe_requests', { call: 'prices.retrieve', result: 'ok' })).toBe(4);
  });

  it('leave out what cannot be sold, and say which setting is wrong', async () => {
    await operator().prices.update(prices.starter.month ?? '', { active: false });
    const wrong = {
      ...prices,
      core: { month: 'price_gone', year: prices.core.year },
      sharp: { month: undefined, year: prices.sharp.month },
    };
    expect(await stripe({ prices: wrong }).prices()).toEqual([
      { tier: 'core', interval: 'year', amount: 49_000, currency: 'usd' },
    ]);
    const warnings = telemetry.records.flatMap((record) =>
      record.kind === 'log' && record.event === 'stripe_price_unusable' ? [record.fields] : [],
    );
    expect(warnings).toHaveLength(3);
    expect(warnings).toEqual(
      expect.arrayContaining([
        { setting: 'STRIPE_PRICE_STARTER', reason: 'the price is not active' },
        { setting: 'STRIPE_PRICE_CORE', reason: 'Stripe knows no such price' },
        { setting: 'STRIPE_PRICE_SHARP_YEARLY', reason: 'the price is not for one year' },
      ]),
    );
  });

  it('name the setting when the key is refused', async () => {
    const refused = stripe({ secretKey: 'sk_test_another_key_0000' }).prices();
    await expect(refused).rejects.toThrow('check STRIPE_SECRET_KEY');
  });
});

describe('createCustomer', () => {
  it('makes a customer that says whose it is, and nothing else about anybody', async () => {
    const id = await stripe().createCustomer(USER);
    expect(server.customers()).toEqual([
      expect.objectContaining({ id, metadata: { discord_user_id: USER }, email: null, name: null }),
    ]);
    expect(await stripe().userOf(id)).toBe(USER);
  });

  it('gives the same one to all who ask the same, at once or later', async () => {
    const [first, second] = await Promise.all([stripe().createCustomer(USER), stripe().createCustomer(USER)]);
    expect(second).toBe(first);
    expect(await stripe().createCustomer(USER)).toBe(first);
    expect(server.customers()).toHaveLength(1);
  });

  it('gives another one after that was deleted, and to another user', async () => {
    const first = await stripe().createCustomer(USER);
    const next = await stripe().createCustomer(USER, first);
    expect(next).not.toBe(first);
    expect(await stripe().createCustomer(USER, first)).toBe(next);
    expect(await stripe().createCustomer('7')).not.toBe(first);
  });

  it('makes one although the answer was lost', async () => {
    server.control.inject({ kind: 'drop-after', times: 1 });
    const id = await stripe().createCustomer(USER);
    expect(server.customers().map((customer) => customer.id)).toEqual([id]);
  });

  it('gets over an error that Stripe repeats', async () => {
    server.control.inject({ kind: 'status', status: 500, times: 1 });
    const id = await stripe().createCustomer(USER);
    expect(await stripe().createCustomer(USER)).toBe(id);
  });
});

describe('checkoutUrl', () => {
  it('opens a page that sells the tier to this user, with promotion codes', async () => {
    const customerId = await stripe().createCustomer(USER);
    const url = await stripe().checkoutUrl(wish(customerId));
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/c\/pay\/cs_test_/);
    const session = await operator().checkout.sessions.retrieve(sessionOf(url), { expand: ['line_items'] });
    expect(session).toMatchObject({
      mode: 'subscription',
      customer: customerId,
      client_reference_id: USER,
      allow_promotion_codes: true,
      metadata: { discord_user_id: USER, price: prices.core.month },
      success_url: 'https://app.example/api/billing/success',
      cancel_url: 'https://app.example/api/billing/cancelled',
      line_items: { data: [{ price: { id: prices.core.month }, quantity: 1 }] },
    });
    server.pay(session.id);
    expect(server.subscriptions()[0]?.metadata).toEqual({ discord_user_id: USER });
  });

  it('leads the same attempt to the same page', async () => {
    const customerId = await stripe().createCustomer(USER);
    const urls = await Promise.all([stripe().checkoutUrl(wish(customerId)), stripe().checkoutUrl(wish(customerId))]);
    expect(new Set([...urls, await stripe().checkoutUrl(wish(customerId))]).size).toBe(1);
    expect(await openPages(customerId)).toHaveLength(1);
  });

  it('closes every older page of this customer, and none of another', async () => {
    const customerId = await stripe().createCustomer(USER);
    const other = await stripe().createCustomer('7');
    const others = await stripe().checkoutUrl({ ...wish(other), userId: '7' });
    const pages: string[] = [];
    for (const [index, tier] of TIERS.entries()) {
      time += 1000;
      pages.push(sessionOf(await stripe().checkoutUrl({ ...wish(customerId, String(index + 1)), tier })));
    }
    expect(await openPages(customerId)).toEqual([pages[2]]);
    expect(await openPages(other)).toEqual([sessionOf(others)]);
  });

  it('opens no closed page again when an old attempt comes once more, and leaves the newer one', async () => {
    const customerId = await stripe().createCustomer(USER);
    const old = await stripe().checkoutUrl(wish(customerId, '1'));
    time += 1000;
    const young = await stripe().checkoutUrl(wish(customerId, '2'));
    time += 1000;
    expect(await stripe().checkoutUrl(wish(customerId, '1'))).toBe(young);
    expect(old).not.toBe(young);
    expect(await openPages(customerId)).toEqual([sessionOf(young)]);
  });

  it('leaves one page to pay on, however many are asked for at once, and gives that one to all', async () => {
    const customerId = await stripe().createCustomer(USER);
    const attempts = ['1', '2', '3', '4'];
    const urls = await Promise.all(attempts.map((attempt) => stripe().checkoutUrl(wish(customerId, attempt))));
    const open = await openPages(customerId);
    expect(open).toHaveLength(1);
    expect(urls.map(sessionOf)).toContain(open[0]);
    // In the same second, one by one: whichever stays, nobody is sent to one of the others that closed before.
    const next = await stripe().checkoutUrl(wish(customerId, '5'));
    expect(await openPages(customerId)).toEqual([sessionOf(next)]);
  });

  it('leaves the page of the last wish, and answers it with that page, however close the two are', async () => {
    const customerId = await stripe().createCustomer(USER);
    for (const [first, last] of [
      ['998', '999'],
      ['999', '1000'],
    ] as const) {
      const urls = [
        await stripe().checkoutUrl({ ...wish(customerId, first), tier: 'sharp' }),
        await stripe().checkoutUrl({ ...wish(customerId, last), tier: 'core' }),
      ];
      expect(await openPages(customerId)).toEqual([sessionOf(urls[1] ?? '')]);
    }
  });

  it('sends nobody to the page of another tier', async () => {
    const customerId = await stripe().createCustomer(USER);
    const urls = await Promise.all(TIERS.map((tier) => stripe().checkoutUrl({ ...wish(customerId), tier })));
    expect(new Set(urls).size).toBe(3);
    expect(await openPages(customerId)).toHaveLength(1);
  });

  it('gives no page out while an older one could not be closed', async () => {
    const customerId = await stripe().createCustomer(USER);
    await stripe().checkoutUrl(wish(customerId, '1'));
    time += 1000;
    server.control.inject({ kind: 'status', status: 503, path: '/expire' });
    await expect(stripe().checkoutUrl(wish(customerId, '2'))).rejects.toBeInstanceOf(BillingUnavailableError);
  });

  it('names the setting that is missing', async () => {
    const yearly = { ...wish('cus_1'), tier: 'sharp', interval: 'year' } as const;
    await expect(stripe().checkoutUrl(yearly)).rejects.toThrow('STRIPE_PRICE_SHARP_YEARLY');
    await expect(stripe({ publicBaseUrl: undefined }).checkoutUrl(wish('cus_1'))).rejects.toThrow('PUBLIC_BASE_URL');
    expect(server.stats().requests).toBe(8);
  });

  it('says what is wrong with a price that Stripe does not know', async () => {
    const customerId = await stripe().createCustomer(USER);
    const wrong = { ...prices, core: { month: 'price_gone', year: undefined } };
    await expect(stripe({ prices: wrong }).checkoutUrl(wish(customerId))).rejects.toThrow(
      'checkout.sessions.create: resource_missing, line_items[0][price], req_',
    );
  });
});

describe('portalUrl', () => {
  it('opens the portal, in the form that was set up', async () => {
    const customerId = await stripe().createCustomer(USER);
    const { id: portalConfiguration } = await operator().billingPortal.configurations.create({
      features: { invoice_history: { enabled: true } },
    });
    expect(await stripe().portalUrl(customerId)).toMatch(/^http:\/\/127\.0\.0\.1/);
    expect(await stripe({ portalConfiguration }).portalUrl(customerId)).toMatch(/^http:\/\/127\.0\.0\.1/);
    await expect(stripe({ portalConfiguration: 'bpc_gone' }).portalUrl(customerId)).rejects.toThrow('configuration');
  });
});

describe('subjectOf', () => {
  const ofCustomer = (customerId: string) => ({ kind: 'customer', customerId, userId: USER });

  it('knows no event that there is not', async () => {
    expect(await stripe().subjectOf('evt_gone')).toBeUndefined();
  });

  it('names the buyer of a checkout', async () => {
    const { customerId } = await subscriber();
    expect(await stripe().subjectOf(eventOf('checkout.session.completed'))).toEqual({
      kind: 'checkout',
      customerId,
      userId: USER,
      buyerId: USER,
    });
  });

  it('names both when somebody pays as another’s customer', async () => {
    const customerId = await stripe().createCustomer('7');
    server.pay(sessionOf(await stripe().checkoutUrl(wish(customerId))));
    expect(await stripe().subjectOf(eventOf('checkout.session.completed'))).toEqual({
      kind: 'checkout',
      customerId,
      userId: '7',
      buyerId: USER,
    });
  });

  it.each([undefined, 'somebody', '123456789012345678901'])('takes no checkout of a buyer called %s', async (buyer) => {
    const { id } = await operator().checkout.sessions.create({
      mode: 'subscription',
      line_items: [{ price: prices.core.month ?? '', quantity: 1 }],
      success_url: 'https://other.example',
      ...(buyer === undefined ? {} : { client_reference_id: buyer }),
    });
    server.pay(id);
    expect(await stripe().subjectOf(eventOf('checkout.session.completed'))).toMatchObject({ kind: 'none' });
  });

  it('names the customer of what happens to subscriptions and invoices', async () => {
    const { customerId, subscriptionId } = await subscriber();
    server.renew(subscriptionId, 'declined');
    server.retryPayment(subscriptionId);
    server.cancel(subscriptionId);
    const types = ['created', 'updated', 'deleted'].map((what) => `customer.subscription.${what}`);
    for (const type of [...types, 'invoice.paid', 'invoice.payment_failed'])
      expect(await stripe().subjectOf(eventOf(type))).toEqual(ofCustomer(customerId));
  });

  it('names the customer that was deleted', async () => {
    const { customerId } = await subscriber();
    server.deleteCustomer(customerId);
    const deleted = { kind: 'customer', customerId, userId: undefined };
    expect(await stripe().subjectOf(eventOf('customer.deleted'))).toEqual(deleted);
    expect(await stripe().subjectOf(eventOf('customer.subscription.deleted'))).toEqual(deleted);
  });

  it.each([
    [{}, undefined],
    [{ discord_user_id: 'nobody' }, undefined],
    [{ discord_user_id: '7' }, '7'],
  ])('believes of a customer with metadata %o that it is %s', async (metadata, userId) => {
    const customer = await operator().customers.create({ metadata });
    expect(await stripe().userOf(customer.id)).toBe(userId);
  });

  it('finds who is behind fraud', async () => {
    const { customerId, chargeId } = await subscriber();
    time += DAY;
    const warning = server.earlyFraudWarning(chargeId);
    time += DAY;
    const dispute = server.dispute(chargeId);
    expect(await stripe().subjectOf(eventOf('radar.early_fraud_warning.created'))).toEqual({
      kind: 'fraud',
      customerId,
      userId: USER,
      suspension: { id: warning, kind: 'early-fraud-warning', at: START + DAY },
    });
    expect(await stripe().subjectOf(eventOf('charge.dispute.created'))).toEqual({
      kind: 'fraud',
      customerId,
      userId: USER,
      suspension: { id: dispute, kind: 'dispute', at: START + 2 * DAY },
    });
  });

  it('has nothing to say of other events', async () => {
    await subscriber();
    expect(await stripe().subjectOf(eventOf('customer.created'))).toEqual({ kind: 'none', reason: 'another-type' });
  });
});

describe('factsOf', () => {
  const periodEnd = Date.parse('2026-12-25T12:00:00Z');

  it('knows a customer without a subscription, a deleted one and one that never was', async () => {
    const customerId = await stripe().createCustomer(USER);
    expect(await stripe().factsOf(customerId)).toEqual({ customerId, isDeleted: false, subscriptions: [] });
    server.deleteCustomer(customerId);
    expect(await stripe().factsOf(customerId)).toEqual({ customerId, isDeleted: true, subscriptions: [] });
    expect(await stripe().factsOf('cus_gone')).toEqual({ customerId: 'cus_gone', isDeleted: true, subscriptions: [] });
  });

  it('follows a subscription through its life', async () => {
    const { customerId, subscriptionId: id } = await subscriber();
    const facts = async () => (await stripe().factsOf(customerId)).subscriptions;
    expect(await facts()).toEqual([{ id, status: 'active', tier: 'core', periodEnd }]);

    server.switchPrice(id, prices.sharp.month ?? '');
    expect(await facts()).toEqual([{ id, status: 'active', tier: 'sharp', periodEnd }]);

    server.cancel(id, { atPeriodEnd: true });
    expect(await facts()).toEqual([{ id, status: 'active', tier: 'sharp', periodEnd, endsAt: periodEnd }]);

    server.resume(id);
    expect(await facts()).toEqual([{ id, status: 'active', tier: 'sharp', periodEnd }]);

    time = periodEnd;
    server.renew(id, 'declined');
    const next = { tier: 'sharp', periodEnd: Date.parse('2027-01-25T12:00:00Z'), overdueSince: periodEnd };
    expect(await facts()).toEqual([{ id, status: 'past_due', ...next }]);

    time += 20 * DAY;
    server.exhaustRetries(id);
    expect(await facts()).toEqual([{ id, status: 'unpaid', ...next }]);

    server.retryPayment(id);
    server.cancel(id);
    expect(await facts()).toEqual([{ id, status: 'canceled', tier: 'sharp', periodEnd: next.periodEnd, endsAt: time }]);
  });

  it('counts a debt from its oldest invoice', async () => {
    const { customerId, subscriptionId } = await subscriber();
    time = periodEnd;
    server.renew(subscriptionId, 'declined');
    time += 30 * DAY;
    server.renew(subscriptionId, 'declined');
    expect(server.invoices().filter(({ status }) => status === 'open')).toHaveLength(2);
    const { subscriptions } = await stripe().factsOf(customerId);
    expect(subscriptions).toEqual([expect.objectContaining({ status: 'past_due', overdueSince: periodEnd })]);
  });

  it('knows a price that is ours no more by its metadata, and a foreign one by nothing', async () => {
    const customerId = await stripe().createCustomer(USER);
    const old = await makePrice(900, 'month', { oddstracker_tier: 'starter' });
    const foreign = await makePrice(100, 'month');
    for (const price of [old, foreign]) {
      time += 1000;
      const { id } = await operator().checkout.sessions.create({
        mode: 'subscription',
        customer: customerId,
        line_items: [{ price, quantity: 1 }],
        success_url: 'https://other.example',
      });
      server.pay(id);
    }
    const { subscriptions } = await stripe().factsOf(customerId);
    expect(subscriptions.map(({ tier }) => tier)).toEqual([undefined, 'starter']);
  });

  it('says the same each time', async () => {
    const { customerId } = await subscriber();
    expect(await stripe().factsOf(customerId)).toEqual(await stripe().factsOf(customerId));
  });

  it('hands on that Stripe is away, wherever on the way it goes', async () => {
    const { customerId, subscriptionId } = await subscriber();
    server.renew(subscriptionId, 'declined');
    for (const path of ['/customers/', '/subscriptions', '/invoices']) {
      server.control.inject({ kind: 'too-many-requests', path, times: 1 });
      await expect(stripe().factsOf(customerId)).rejects.toMatchObject({ afterMs: 1000 });
      server.control.inject({ kind: 'html', path, times: 1 });
      await expect(stripe().factsOf(customerId)).rejects.toBeInstanceOf(BillingUnavailableError);
      server.control.inject({ kind: 'truncated', path, times: 1 });
      await expect(stripe().factsOf(customerId)).rejects.toBeInstanceOf(BillingUnavailableError);
    }
    expect((await stripe().factsOf(customerId)).subscriptions).toHaveLength(1);
  });
});

describe('subscriptionsAfter', () => {
  it('goes through all that stand, page by page', async () => {
    const made: string[] = [];
    for (let number = 0; number < 103; number++) {
      const customerId = await stripe().createCustomer(String(number));
      const url = await stripe().checkoutUrl({ ...wish(customerId), userId: String(number) });
      server.pay(sessionOf(url));
      made.push(customerId);
    }
    const ended = server.subscriptions().find(({ customer }) => customer === made[50])?.id ?? '';
    server.cancel(ended);
    const first = await stripe().subscriptionsAfter(undefined);
    const second = await stripe().subscriptionsAfter(first.next);
    expect(first.items).toHaveLength(100);
    expect(second.next).toBeUndefined();
    const found = [...first.items, ...second.items];
    expect(found.map(({ customerId }) => customerId).toSorted()).toEqual(
      made.filter((_, index) => index !== 50).toSorted(),
    );
    expect(found.map(({ subscriptionId }) => subscriptionId)).not.toContain(ended);
  });
});

describe('fraudsAfter', () => {
  it('names what banks said since a moment, page by page, and whose charge it was', async () => {
    const { customerId, chargeId } = await subscriber();
    server.earlyFraudWarning(chargeId);
    time += DAY;
    const since = time;
    for (let number = 0; number < 103; number++) server.earlyFraudWarning(chargeId);
    const id = server.dispute(chargeId);
    const first = await stripe().fraudsAfter('early-fraud-warning', since, undefined);
    const second = await stripe().fraudsAfter('early-fraud-warning', since, first.next);
    expect([first.items.length, second.items.length, second.next]).toEqual([100, 3, undefined]);
    expect(new Set([...first.items, ...second.items].map(({ suspension }) => suspension.id)).size).toBe(103);
    expect(await stripe().fraudsAfter('dispute', since, undefined)).toEqual({
      items: [{ kind: 'fraud', customerId, suspension: { id, kind: 'dispute', at: time } }],
      next: undefined,
    });
    expect((await stripe().fraudsAfter('dispute', since + 1000, undefined)).items).toEqual([]);
    expect(telemetry.total('stripe_requests', { call: 'charges.retrieve' })).toBe(0);
  });

  it('says the same as the event does', async () => {
    const { chargeId } = await subscriber();
    server.dispute(chargeId);
    const [{ customerId, suspension } = { customerId: '', suspension: undefined }] = (
      await stripe().fraudsAfter('dispute', START, undefined)
    ).items;
    expect(await stripe().subjectOf(eventOf('charge.dispute.created'))).toEqual({
      ...{ kind: 'fraud', customerId, userId: USER, suspension },
    });
  });

  it('hands on that Stripe is away', async () => {
    server.control.inject({ kind: 'too-many-requests', path: '/disputes', times: 1 });
    await expect(stripe().fraudsAfter('dispute', START, undefined)).rejects.toMatchObject({ afterMs: 1000 });
  });
});

describe('deleteCustomer', () => {
  it('ends everything, once or twice', async () => {
    const { customerId } = await subscriber();
    await stripe().deleteCustomer(customerId);
    await stripe().deleteCustomer(customerId);
    await stripe().deleteCustomer('cus_gone');
    expect(server.subscriptions()[0]?.status).toBe('canceled');
    expect(await stripe().factsOf(customerId)).toMatchObject({ isDeleted: true });
    expect(await stripe().userOf(customerId)).toBeUndefined();
  });
});
