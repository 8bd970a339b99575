import fc from 'fast-check';
import { Stripe } from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type StripeStandIn, startStripe } from '../../../dev/stand-ins/stripe/server.ts';
import { createAllowances } from '../../adapters/allowances/allowances.ts';
import { memoryCache } from '../../adapters/memory/memory-cache.ts';
import { memoryDocuments } from '../../adapters/memory/memory-documents.ts';
import { createStripe } from '../../adapters/stripe/stripe.ts';
import { recordingTelemetry } from '../../adapters/telemetry/recording-telemetry.ts';
import type { User } from '../../domain/account/account.ts';
import type { StripeSubscription } from '../../domain/account/billing-facts.ts';
import {
  BillingUnavailableError,
  type PaymentFacts,
  type PaymentPages,
  type Price,
  TooOftenError,
} from '../../ports/billing.ts';
import { createAccounts } from '../accounts.ts';
import { createBilling, type PaymentPagesDeps } from './payment-pages.ts';
import { customerKey, EVERYBODY, type StripeCustomer, type Subscriber } from './records.ts';

const ID = '42';
const NOW = Date.parse('2026-11-25T12:00:00Z');
const now = () => NOW;
const PRICE: Price = { tier: 'core', interval: 'month', amount: 2900, currency: 'usd' };
const WISH = { tier: 'core', interval: 'month', attempt: '1' } as const;
const ACTIVE: StripeSubscription = { id: 'sub_1', status: 'active', tier: 'core' };

/** Stripe in a few lines: the same question about a customer gives the same customer. */
const shop = () => {
  const customers = new Map<string, { isDeleted: boolean; subscriptions: StripeSubscription[] }>();
  const made = new Map<string, string>();
  const opened: string[] = [];
  const add = (id: string) => customers.set(id, { isDeleted: false, subscriptions: [] });
  const pages: PaymentPages = {
    prices: async () => [PRICE],
    async createCustomer(userId, former) {
      const question = `${userId} ${former}`;
      const known = made.get(question);
      if (known !== undefined) return known;
      const id = `cus_${made.size + 1}`;
      made.set(question, id);
      add(id);
      return id;
    },
    async checkoutUrl({ customerId, tier, interval, attempt }) {
      opened.push(customerId);
      return `https://pay.example/${customerId}/${tier}/${interval}/${attempt}`;
    },
    portalUrl: async (customerId) => `https://portal.example/${customerId}`,
  };
  const facts: Pick<PaymentFacts, 'factsOf'> = {
    async factsOf(customerId) {
      const { isDeleted = true, subscriptions = [] } = customers.get(customerId) ?? {};
      return { customerId, isDeleted, subscriptions: isDeleted ? [] : [...subscriptions] };
    },
  };
  return {
    pages,
    facts,
    opened,
    add,
    /** How many customers there ever were. */
    size: () => customers.size,
    subscribe: (id: string, subscription: StripeSubscription) => customers.get(id)?.subscriptions.push(subscription),
    remove: (id: string) => customers.set(id, { isDeleted: true, subscriptions: [] }),
  };
};

const world = () => {
  const stripe = shop();
  const users = memoryDocuments<User>({ now });
  const subscribers = memoryDocuments<Subscriber>({ now });
  const customers = memoryDocuments<StripeCustomer>({ now });
  const cache = memoryCache({ now });
  const telemetry = recordingTelemetry();
  const accounts = createAccounts({ users, watchers: memoryDocuments<User>({ now }), cache, now });
  const deps = {
    pages: stripe.pages,
    facts: stripe.facts,
    accounts,
    allowances: createAllowances(),
    records: { subscribers, customers },
    cache,
    now,
    telemetry,
  } satisfies PaymentPagesDeps;
  return {
    stripe,
    deps,
    accounts,
    subscribers,
    customers,
    telemetry,
    billing: (other: Partial<PaymentPagesDeps> = {}) => createBilling({ ...deps, ...other }),
    onRecord: async () => (await users.read({ id: ID, partition: ID }))?.value.stripe,
  };
};

