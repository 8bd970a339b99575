import { describe, expect, it } from 'vitest';
import { openCheckout, openShop, type Shop, subscribe } from '../testing.ts';

const get = async (url: string) => {
  const answer = await fetch(url);
  return { status: answer.status, text: await answer.text() };
};
const press = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual', headers });
/** Where a page sends the browser. */
const sentTo = async (answer: Promise<Response>) => {
  const { status, headers } = await answer;
  return [status, headers.get('location')];
};

const openPortal = async (
  { stripe, product, monthly, yearly }: Shop,
  customer: string,
  mode: 'at_period_end' | 'immediately' = 'at_period_end',
) => {
  const { id: configuration } = await stripe.billingPortal.configurations.create({
    features: {
      subscription_cancel: { enabled: true, mode },
      subscription_update: {
        enabled: true,
        default_allowed_updates: ['price'],
        proration_behavior: 'always_invoice',
        products: [{ product: product.id, prices: [monthly.id, yearly.id] }],
      },
    },
  });
  return await stripe.billingPortal.sessions.create({ customer, configuration, return_url: 'http://app.example/back' });
};

describe('the checkout page', () => {
  it('shows what is bought, and sends whoever pays back', async () => {
    await using shop = await openShop();
    const { id, url } = await openCheckout(shop);
    const address = String(url);
    const { status, text } = await get(address);
    expect(status).toBe(200);
    expect(text).toContain('This is a stand-in for Stripe: no real card is charged, no money moves.');
    expect(text).toContain('OddsTracker &lt;Core&gt;');
    expect(text).toContain('$19 per month');
    expect(text).toContain('<a href="http://app.example/cancelled">');
    expect(await sentTo(press(address, { card: 'declined' }))).toEqual([303, `/c/pay/${id}?declined=1`]);
    expect((await get(`${address}?declined=1`)).text).toContain('Your card was declined');
    expect(await sentTo(press(address, { card: 'good' }))).toEqual([303, `http://app.example/success?session=${id}`]);
    expect(shop.standIn.subscriptions()).toMatchObject([{ status: 'active' }]);
    expect(await get(address)).toMatchObject({ status: 410 });
    expect((await press(address, { card: 'good' })).status).toBe(409);
  });

  it('takes nothing from other pages, and no other card', async () => {
    await using shop = await openShop();
    const { url } = await openCheckout(shop);
    expect((await press(String(url), { card: 'good' }, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await press(String(url), { card: 'good' }, { origin: 'null' })).status).toBe(403);
    expect((await press(String(url), { card: 'gold' })).status).toBe(400);
    expect(shop.standIn.subscriptions()).toEqual([]);
    const own = new URL(String(url)).origin;
    expect((await press(String(url), { card: 'fraud' }, { origin: own })).status).toBe(303);
    expect(shop.standIn.events().at(-1)?.type).toBe('radar.early_fraud_warning.created');
  });

  it('is not there for an id that is none', async () => {
    await using shop = await openShop();
    expect((await get(`${shop.standIn.url}/c/pay/cs_test_x`)).status).toBe(404);
    expect((await fetch(shop.standIn.url, { method: 'PUT' })).status).toBe(405);
  });
});

describe('the portal page', () => {
  it('pays, switches, ends and goes on', async () => {
    await using shop = await openShop();
    const { standIn, yearly } = shop;
    const { id, customer } = await subscribe(shop);
    const { url } = await openPortal(shop, String(customer));
    const state = () => standIn.subscriptions()[0];
    expect((await get(url)).text).toMatch(/active<\/span>.*renews on \d+ \w+ \d{4}.*Switch to .*\$190 per year.*Back/s);
    standIn.renew(id, 'declined');
    expect((await get(url)).text).toContain('Open invoice');
    await press(url, { deed: 'pay-declined', subscription: id });
    expect(state()).toMatchObject({ status: 'past_due' });
    await press(url, { deed: 'pay', subscription: id });
    expect(state()).toMatchObject({ status: 'active' });
    expect(await sentTo(press(url, { deed: 'switch', subscription: id, price: yearly.id }))).toEqual([
      303,
      new URL(url).pathname,
    ]);
    expect(state()).toMatchObject({ items: { data: [{ price: { id: yearly.id } }] } });
    await press(url, { deed: 'cancel', subscription: id });
    expect(state()).toMatchObject({ status: 'active', cancel_at_period_end: true });
    expect((await get(url)).text).toContain('ends on');
    await press(url, { deed: 'resume', subscription: id });
    expect(state()).toMatchObject({ cancel_at_period_end: false });
    const { url: other } = await openPortal(shop, String(customer), 'immediately');
    await press(other, { deed: 'cancel', subscription: id });
    expect(state()).toMatchObject({ status: 'canceled' });
  });

  it('offers only what is one’s own and set up, for an hour', async () => {
    let now = Date.UTC(2027, 0, 1);
    await using shop = await openShop({ now: () => now });
    const mine = await subscribe(shop);
    const theirs = await subscribe(shop);
    const { url } = await openPortal(shop, String(mine.customer));
    expect((await press(url, { deed: 'cancel', subscription: theirs.id })).status).toBe(409);
    expect((await press(url, { deed: 'switch', subscription: mine.id, price: 'price_x' })).status).toBe(409);
    expect((await press(url, { deed: 'dance', subscription: mine.id })).status).toBe(409);
    now += 3_601_000;
    expect((await get(url)).status).toBe(410);
    expect((await press(url, { deed: 'cancel', subscription: mine.id })).status).toBe(409);
    expect(shop.standIn.subscriptions()).toMatchObject([
      { cancel_at_period_end: false },
      { cancel_at_period_end: false },
    ]);
  });
});

describe('the dashboard', () => {
  it('shows who buys, and does what banks and time do', async () => {
    await using shop = await openShop();
    const { standIn } = shop;
    const { id, customer } = await subscribe(shop);
    const state = () => standIn.subscriptions()[0]?.status;
    const [charge] = standIn.charges();
    const { text } = await get(standIn.url);
    expect(text).toContain('Discord user 42');
    for (const label of [
      'Renew now (pays)',
      'Renew now (card declined)',
      'Early fraud warning',
      'Dispute',
      'Delete customer',
    ])
      expect(text).toContain(`>${label}</button>`);
    const does = async (deed: string, of = id) =>
      expect(await sentTo(press(standIn.url, { deed, id: of }))).toEqual([303, '/']);
    await does('renew');
    await does('renew-declined');
    expect((await get(standIn.url)).text).toContain('>Retry payment: good card</button>');
    await does('retry');
    expect(state()).toBe('active');
    await does('renew-declined');
    await does('exhaust');
    expect(state()).toBe('unpaid');
    await does('warning', charge?.id);
    await does('dispute', charge?.id);
    await does('delete-customer', String(customer));
    expect(state()).toBe('canceled');
    expect((await get(standIn.url)).text).toContain('There is no customer yet.');
    const refused = await press(standIn.url, { deed: 'renew', id });
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('is canceled')]);
  });
});

