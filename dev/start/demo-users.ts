import { createAllowances } from '../../shared/adapters/allowances/allowances.ts';
import { createCosmos } from '../../shared/adapters/cosmos/cosmos.ts';
import { cosmosDocuments } from '../../shared/adapters/cosmos/cosmos-documents.ts';
import { memoryCache } from '../../shared/adapters/memory/memory-cache.ts';
import { createStripe } from '../../shared/adapters/stripe/stripe.ts';
import { type Config, readConfig } from '../../shared/config.ts';
import type { Watch } from '../../shared/domain/account/account.ts';
import type { Tier } from '../../shared/domain/account/tier.ts';
import type { Standing } from '../../shared/domain/account/tiers.ts';
import { watchOf } from '../../shared/domain/account/watch.ts';
import { type Accounts, createAccounts } from '../../shared/pipeline/accounts.ts';
import { createBilling } from '../../shared/pipeline/billing/payment-pages.ts';
import { refreshUser } from '../../shared/pipeline/billing/refresh-user.ts';
import { makeStores, type Stores } from '../../shared/stores.ts';
import { silentTelemetry } from '../silent-telemetry.ts';
import type { StripeStandIn } from '../stand-ins/stripe/server.ts';

interface DemoPerson {
  /** Discord user id. */
  readonly id: string;
  readonly name: string;
  readonly standing: Standing;
}

/** One of each standing, so that all of it can be tried. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { id: '300000000000000001', name: 'Nora', standing: 'none' },
  { id: '300000000000000002', name: 'Stan', standing: 'starter' },
  { id: '300000000000000003', name: 'Cora', standing: 'core' },
  { id: '300000000000000004', name: 'Sheila', standing: 'sharp' },
];

/** What they ask for, so that direct messages can be seen. */
const WISHES: Readonly<Record<Standing, { readonly watches: readonly Watch[]; readonly cooldownMinutes: number }>> = {
  none: { watches: [], cooldownMinutes: 0 },
  starter: { watches: [], cooldownMinutes: 0 },
  core: {
    watches: [watchOf({ league: 'americanfootball_nfl', leastLevel: 'Medium' })],
    cooldownMinutes: 5,
  },
  sharp: { watches: [watchOf({ leastLevel: 'High' })], cooldownMinutes: 0 },
};

/**
 * Puts them on record. Where there is a stand-in for Stripe they have bought their tier there; else it is given by hand.
 * @param env the app's settings
 */
export async function seedDemoUsers(env: Readonly<Record<string, string>>, stripe?: StripeStandIn): Promise<void> {
  const config = readConfig(env);
  const cosmos = createCosmos({ ...config.cosmos, identityClientId: undefined });
  try {
    const now = Date.now;
    const stores = makeStores((container, { schema }) => cosmosDocuments(cosmos, { container, schema, now }) as never);
    const accounts = createAccounts({ ...stores, cache: memoryCache({ now }), now });
    const buy = stripe && config.stripe && shopper({ config, stripe, accounts, stores });
    for (const { id, standing } of DEMO_PEOPLE) {
      if (standing !== 'none' && buy) await buy(id, standing);
      await accounts.change(id, (user) => ({
        ...user,
        ...(standing === 'none' || buy ? {} : { subscription: { status: 'active', tier: standing } }),
        ...WISHES[standing],
        watches: [...WISHES[standing].watches],
        // They are old hands.
        notices: [],
      }));
    }
  } finally {
    cosmos.close();
  }
}

interface ShopperParts {
  readonly config: Config;
  readonly stripe: StripeStandIn;
  readonly accounts: Accounts;
  readonly stores: Stores;
}

/** Buys a tier as a person does: by a checkout's page. */
function shopper({ config, stripe, accounts, stores }: ShopperParts) {
  if (!config.stripe) throw new Error('There is nothing to buy without Stripe');
  const shared = { telemetry: silentTelemetry, now: Date.now };
  const client = createStripe({ ...config.stripe, publicBaseUrl: 'http://localhost', ...shared });
  const records = {
    subscribers: stores.subscribers,
    customers: stores['stripe-customers'],
    cases: stores['billing-cases'],
  };
  const [cache, allowances] = [memoryCache({ now: Date.now }), createAllowances()];
  const billing = createBilling({ pages: client, facts: client, accounts, allowances, records, cache, ...shared });
  return async (userId: string, tier: Tier): Promise<void> => {
    const page = await billing.checkout(userId, { tier, interval: 'month', attempt: 'demo' });
    if (page.kind !== 'checkout') throw new Error(`${userId} was sent to the ${page.kind} instead of a checkout`);
    stripe.pay(sessionOf(page.url));
    await refreshUser({ ...records, ...shared, accounts, payments: client }, userId);
  };
}

/** The last part of a checkout's address. */
const sessionOf = (url: string): string => new URL(url).pathname.split('/').at(-1) ?? '';