const buys = (customerId: string, attempt = '1') => ({
  kind: 'checkout',
  url: `https://pay.example/${customerId}/core/month/${attempt}`,
});
const changes = (customerId: string) => ({ kind: 'portal', url: `https://portal.example/${customerId}` });

describe('prices', () => {
  it('asks once for many', async () => {
    const { billing, deps } = world();
    let asked = 0;
    const pages = { ...deps.pages, prices: async () => [{ ...PRICE, amount: ++asked }] };
    const { prices } = billing({ pages });
    expect(await Promise.all([prices(), prices()])).toEqual([[{ ...PRICE, amount: 1 }], [{ ...PRICE, amount: 1 }]]);
    expect(await prices()).toEqual([{ ...PRICE, amount: 1 }]);
  });

  it('keeps no failure', async () => {
    const { billing, deps } = world();
    let isDown = true;
    const prices = async () => {
      if (isDown) throw new BillingUnavailableError('down', 1000);
      return [PRICE];
    };
    const shopOf = billing({ pages: { ...deps.pages, prices } });
    await expect(shopOf.prices()).rejects.toBeInstanceOf(BillingUnavailableError);
    isDown = false;
    expect(await shopOf.prices()).toEqual([PRICE]);
  });
});

describe('checkout', () => {
  it('makes a customer of whoever is none, and has it on record before a page is given out', async () => {
    const { billing, onRecord, subscribers, customers, telemetry } = world();
    expect(await billing().checkout(ID, WISH)).toEqual(buys('cus_1'));
    expect(await onRecord()).toEqual({ customerId: 'cus_1', isDeleted: false, subscriptions: [] });
    expect((await customers.read(customerKey('cus_1')))?.value).toEqual({ userId: ID, since: NOW });
    const { items } = await subscribers.list(EVERYBODY, { limit: 10 });
    expect(items.map(({ value }) => value)).toEqual([{ userId: ID, since: NOW }]);
    expect(telemetry.total('billing_pages', { kind: 'checkout' })).toBe(1);
  });

  it('stays with the customer', async () => {
    const { billing, stripe } = world();
    await billing().checkout(ID, WISH);
    expect(await billing().checkout(ID, { ...WISH, attempt: '2' })).toEqual(buys('cus_1', '2'));
    expect(stripe.size()).toBe(1);
  });

  it('leaves alone what else is on record of a user', async () => {
    const { billing, accounts } = world();
    const before = await accounts.change(ID, (user) => ({ ...user, cooldownMinutes: 7, oddsFormat: 'american' }));
    await billing().checkout(ID, WISH);
    const after = await accounts.read(ID);
    expect(after).toEqual({
      ...before,
      customers: ['cus_1'],
      stripe: { customerId: 'cus_1', isDeleted: false, subscriptions: [] },
    });
  });

  it.each(['active', 'trialing', 'past_due', 'unpaid', 'paused', 'some-new-word'])(
    'sends whoever has a subscription that is %s to the portal, though our record knows nothing of it',
    async (status) => {
      const { billing, stripe } = world();
      await billing().checkout(ID, WISH);
      stripe.subscribe('cus_1', { ...ACTIVE, status });
      expect(await billing().checkout(ID, WISH)).toEqual(changes('cus_1'));
      expect(stripe.opened).toEqual(['cus_1']);
    },
  );

  it.each(['canceled', 'incomplete', 'incomplete_expired'])('sells again after one that is %s', async (status) => {
    const { billing, stripe } = world();
    await billing().checkout(ID, WISH);
    stripe.subscribe('cus_1', { ...ACTIVE, status });
    expect(await billing().checkout(ID, WISH)).toEqual(buys('cus_1'));
  });

  it('gives no page to pay on to somebody who paid on another one meanwhile', async () => {
    const { billing, stripe, deps } = world();
    const checkoutUrl: PaymentPages['checkoutUrl'] = async (wish) => {
      stripe.subscribe(wish.customerId, ACTIVE);
      return deps.pages.checkoutUrl(wish);
    };
    expect(await billing({ pages: { ...deps.pages, checkoutUrl } }).checkout(ID, WISH)).toEqual(changes('cus_1'));
  });

  it('sells nothing to whoever is suspended, and makes no customer', async () => {
    const { billing, accounts, stripe, telemetry } = world();
    const suspension = { id: 'dp_1', kind: 'dispute', at: NOW } as const;
    await accounts.change(ID, (user) => ({ ...user, suspensions: [suspension] }));
    expect(await billing().checkout(ID, WISH)).toEqual({ kind: 'suspended' });
    expect(stripe.size()).toBe(0);
    expect(telemetry.total('billing_pages', { kind: 'suspended' })).toBe(1);
    await accounts.change(ID, (user) => ({ ...user, suspensions: [{ ...suspension, liftedAt: NOW }] }));
    expect(await billing().checkout(ID, WISH)).toEqual(buys('cus_1'));
  });

  it('sells to whoever has a tier from Discord', async () => {
    const { billing, accounts } = world();
    await accounts.change(ID, (user) => ({ ...user, discordEntitlements: [{ id: '7', tier: 'starter' }] }));
    expect(await billing().checkout(ID, WISH)).toEqual(buys('cus_1'));
  });

  it('makes another customer in place of a deleted one, whether our record knows of that or not', async () => {
    const { billing, stripe, accounts, onRecord } = world();
    await billing().checkout(ID, WISH);
    stripe.remove('cus_1');
    expect(await billing().checkout(ID, WISH)).toEqual(buys('cus_2'));
    stripe.remove('cus_2');
    await accounts.change(ID, (user) => ({
      ...user,
      stripe: { customerId: 'cus_2', isDeleted: true, subscriptions: [] },
    }));
    expect(await billing().checkout(ID, WISH)).toEqual(buys('cus_3'));
    expect(await onRecord()).toEqual({ customerId: 'cus_3', isDeleted: false, subscriptions: [] });
  });

  it('finds its way past a customer that was deleted before it came on record', async () => {
    const { billing, stripe, onRecord } = world();
    stripe.remove(await stripe.pages.createCustomer(ID));
    expect(await billing().checkout(ID, WISH)).toEqual(buys('cus_2'));
    expect(await onRecord()).toMatchObject({ customerId: 'cus_2' });
  });

  it('does not go on for ever', async () => {
    const { billing, stripe } = world();
    const facts: Pick<PaymentFacts, 'factsOf'> = {
      factsOf: async (customerId) => ({ customerId, isDeleted: true, subscriptions: [] }),
    };
    await expect(billing({ facts }).checkout(ID, WISH)).rejects.toThrow('was deleted at Stripe');
    expect(stripe.opened).toEqual([]);
  });

  it('refuses a customer that is another user’s', async () => {
    const { billing, customers, onRecord, stripe } = world();
    await customers.create(customerKey('cus_1'), { userId: '7', since: NOW });
    await expect(billing().checkout(ID, WISH)).rejects.toThrow('cus_1 is on record for another user');
    expect(await onRecord()).toBeUndefined();
    expect(stripe.opened).toEqual([]);
  });

  it('ends with one customer however many ask at once', async () => {
    const { billing, stripe, onRecord } = world();
    const answers = await Promise.all(['1', '2', '3'].map((attempt) => billing().checkout(ID, { ...WISH, attempt })));
    expect(answers).toEqual([buys('cus_1', '1'), buys('cus_1', '2'), buys('cus_1', '3')]);
    expect(stripe.size()).toBe(1);
    expect(await onRecord()).toMatchObject({ customerId: 'cus_1' });
  });

  it('takes the customer that another wrote in between', async () => {
    const { billing, stripe, deps, accounts } = world();
    stripe.add('cus_other');
    const other = { customerId: 'cus_other', isDeleted: false, subscriptions: [] };
    const createCustomer: PaymentPages['createCustomer'] = async (userId, former) => {
      await accounts.change(userId, (user) => ({ ...user, stripe: other }));
      return deps.pages.createCustomer(userId, former);
    };
    expect(await billing({ pages: { ...deps.pages, createCustomer } }).checkout(ID, WISH)).toEqual(buys('cus_other'));
  });

  it('comes to the same end after a crash at any call', async () => {
    /** Ends the process, as it were, at a call: before it took effect, or after. */
    const crashing = <T extends object>(port: T, crash: { calls: number; isAfter: boolean }): T =>
      new Proxy(port, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function') return member;
          return async (...args: unknown[]) => {
            const isLast = crash.calls-- === 0;
            if (isLast && !crash.isAfter) throw new Error('killed');
            const result: unknown = await Reflect.apply(member, target, args);
            if (isLast) throw new Error('killed');
            return result;
          };
        },
      });
    let crashes = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(14), fc.boolean(), async (calls, isAfter) => {
        const { billing, deps, stripe, onRecord, customers } = world();
        const crash = { calls, isAfter };
        const mortal = billing({
          pages: crashing(deps.pages, crash),
          facts: crashing(deps.facts, crash),
          accounts: crashing(deps.accounts, crash),
          records: {
            subscribers: crashing(deps.records.subscribers, crash),
            customers: crashing(deps.records.customers, crash),
          },
        });
        await mortal.checkout(ID, WISH).catch(() => crashes++);
        expect(await billing().checkout(ID, WISH)).toEqual(buys('cus_1'));
        expect(stripe.size()).toBe(1);
        expect(await onRecord()).toMatchObject({ customerId: 'cus_1' });
        expect((await customers.read(customerKey('cus_1')))?.value.userId).toBe(ID);
      }),
    );
    expect(crashes).toBeGreaterThan(10);
  });

  it('says nothing of success when Stripe is away', async () => {
    const { billing, deps, telemetry } = world();
    const checkoutUrl = () => Promise.reject(new BillingUnavailableError('down', 5000));
    const asked = billing({ pages: { ...deps.pages, checkoutUrl } }).checkout(ID, WISH);
    await expect(asked).rejects.toMatchObject({ afterMs: 5000 });
    expect(telemetry.total('billing_pages')).toBe(0);
  });
});