describe('orders on the control path', () => {
  it('do the same, one after the other', async () => {
    await using shop = await openShop();
    const { standIn } = shop;
    const order = async (body: object) => {
      const answer = await fetch(`${standIn.url}/__control`, { method: 'POST', body: JSON.stringify(body) });
      return [answer.status, await answer.json()] as const;
    };
    const { id: session } = await openCheckout(shop);
    expect(await order({ hold: true, pay: { session } })).toMatchObject([
      200,
      { faults: [], stats: { held: 0, errors: 0 } },
    ]);
    const subscription = standIn.subscriptions()[0]?.id;
    await order({
      renew: { subscription, card: 'declined' },
      retryPayment: { subscription },
      release: { order: 'reversed' },
    });
    expect(standIn.subscriptions()).toMatchObject([{ status: 'active' }]);
    await order({ cancel: { subscription, atPeriodEnd: true }, resume: { subscription }, pause: { subscription } });
    expect(standIn.subscriptions()).toMatchObject([{ status: 'paused' }]);
    expect(await order({ renew: { subscription }, lose: 'all' })).toMatchObject([400, {}]);
    expect(await order({ dance: true })).toMatchObject([400, {}]);
    expect(await order({ fault: { kind: 'status', status: 503 } })).toMatchObject([200, { faults: [{ status: 503 }] }]);
    expect(await order({ clear: true })).toMatchObject([200, { faults: [] }]);
  });
});
