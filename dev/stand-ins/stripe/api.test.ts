import { Stripe } from 'stripe';
import { describe, expect, it } from 'vitest';
import { clientOf, errorOf, openCheckout, openShop, subscribe } from './testing.ts';

describe('requests', () => {
  it('are refused as Stripe does, so that the SDK knows the error', async () => {
    await using shop = await openShop();
    const { stripe, standIn } = shop;
    const missing = await errorOf(stripe.customers.retrieve('cus_none'));
    expect(missing).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect(missing).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      message: "No such customer: 'cus_none'",
    });
    expect(missing.requestId).toMatch(/^req_/);
    const stranger = clientOf(standIn, {}, 'sk_test_other');
    expect(await errorOf(stranger.customers.list())).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    const bare = await fetch(`${standIn.url}/v1/nothing`, {
      headers: { authorization: 'Bearer sk_test_1234567890abcdef' },
    });
    expect([bare.status, await bare.json()]).toMatchObject([404, { error: { type: 'invalid_request_error' } }]);
    const old = await errorOf(clientOf(standIn, { apiVersion: '2020-08-27' as never }).customers.list());
    expect(old.message).toContain('Invalid Stripe API version');
  });

  it('fail as ordered', async () => {
    await using shop = await openShop();
    const { stripe, standIn } = shop;
    const { StripeAPIError, StripeCardError, StripePermissionError, StripeRateLimitError } = Stripe.errors;
    for (const [fault, kind] of [
      [{ kind: 'status', status: 503, times: 1 }, StripeAPIError],
      [{ kind: 'status', status: 403, times: 1 }, StripePermissionError],
      [{ kind: 'status', status: 429, times: 1 }, StripeRateLimitError],
      [{ kind: 'too-many-requests', times: 1 }, StripeRateLimitError],
      [{ kind: 'out-of-credits', times: 1 }, StripeCardError],
      [{ kind: 'bad-key', times: 1 }, Stripe.errors.StripeAuthenticationError],
      [{ kind: 'html', times: 1 }, StripeAPIError],
      [{ kind: 'drop-before', times: 2 }, Stripe.errors.StripeConnectionError],
    ] as const) {
      standIn.control.inject(fault);
      expect(await errorOf(stripe.customers.list())).toBeInstanceOf(kind);
    }
    expect((await stripe.customers.list()).data).toEqual([]);
  });

  it('are limited in number', async () => {
    await using shop = await openShop({ requestsPerSecond: 8 });
    const results = await Promise.allSettled(Array.from({ length: 30 }, () => shop.stripe.customers.list()));
    const refusals = results.filter(({ status }) => status === 'rejected');
    expect(refusals.length).toBeGreaterThan(0);
    for (const refusal of refusals) expect(refusal).toMatchObject({ reason: { code: 'rate_limit', statusCode: 429 } });
  });

  const checkout = (params: object) => ({ resource: 'checkout.sessions', params });
  it.each([
    ['no page to come back to', checkout({ success_url: undefined }), 'parameter_missing', 'success_url'],
    ['nothing to buy', checkout({ line_items: undefined }), 'parameter_missing', 'line_items'],
    ['an empty list', checkout({ line_items: '' }), 'parameter_invalid_empty', 'line_items'],
    ['no price', checkout({ line_items: [{ quantity: 1 }] }), 'parameter_missing', 'line_items[0][price]'],
    ['an unknown price', checkout({ line_items: [{ price: 'price_x' }] }), 'resource_missing', 'line_items[0][price]'],
    ['an unknown customer', checkout({ customer: 'cus_x' }), 'resource_missing', 'customer'],
    [
      'what is gone from checkout',
      checkout({ payment_method_types: ['card'] }),
      'parameter_unknown',
      'payment_method_types',
    ],
    ['an unknown part', checkout({ subscription_data: { foo: 1 } }), 'parameter_unknown', 'subscription_data[foo]'],
    ['a page that is none', checkout({ success_url: 'javascript:alert(1)' }), 'url_invalid', 'success_url'],
    ['another mode', checkout({ mode: 'payment' }), undefined, 'mode'],
    ['no number', checkout({ expires_at: 'soon' }), 'parameter_invalid_integer', 'expires_at'],
    ['no time', checkout({ expires_at: 5 }), undefined, 'expires_at'],
    ['a long key', checkout({ metadata: { ['k'.repeat(41)]: '' } }), undefined, `metadata[${'k'.repeat(41)}]`],
    ['a long value', checkout({ metadata: { key: 'v'.repeat(501) } }), undefined, 'metadata[key]'],
    ['an expansion of nothing', checkout({ expand: ['nonsense'] }), 'property_not_expandable', 'expand'],
  ])('are refused with %s', async (_, { params }, code, param) => {
    await using shop = await openShop();
    const error = await errorOf(openCheckout(shop, params as never));
    expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect({ status: error.statusCode, code: error.code, param: error.param }).toEqual({ status: 400, code, param });
  });

  it('sell no price that is archived, not recurring or of an archived product', async () => {
    await using shop = await openShop();
    const { stripe, product, monthly, yearly } = shop;
    const once = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 100 });
    const buy = (price: string) => errorOf(openCheckout(shop, { line_items: [{ price, quantity: 1 }] }));
    expect((await buy(once.id)).message).toContain('recurring');
    await stripe.prices.update(yearly.id, { active: false });
    expect((await buy(yearly.id)).message).toContain('only accepts active prices');
    await stripe.products.update(product.id, { active: false });
    expect((await buy(monthly.id)).message).toContain('inactive');
  });

  it('take no more than fifty keys of metadata, merge them, and clear them', async () => {
    await using shop = await openShop();
    const { customers } = shop.stripe;
    const metadata = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key${index}`, 'x']));
    expect(await errorOf(customers.create({ metadata }))).toMatchObject({ param: 'metadata' });
    const { id } = await customers.create({ metadata: { a: '1', b: '2', __proto__x: '3' } });
    expect(await customers.update(id, { metadata: { a: '', c: '4' } })).toMatchObject({
      metadata: { b: '2', c: '4', __proto__x: '3' },
    });
    expect((await customers.update(id, { metadata: '' })).metadata).toEqual({});
  });

  it('move a lookup key only when told to', async () => {
    await using shop = await openShop();
    const { stripe, product, monthly } = shop;
    const wish = {
      product: product.id,
      currency: 'usd',
      unit_amount: 2900,
      recurring: { interval: 'month' },
      lookup_key: 'oddstracker_core_month',
    } as const;
    expect(await errorOf(stripe.prices.create(wish))).toMatchObject({ param: 'lookup_key' });
    const dearer = await stripe.prices.create({ ...wish, transfer_lookup_key: true });
    const { data } = await stripe.prices.list({
      lookup_keys: ['oddstracker_core_month', 'oddstracker_core_year'],
      expand: ['data.product'],
    });
    expect(data.map(({ id }) => id)).toEqual([dearer.id, shop.yearly.id]);
    expect(data[0]?.product).toMatchObject({ id: product.id });
    expect((await stripe.prices.retrieve(monthly.id)).lookup_key).toBeNull();
    await stripe.products.update(product.id, { default_price: dearer.id });
    expect((await errorOf(stripe.prices.update(dearer.id, { active: false }))).message).toContain('default price');
  });
});

describe('lists', () => {
  it('come in pages, the newest first', async () => {
    await using shop = await openShop();
    const { customers } = shop.stripe;
    const made: string[] = [];
    for (let number = 0; number < 25; number++) made.unshift((await customers.create({ email: `a${number}@b.cd` })).id);
    const all = await customers.list({ limit: 7 }).autoPagingToArray({ limit: 100 });
    expect(all.map(({ id }) => id)).toEqual(made);
    expect(await customers.list()).toMatchObject({ has_more: true, url: '/v1/customers' });
    const before = await customers.list({ ending_before: made[10] ?? '', limit: 3 });
    expect(before.data.map(({ id }) => id)).toEqual(made.slice(7, 10));
    expect((await customers.list({ email: 'a3@b.cd' })).data).toHaveLength(1);
    expect((await customers.list({ created: { gt: Math.floor(Date.now() / 1000) + 60 } })).data).toEqual([]);
    expect(await errorOf(customers.list({ limit: 101 }))).toMatchObject({ param: 'limit' });
    expect(await errorOf(customers.list({ starting_after: 'cus_x' }))).toMatchObject({ code: 'resource_missing' });
  });

  it('show checkouts by customer and status', async () => {
    await using shop = await openShop();
    const { sessions } = shop.stripe.checkout;
    const session = await openCheckout(shop);
    const customer = String(session.customer);
    expect((await sessions.list({ customer, status: 'open' })).data).toMatchObject([{ id: session.id }]);
    expect(await sessions.expire(session.id)).toMatchObject({ status: 'expired', url: null });
    expect((await errorOf(sessions.expire(session.id))).message).toContain('can be expired');
    expect((await sessions.list({ customer, status: 'open' })).data).toEqual([]);
  });
});

describe('a request that comes twice', () => {
  it('is carried out once', async () => {
    await using shop = await openShop();
    const { customers } = shop.stripe;
    const options = { idempotencyKey: 'once' };
    const first = await customers.create({ description: 'a' }, options);
    const again = await customers.create({ description: 'a' }, options);
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(again.lastResponse.requestId).toBe(first.lastResponse.requestId);
    expect(shop.standIn.customers()).toHaveLength(1);
    const other = await errorOf(customers.create({ description: 'b' }, options));
    expect(other).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    expect(other.statusCode).toBe(400);
  });

  it('may be put right after it was refused', async () => {
    await using shop = await openShop();
    const options = { idempotencyKey: 'right' };
    await errorOf(shop.stripe.customers.create({ email: 'no address' }, options));
    expect((await shop.stripe.customers.create({ email: 'a@b.cd' }, options)).email).toBe('a@b.cd');
  });

  it('gets the same error of Stripe’s own again, for a day', async () => {
    let now = Date.UTC(2027, 0, 1);
    await using shop = await openShop({ now: () => now });
    const create = () => shop.stripe.customers.create({}, { idempotencyKey: 'broken' });
    shop.standIn.control.inject({ kind: 'status', status: 500, times: 1 });
    await errorOf(create());
    const again = await errorOf(create());
    expect([again.statusCode, again.headers?.['idempotent-replayed']]).toEqual([500, 'true']);
    now += 24 * 3_600_000;
    expect((await create()).object).toBe('customer');
  });

  it('conflicts while the first one is on its way', async () => {
    await using shop = await openShop({ latencyMs: 200 });
    const create = () => shop.stripe.customers.create({}, { idempotencyKey: 'both' });
    const results = await Promise.allSettled([create(), create()]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { statusCode: 409, code: 'idempotency_key_in_use' },
    });
  });

  it('is carried out once when the answer was lost on its way', async () => {
    await using shop = await openShop();
    shop.standIn.control.inject({ kind: 'drop-after', times: 1 });
    await clientOf(shop.standIn, { maxNetworkRetries: 2 }).customers.create({ description: 'once' });
    expect(shop.standIn.customers()).toHaveLength(1);
  });
});

describe('what is set up', () => {
  it('is the account, ready to charge', async () => {
    await using shop = await openShop();
    expect(await shop.stripe.accounts.retrieveCurrent()).toMatchObject({ charges_enabled: true, object: 'account' });
  });

  it('is a portal, whose offers are told on request', async () => {
    await using shop = await openShop();
    const { stripe, product, monthly, yearly } = shop;
    const { configurations, sessions } = stripe.billingPortal;
    const { id: customer } = await stripe.customers.create();
    expect((await errorOf(sessions.create({ customer }))).message).toContain('portal settings');
    const features = {
      invoice_history: { enabled: true },
      subscription_cancel: { enabled: true, mode: 'immediately' as const },
      subscription_update: {
        enabled: true,
        default_allowed_updates: ['price' as const],
        proration_behavior: 'always_invoice' as const,
        products: [{ product: product.id, prices: [monthly.id, yearly.id] }],
      },
    };
    const portal = await configurations.create({ features, default_return_url: 'http://app.example/back' });
    expect(portal).toMatchObject({
      active: true,
      is_default: true,
      features: { subscription_cancel: { mode: 'immediately' } },
    });
    expect(portal.features.subscription_update.products).toBeUndefined();
    await configurations.update(portal.id, {
      features: { subscription_cancel: { enabled: true, mode: 'at_period_end' } },
    });
    const [listed] = (await configurations.list({ expand: ['data.features.subscription_update.products'] })).data;
    expect(listed?.features).toMatchObject({
      subscription_cancel: { mode: 'at_period_end' },
      subscription_update: { products: [{ product: product.id, prices: [monthly.id, yearly.id] }] },
    });
    const visit = await sessions.create({ customer });
    expect(visit).toMatchObject({
      configuration: portal.id,
      return_url: 'http://app.example/back',
      url: expect.stringMatching(/\/p\/session\/bps_\w{48}$/),
    });
    expect(await errorOf(sessions.create({ customer, configuration: 'bpc_x' }))).toMatchObject({
      param: 'configuration',
    });
    await configurations.update(portal.id, { active: false });
    expect(await errorOf(sessions.create({ customer }))).toMatchObject({ param: 'configuration' });
  });

  it('expands what is there to expand', async () => {
    await using shop = await openShop();
    const { customer } = await subscribe(shop);
    const told = await shop.stripe.customers.retrieve(String(customer), {
      expand: ['subscriptions.data.latest_invoice'],
    });
    expect(told).toMatchObject({ subscriptions: { data: [{ status: 'active', latest_invoice: { status: 'paid' } }] } });
  });
});