describe('portalUrl', () => {
  it('is there for whoever is a customer, suspended or not', async () => {
    const { billing, accounts } = world();
    expect(await billing().portalUrl(ID)).toBeUndefined();
    await billing().checkout(ID, WISH);
    await accounts.change(ID, (user) => ({ ...user, suspensions: [{ id: 'dp_1', kind: 'dispute', at: NOW }] }));
    expect(await billing().portalUrl(ID)).toBe('https://portal.example/cus_1');
  });

  it('is not there for a customer that was deleted', async () => {
    const { billing, accounts } = world();
    await billing().checkout(ID, WISH);
    await accounts.change(ID, (user) => ({
      ...user,
      stripe: { customerId: 'cus_1', isDeleted: true, subscriptions: [] },
    }));
    expect(await billing().portalUrl(ID)).toBeUndefined();
  });
});

describe('the allowance of pages', () => {
  it('is six in a minute, of either kind, for each user; then Stripe is not asked, and it is counted', async () => {
    const { billing, stripe, telemetry } = world();
    const shopOf = billing();
    for (let number = 1; number <= 3; number++) {
      expect(await shopOf.checkout(ID, { ...WISH, attempt: String(number) })).toMatchObject({ kind: 'checkout' });
      expect(await shopOf.portalUrl(ID)).toContain('portal');
    }
    const opened = stripe.opened.length;
    for (const asked of [shopOf.checkout(ID, WISH), shopOf.portalUrl(ID)]) {
      const refusal: unknown = await asked.catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(TooOftenError);
      expect(refusal).toMatchObject({ resetsInMs: expect.toSatisfy((ms: number) => ms > 50_000 && ms <= 60_000) });
    }
    expect(stripe.opened).toHaveLength(opened);
    expect(telemetry.total('billing_pages', { kind: 'too-often' })).toBe(2);
    expect(await shopOf.checkout('43', WISH)).toMatchObject({ kind: 'checkout' });
  });

  it('is not touched by what opens no page', async () => {
    const { billing, accounts } = world();
    await accounts.change('43', (user) => ({ ...user, suspensions: [{ id: 'dp_1', kind: 'dispute', at: NOW }] }));
    for (let number = 0; number < 10; number++) {
      expect(await billing().portalUrl(ID)).toBeUndefined();
      expect(await billing().checkout('43', WISH)).toEqual({ kind: 'suspended' });
      expect(await billing().prices()).toEqual([PRICE]);
    }
    expect(await billing().checkout(ID, WISH)).toMatchObject({ kind: 'checkout' });
  });
});

