import Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BILLING_EVENT_TYPES } from '../../shared/domain/account/billing-event-types.ts';
import { TIERS } from '../../shared/domain/account/tier.ts';
import { type StripeStandIn, startStripe } from '../stand-ins/stripe/server.ts';
import { dryRun } from './dry-run.ts';
import { readOptions } from './options.ts';
import { type SetupRequest, setUp } from './setup.ts';
import { createShop, type Shop } from './shop.ts';

const KEY = 'sk_test_standin12345678';
const APP = 'http://127.0.0.1:7071';
const HOOK = `${APP}/api/stripe/webhook`;

let server: StripeStandIn;
/** Changes the account as a person does in the Dashboard. */
let dashboard: Stripe;
beforeEach(async () => {
  server = await startStripe({ keys: [KEY] });
  const { hostname, port } = new URL(server.url);
  dashboard = new Stripe(KEY, { host: hostname, port, protocol: 'http', telemetry: false });
});
afterEach(() => server.stop());

const shopOf = (): Shop => createShop({ baseUrl: server.url, key: KEY });
interface Told {
  /** `created product OddsTracker Core` */
  readonly steps: string[];
  readonly notes: string[];
  readonly problems: string[];
}
const request = (args: readonly string[], changes: Partial<SetupRequest>): SetupRequest & { readonly told: Told } => {
  const options = readOptions(args);
  if (options === 'help') throw new Error('no options');
  const { url, amounts, currency, wantsNewSecret } = options;
  const told: Told = { steps: [], notes: [], problems: [] };
  return {
    ...{ shop: shopOf(), url, amounts, currency, wantsNewSecret, hasWebhookSecret: true, told },
    tell: {
      step: ({ outcome, what }) => told.steps.push(`${outcome} ${what}`),
      note: (text) => told.notes.push(text),
      problem: (what, remedy) => told.problems.push(`${what}: ${remedy}`),
    },
    ...changes,
  };
};
const run = async (args: readonly string[] = ['--url', APP], changes: Partial<SetupRequest> = {}) => {
  const { told, ...asked } = request(args, changes);
  return { ...told, settings: await setUp(asked) };
};
const failure = async (args: readonly string[] = ['--url', APP], changes: Partial<SetupRequest> = {}) => {
  const { told, ...asked } = request(args, changes);
  const text = await setUp(asked).then(
    () => 'no failure',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return { text, ...told };
};
/** Steps that did something. */
const done = (steps: readonly string[]): readonly string[] => steps.filter((step) => !step.startsWith('already right'));

const prices = async (active: boolean): Promise<Stripe.Price[]> =>
  (await dashboard.prices.list({ active, limit: 100 })).data;
const amounts = async (): Promise<Record<string, number | null>> =>
  Object.fromEntries((await prices(true)).map(({ lookup_key: key, unit_amount: units }) => [String(key), units]));
const portal = (id: string | undefined): Promise<Stripe.BillingPortal.Configuration> =>
  dashboard.billingPortal.configurations.retrieve(String(id), { expand: ['features.subscription_update.products'] });
const product = async (tier: string): Promise<Stripe.Product> => {
  const found = (await dashboard.products.list()).data.find(({ metadata }) => metadata['oddstracker_tier'] === tier);
  if (!found) throw new Error(`no product of ${tier}`);
  return found;
};
const endpoints = async (): Promise<Stripe.WebhookEndpoint[]> => (await dashboard.webhookEndpoints.list()).data;

describe('setup of an account that has nothing', () => {
  it('makes all, and answers the settings', async () => {
    const { steps, notes, problems, settings } = await run();
    expect(steps).toEqual([
      'created product OddsTracker Starter',
      'created product OddsTracker Core',
      'created product OddsTracker Sharp',
      'created a month of Starter: 9.00 USD',
      'created a year of Starter: 90.00 USD',
      'created a month of Core: 29.00 USD',
      'created a year of Core: 290.00 USD',
      'created a month of Sharp: 79.00 USD',
      'created a year of Sharp: 790.00 USD',
      'created customer portal: change tier or interval, cards, invoices, end',
      `created webhook endpoint ${HOOK}: ${BILLING_EVENT_TYPES.length} events`,
    ]);
    expect([notes, problems]).toEqual([[expect.stringContaining('Radar')], []]);
    expect(Object.keys(settings)).toEqual([
      ...['STRIPE_PRICE_STARTER', 'STRIPE_PRICE_STARTER_YEARLY', 'STRIPE_PRICE_CORE', 'STRIPE_PRICE_CORE_YEARLY'],
      ...['STRIPE_PRICE_SHARP', 'STRIPE_PRICE_SHARP_YEARLY', 'STRIPE_PORTAL_CONFIGURATION', 'STRIPE_WEBHOOK_SECRET'],
    ]);
    expect(settings['STRIPE_WEBHOOK_SECRET']).toMatch(/^whsec_/);
    const sharp = await dashboard.prices.retrieve(String(settings['STRIPE_PRICE_SHARP_YEARLY']));
    expect(sharp).toMatchObject({
      lookup_key: 'oddstracker_sharp_year',
      unit_amount: 79_000,
      currency: 'usd',
      recurring: { interval: 'year' },
      metadata: { oddstracker_tier: 'sharp' },
    });
    expect(await product('sharp')).toMatchObject({
      id: sharp.product,
      name: 'OddsTracker Sharp',
      description: expect.stringContaining('200 queries an hour · 50 watches · '),
    });
  });

  it('lets the portal offer exactly those prices, and the endpoint hear exactly what is handled', async () => {
    const { settings } = await run();
    const made = await portal(settings['STRIPE_PORTAL_CONFIGURATION']);
    expect(made).toMatchObject({
      active: true,
      default_return_url: `${APP}/api/billing/back`,
      metadata: { oddstracker: 'portal' },
      features: {
        invoice_history: { enabled: true },
        payment_method_update: { enabled: true },
        subscription_cancel: { enabled: true, mode: 'at_period_end' },
        subscription_update: {
          enabled: true,
          default_allowed_updates: ['price'],
          proration_behavior: 'always_invoice',
        },
      },
    });
    const offered = made.features.subscription_update.products ?? [];
    const sold = Object.entries(settings).flatMap(([name, id]) => (name.startsWith('STRIPE_PRICE') ? [id] : []));
    expect(offered.flatMap(({ prices: ids }) => ids).toSorted()).toEqual(sold.toSorted());
    expect(offered).toHaveLength(TIERS.length);
    const [endpoint, another] = await endpoints();
    expect([endpoint?.url, endpoint?.api_version, another]).toEqual([HOOK, Stripe.API_VERSION, undefined]);
    expect(endpoint?.enabled_events.toSorted()).toEqual(BILLING_EVENT_TYPES.toSorted());
  });

  it('makes products and prices alone when it is not told where the app is', async () => {
    const { steps, notes, settings } = await run([]);
    expect(done(steps)).toHaveLength(9);
    expect(notes).toContainEqual(expect.stringContaining('Without --url'));
    expect(Object.keys(settings).every((name) => name.startsWith('STRIPE_PRICE_'))).toBe(true);
    expect(await endpoints()).toEqual([]);
  });

  it('changes nothing in a dry run, and tells the same steps', async () => {
    const dry = await run(undefined, { shop: dryRun(shopOf()) });
    expect(dry.settings).toEqual({});
    expect([await prices(true), await endpoints(), (await dashboard.products.list()).data]).toEqual([[], [], []]);
    expect((await run()).steps).toEqual(dry.steps);
  });
});

describe('a further run', () => {
  it('finds all as it has to be, and tells no secret again', async () => {
    const first = await run();
    const again = await run();
    expect(done(again.steps)).toEqual([]);
    expect(again.steps).toHaveLength(11);
    const { STRIPE_WEBHOOK_SECRET: _, ...rest } = first.settings;
    expect(again.settings).toEqual(rest);
  });

  it('keeps prices that are other than the defaults', async () => {
    await run(['--starter', '12', '--currency', 'eur']);
    const { steps } = await run();
    expect(done(steps)).toHaveLength(2);
    expect(await amounts()).toMatchObject({ oddstracker_starter_month: 1200, oddstracker_starter_year: 12_000 });
  });

  it('corrects what somebody changed', async () => {
    const { settings } = await run();
    const { id } = await product('core');
    await dashboard.products.update(id, { name: 'Kern', active: false });
    await dashboard.prices.update(String(settings['STRIPE_PRICE_STARTER']), { active: false });
    await dashboard.billingPortal.configurations.update(String(settings['STRIPE_PORTAL_CONFIGURATION']), {
      features: { subscription_cancel: { enabled: true, mode: 'immediately' } },
      default_return_url: 'https://elsewhere.example.com',
    });
    const [endpoint] = await endpoints();
    await dashboard.webhookEndpoints.update(String(endpoint?.id), { enabled_events: ['*'], disabled: true });

    const again = await run();
    expect(done(again.steps)).toEqual([
      'changed product OddsTracker Core',
      'changed a month of Starter: 9.00 USD',
      'changed customer portal: change tier or interval, cards, invoices, end',
      `changed webhook endpoint ${HOOK}: ${BILLING_EVENT_TYPES.length} events`,
    ]);
    expect(await product('core')).toMatchObject({ id, name: 'OddsTracker Core', active: true });
    expect((await portal(settings['STRIPE_PORTAL_CONFIGURATION'])).features.subscription_cancel.mode).toBe(
      'at_period_end',
    );
    expect((await endpoints())[0]).toMatchObject({ id: endpoint?.id, status: 'enabled' });
    expect(done((await run()).steps)).toEqual([]);
  });
});

describe('another amount', () => {
  it('is a new price under the same lookup key; the former is off sale, still tells its tier, and the portal offers the new', async () => {
    const before = (await run()).settings;
    const { steps, notes, settings } = await run(['--url', APP, '--core', '35']);
    const former = String(before['STRIPE_PRICE_CORE']);
    expect(done(steps)).toEqual([
      `changed a month of Core: 35.00 USD, in place of ${former} (29.00 USD)`,
      `changed a year of Core: 350.00 USD, in place of ${before['STRIPE_PRICE_CORE_YEARLY']} (290.00 USD)`,
      'changed customer portal: change tier or interval, cards, invoices, end',
      `changed ${former} (29.00 USD) can be bought no more; whoever has it keeps it`,
      `changed ${before['STRIPE_PRICE_CORE_YEARLY']} (290.00 USD) can be bought no more; whoever has it keeps it`,
    ]);
    expect(notes).toContainEqual(expect.stringContaining('Prices were replaced'));
    expect(await dashboard.prices.retrieve(former)).toMatchObject({
      active: false,
      lookup_key: null,
      metadata: { oddstracker_tier: 'core' },
    });
    expect(await amounts()).toMatchObject({ oddstracker_core_month: 3500, oddstracker_core_year: 35_000 });
    const { products } = (await portal(settings['STRIPE_PORTAL_CONFIGURATION'])).features.subscription_update;
    expect(JSON.stringify(products)).toContain(settings['STRIPE_PRICE_CORE']);
    expect(JSON.stringify(products)).not.toContain(former);
    expect(settings['STRIPE_PRICE_SHARP']).toBe(before['STRIPE_PRICE_SHARP']);
    expect(done((await run()).steps)).toEqual([]);
  });

  it('reaches a portal that is there even when it is not told where the app is', async () => {
    const { settings } = await run();
    await run(['--sharp', '99']);
    const { features, default_return_url: back } = await portal(settings['STRIPE_PORTAL_CONFIGURATION']);
    expect(JSON.stringify(features)).not.toContain(settings['STRIPE_PRICE_SHARP']);
    expect(back).toBe(`${APP}/api/billing/back`);
  });

  it('takes the place of the product’s default price', async () => {
    const before = (await run()).settings;
    const { id } = await product('core');
    await dashboard.products.update(id, { default_price: String(before['STRIPE_PRICE_CORE']) });
    const { settings } = await run(['--core', '35']);
    expect((await product('core')).default_price).toBe(settings['STRIPE_PRICE_CORE']);
    expect((await dashboard.prices.retrieve(String(before['STRIPE_PRICE_CORE']))).active).toBe(false);
  });

  it('is finished by the next run when one broke off, and leaves what a person added', async () => {
    const before = (await run()).settings;
    const byHand = await dashboard.prices.create({
      ...{ product: (await product('core')).id, currency: 'usd', unit_amount: 1, recurring: { interval: 'month' } },
      metadata: { oddstracker_tier: 'core' },
    });
    const shop = shopOf();
    const broken = { ...shop, updatePortal: () => Promise.reject(new Error('broke off')) };
    expect((await failure(['--url', APP, '--core', '35'], { shop: broken })).text).toBe('broke off');
    expect(done((await run()).steps)).toHaveLength(3);
    expect((await dashboard.prices.retrieve(String(before['STRIPE_PRICE_CORE']))).active).toBe(false);
    expect((await dashboard.prices.retrieve(byHand.id)).active).toBe(true);
    expect(done((await run()).steps)).toEqual([]);
  });
});

describe('the webhook’s secret', () => {
  it('is missed where it is in no setting, and had anew on demand', async () => {
    const first = (await run()).settings;
    const { notes } = await run(undefined, { hasWebhookSecret: false });
    expect(notes).toContainEqual(expect.stringContaining('--new-secret'));
    const [former] = await endpoints();
    const { steps, settings } = await run(['--url', APP, '--new-secret']);
    expect(done(steps)).toEqual([
      `changed webhook endpoint ${HOOK}: ${BILLING_EVENT_TYPES.length} events, with a new secret`,
    ]);
    expect(settings['STRIPE_WEBHOOK_SECRET']).toMatch(/^whsec_/);
    expect(settings['STRIPE_WEBHOOK_SECRET']).not.toBe(first['STRIPE_WEBHOOK_SECRET']);
    const [endpoint, another] = await endpoints();
    expect([endpoint?.id === former?.id, another]).toEqual([false, undefined]);
  });

  it('is told although the former endpoint cannot be deleted', async () => {
    await run();
    const shop = { ...shopOf(), deleteEndpoint: () => Promise.reject(new Error('Stripe is away.')) };
    const { problems, settings } = await run(['--url', APP, '--new-secret'], { shop });
    expect(problems).toEqual([expect.stringMatching(/still there: Stripe is away\.\nDelete we_/)]);
    expect(settings).toHaveProperty('STRIPE_WEBHOOK_SECRET');
    expect((await failure()).text).toContain(`There are 2 webhook endpoints at ${HOOK}`);
  });

  it('belongs to one address: endpoints elsewhere stay, and are told of', async () => {
    await run();
    const { notes, steps } = await run(['--url', 'http://127.0.0.1:7072']);
    expect(done(steps)).toHaveLength(2);
    expect(notes).toContainEqual(expect.stringContaining(`Events also go to ${HOOK}`));
    expect(await endpoints()).toHaveLength(2);
  });

  it('comes with a word when the endpoint speaks another version', async () => {
    await dashboard.webhookEndpoints.create({ url: HOOK, enabled_events: ['*'] });
    const { notes, steps } = await run();
    expect(notes).toContainEqual(expect.stringContaining("The endpoint speaks Stripe's version of the account"));
    expect(done(steps)).toContain(`changed webhook endpoint ${HOOK}: ${BILLING_EVENT_TYPES.length} events`);
  });
});

describe('a Stripe that is out of order', () => {
  it('is asked again, and makes nothing twice', async () => {
    const shop = shopOf();
    const losingAnswers = <P, T>(call: (params: P) => Promise<T>) => {
      return (params: P): Promise<T> => {
        server.control.inject({ kind: 'drop-after', times: 1 });
        return call(params);
      };
    };
    const losing: Shop = {
      ...shop,
      createProduct: losingAnswers(shop.createProduct),
      createPortal: losingAnswers(shop.createPortal),
      createEndpoint: losingAnswers(shop.createEndpoint),
    };
    const { steps, settings } = await run(undefined, { shop: losing });
    expect([steps.length, server.control.active()]).toEqual([11, []]);
    expect([(await endpoints()).length, (await dashboard.products.list()).data.length]).toEqual([1, TIERS.length]);
    expect(settings['STRIPE_WEBHOOK_SECRET']).toMatch(/^whsec_/);
    expect(done((await run()).steps)).toEqual([]);
  });

  it('ends the run with what to do; the next one goes on from there', async () => {
    server.control.inject({ kind: 'status', status: 503, times: 9, path: '/v1/billing_portal/configurations' });
    const { text, steps } = await failure();
    expect(text).toContain('could not list the portal configurations: it answered with 503. Run this again');
    expect(steps).toEqual([]);
  });
});

describe('what only a person can put right', () => {
  it('is found before anything is changed', async () => {
    const metadata = { oddstracker_tier: 'core' };
    const first = await dashboard.products.create({ name: 'A', metadata });
    const second = await dashboard.products.create({ name: 'B', metadata });
    for (const _ of ['first', 'second'])
      await dashboard.billingPortal.configurations.create({
        features: { invoice_history: { enabled: true } },
        metadata: { oddstracker: 'portal' },
      });
    const { text, steps } = await failure();
    expect(text).toContain('There are 2 products with the metadata oddstracker_tier=core');
    for (const { id } of [first, second]) expect(text).toContain(id);
    expect(text).toContain('There are 2 portal configurations');
    expect(text).toContain('Nothing was changed');
    expect([steps, await prices(true)]).toEqual([[], []]);
    await dashboard.products.update(first.id, { active: false });
    expect((await failure()).text).not.toContain('2 products');
  });

  it('is a price in two currencies', async () => {
    await run();
    await dashboard.prices.create({
      ...{ product: (await product('sharp')).id, currency: 'eur', unit_amount: 7900, recurring: { interval: 'month' } },
      ...{ lookup_key: 'oddstracker_sharp_month', transfer_lookup_key: true },
    });
    const { text, steps } = await failure();
    expect([text, steps]).toEqual([expect.stringContaining('say with --currency'), []]);
  });
});
