import { type StripeFacts, withCustomer } from '../../domain/account/billing-facts.ts';
import { isLive } from '../../domain/account/entitlement.ts';
import type { Allowance, Allowances } from '../../ports/allowances.ts';
import { type Billing, type PaymentFacts, type PaymentPages, TooOftenError } from '../../ports/billing.ts';
import type { Cache } from '../../ports/cache.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import type { Accounts } from '../accounts.ts';
import { claimCustomer } from './owner.ts';
import { type BillingRecords, subscriberKey } from './records.ts';

export interface PaymentPagesDeps {
  readonly pages: PaymentPages;
  readonly facts: Pick<PaymentFacts, 'factsOf'>;
  readonly accounts: Accounts;
  readonly records: Pick<BillingRecords, 'subscribers' | 'customers'>;
  readonly allowances: Allowances;
  readonly cache: Cache;
  readonly now: Clock;
  readonly telemetry: Telemetry;
}

/** A page costs up to eight requests to Stripe, which allows a hundred a second for everybody together. */
const PAGES: Allowance = { name: 'billing-pages', points: 6, seconds: 60 };

/** What a subscriber's commands ask of payments. Counts `billing_pages{kind}`. */
export const createBilling = (deps: PaymentPagesDeps): Billing => ({
  prices: () => deps.cache.getOrFill('prices', 'all', () => deps.pages.prices()),
  async checkout(userId, wish) {
    const answer = await checkout(deps, userId, wish);
    deps.telemetry.count('billing_pages', 1, { kind: answer.kind });
    return answer;
  },
  async portalUrl(userId) {
    const { stripe } = await deps.accounts.read(userId);
    if (!stripe || stripe.isDeleted) return undefined;
    await takePage(deps, userId);
    const url = await deps.pages.portalUrl(stripe.customerId);
    deps.telemetry.count('billing_pages', 1, { kind: 'portal' });
    return url;
  },
});

async function takePage({ allowances, telemetry }: PaymentPagesDeps, userId: string): Promise<void> {
  const { granted, resetsInMs } = await allowances.take(PAGES, userId);
  if (granted) return;
  telemetry.count('billing_pages', 1, { kind: 'too-often' });
  throw new TooOftenError(resetsInMs);
}

const hasLive = ({ subscriptions }: StripeFacts): boolean => subscriptions.some(isLive);

/**
 * Stripe says what somebody has, not our record, which may be behind. It is asked once more when every older page is closed: on one
 * of them somebody may just have paid.
 */
async function checkout(
  deps: PaymentPagesDeps,
  userId: string,
  wish: Parameters<Billing['checkout']>[1],
): ReturnType<Billing['checkout']> {
  const user = await deps.accounts.read(userId);
  if (user.suspensions.some(({ liftedAt }) => liftedAt === undefined)) return { kind: 'suspended' };
  await takePage(deps, userId);
  const customer = await standingCustomer(deps, userId, user.stripe?.customerId);
  const { customerId } = customer;
  const toPortal = async () => ({ kind: 'portal', url: await deps.pages.portalUrl(customerId) }) as const;
  if (hasLive(customer)) return toPortal();
  const url = await deps.pages.checkoutUrl({ userId, customerId, ...wish });
  return hasLive(await deps.facts.factsOf(customerId)) ? toPortal() : { kind: 'checkout', url };
}

/** Each deleted customer leads to the next; nobody has deleted as many. */
const MOST_CUSTOMERS = 5;

/** The customer that a user is, and becomes where there is none that stands. */
async function standingCustomer(
  deps: PaymentPagesDeps,
  userId: string,
  known: string | undefined,
): Promise<StripeFacts> {
  let customerId = known;
  for (let tries = 0; tries < MOST_CUSTOMERS; tries++) {
    const facts = customerId === undefined ? undefined : await deps.facts.factsOf(customerId);
    if (facts && !facts.isDeleted) return facts;
    customerId = await becomeCustomer(deps, userId, customerId);
  }
  throw new Error(`each of the last ${MOST_CUSTOMERS} customers of the user ${userId} was deleted at Stripe`);
}

/**
 * Makes a user a customer, and gives the one on record afterwards: another's, if that was there first. Whoever crashes in between
 * finds the same customer when asked again.
 * @param former the user's customer that was deleted
 */
async function becomeCustomer(
  { pages, accounts, records, now }: PaymentPagesDeps,
  userId: string,
  former: string | undefined,
): Promise<string> {
  const customerId = await pages.createCustomer(userId, former);
  await records.subscribers.create(subscriberKey(userId), { userId, since: now() });
  if (!(await claimCustomer({ ...records, now }, customerId, userId)))
    throw new Error(`the customer ${customerId} is on record for another user`);
  const fresh: StripeFacts = { customerId, isDeleted: false, subscriptions: [] };
  const { stripe } = await accounts.change(userId, (user) =>
    user.stripe === undefined || user.stripe.customerId === former
      ? { ...user, stripe: fresh, customers: withCustomer(user.customers, customerId) }
      : user,
  );
  return (stripe ?? fresh).customerId;
}