describe('with Stripe’s own SDK', () => {
  const KEY = 'sk_test_0123456789abcdef';
  const NOTHING = { month: undefined, year: undefined };
  let server: StripeStandIn;
  beforeEach(async () => {
    server = await startStripe({ now });
  });
  afterEach(() => server.stop());

  const selling = async () => {
    const { hostname, port } = new URL(server.url);
    const operator = new Stripe(KEY, { host: hostname, port, protocol: 'http', telemetry: false });
    const { id: product } = await operator.products.create({ name: 'Core' });
    const price = await operator.prices.create({
      product,
      currency: 'usd',
      unit_amount: PRICE.amount,
      recurring: { interval: 'month' },
    });
    await operator.billingPortal.configurations.create({ features: { invoice_history: { enabled: true } } });
    const { billing, telemetry, onRecord } = world();
    const stripe = createStripe({
      secretKey: KEY,
      baseUrl: server.url,
      prices: { starter: NOTHING, core: { month: price.id, year: undefined }, sharp: NOTHING },
      portalConfiguration: undefined,
      publicBaseUrl: 'https://app.example',
      telemetry,
      now,
    });
    return { shop: billing({ pages: stripe, facts: stripe }), onRecord };
  };
  const sessionOf = (url: string) => url.split('/').at(-1) ?? '';

  it('sells once, and then opens the portal', async () => {
    const { shop, onRecord } = await selling();
    expect(await shop.prices()).toEqual([PRICE]);
    const first = await shop.checkout(ID, WISH);
    if (first.kind !== 'checkout') throw new Error('nothing was sold');
    expect(server.pay(sessionOf(first.url))).toBe(true);
    expect(await shop.checkout(ID, { ...WISH, attempt: '2' })).toEqual({
      kind: 'portal',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1/),
    });
    expect(await onRecord()).toMatchObject({ customerId: server.customers()[0]?.id });
    expect(await shop.portalUrl(ID)).toMatch(/^http/);
  });

  it('lets nobody pay twice, however many pages were asked for at once', async () => {
    const { shop } = await selling();
    const wishes = ['1', '2', '3'].map((attempt) => ({ ...WISH, attempt }));
    const answers = await Promise.all(wishes.map((wish) => shop.checkout(ID, wish)));
    const results = answers.map((answer) => {
      if (answer.kind === 'suspended') return 'suspended';
      try {
        return server.pay(sessionOf(answer.url));
      } catch (error) {
        return String(error);
      }
    });
    expect(results.filter((result) => result === true)).toHaveLength(1);
    expect(server.subscriptions()).toHaveLength(1);
    expect(server.customers()).toHaveLength(1);
    expect(await shop.checkout(ID, { ...WISH, attempt: '4' })).toMatchObject({ kind: 'portal' });
  });

  it('leaves a customer that the next try finds again when Stripe goes away in between', async () => {
    const { shop } = await selling();
    server.control.inject({ kind: 'too-many-requests', path: '/checkout/sessions', times: 1 });
    await expect(shop.checkout(ID, WISH)).rejects.toMatchObject({ afterMs: 1000 });
    expect(await shop.checkout(ID, WISH)).toMatchObject({ kind: 'checkout' });
    expect(server.customers()).toHaveLength(1);
  });
});
