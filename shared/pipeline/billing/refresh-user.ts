import { isDeepStrictEqual } from 'node:util';
import type { Subscription, User } from '../../domain/account/account.ts';
import { isKnownStatus, isLive } from '../../domain/account/entitlement.ts';
import { standingOf } from '../../domain/account/tiers.ts';
import { BillingUnavailableError } from '../../ports/billing.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import type { Accounts } from '../accounts.ts';
import { askFacts, factsIn, type Heard, type News, type Sources, withFacts } from './ask-facts.ts';
import { openCase } from './open-case.ts';
import { type BillingRecords, subscriberKey } from './records.ts';

export interface RefreshDeps extends Sources, Pick<BillingRecords, 'subscribers' | 'cases'> {
  readonly accounts: Accounts;
  readonly telemetry: Telemetry;
  readonly now: Clock;
}

export interface Refreshed {
  readonly before: Subscription;
  readonly after: Subscription;
  readonly user: User;
  /** The customer of the news was not taken: the user has another one that stands. */
  readonly isSecondCustomer: boolean;
}

const MOST_PASSES = 6;

/**
 * Asks Stripe and Discord what a user has, and writes that. Asked again until nothing is left to write: whoever wrote last has then
 * looked at the truth after it did, so that of any number that do this at once none leaves behind what was true before. Throws
 * {@link BillingUnavailableError} when Stripe or Discord is to be asked later; what the other one said is written then.
 */
export async function refreshUser(deps: RefreshDeps, userId: string, news: News = {}): Promise<Refreshed> {
  await deps.subscribers.create(subscriberKey(userId), { userId, since: deps.now() });
  let first: Look | undefined;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const seen = await look(deps, userId, news);
    first ??= seen;
    if (seen.isNews) continue;
    await report(deps, seen, news);
    await reportPaidInVain(deps, first.known, seen);
    if (typeof seen.heard.discord === 'object')
      throw new BillingUnavailableError('Discord does not say now what was bought', seen.heard.discord.afterMs, {
        isLimit: seen.heard.discord.isLimit,
      });
    const { user } = seen;
    const { isSecondCustomer } = seen.heard;
    tellOfChange(deps, userId, first.before, user.subscription);
    return { before: first.before, after: user.subscription, user, isSecondCustomer };
  }
  throw new Error(`what the user ${userId} has changed ${MOST_PASSES} times in a row while it was looked at`);
}

/** Counts `subscription_changes{from,to}`. */
function tellOfChange({ telemetry }: RefreshDeps, userId: string, before: Subscription, after: Subscription): void {
  const [from, to] = [standingOf(before), standingOf(after)];
  if (from === to) return;
  telemetry.info('subscription_changed', {
    userId,
    from,
    to,
    ...(after.status === 'none' ? { reason: after.reason } : {}),
  });
  telemetry.count('subscription_changes', 1, { from, to });
}

interface Look {
  readonly heard: Heard;
  /** Subscriptions that were on record before. */
  readonly known: readonly string[];
  readonly before: Subscription;
  readonly user: User;
  /** Whether something was written that was not on record. */
  readonly isNews: boolean;
}

async function look(deps: RefreshDeps, userId: string, news: News): Promise<Look> {
  let seen: Omit<Look, 'user'> | undefined;
  const user = await deps.accounts.change(userId, async (known, stored) => {
    const heard = await askFacts(deps, known, news);
    const after = withFacts(known, heard, deps.now());
    const ids = known.stripe?.subscriptions.map(({ id }) => id) ?? [];
    seen = {
      heard,
      known: ids,
      before: (stored ?? known).subscription,
      isNews: !isDeepStrictEqual(factsIn(known), factsIn(after)),
    };
    return after;
  });
  if (!seen) throw new Error('a change was not applied');
  return { ...seen, user };
}

/** A page that was open when the user was suspended can still be paid on: nothing opens by that, and it has to be paid back. */
async function reportPaidInVain(deps: RefreshDeps, known: readonly string[], { heard, user }: Look): Promise<void> {
  const { subscription } = user;
  if (subscription.status !== 'none' || subscription.reason !== 'suspended' || !heard.stripe) return;
  const { customerId, subscriptions } = heard.stripe;
  for (const { id } of subscriptions.filter((each) => isLive(each) && !known.includes(each.id)))
    await openCase(deps, id, { kind: 'paid-while-suspended', customerId, userId: user.id });
}

/** Tells the operators what they have to look at. */
async function report(deps: RefreshDeps, { heard, user }: Look, { suspension, customerId }: News): Promise<void> {
  const { telemetry } = deps;
  const userId = user.id;
  const stands = heard.stripe && !heard.stripe.isDeleted ? heard.stripe : undefined;
  for (const { id, status, tier } of stands?.subscriptions.filter(isLive) ?? []) {
    const what = !isKnownStatus(status) ? 'status' : tier === undefined ? 'price' : undefined;
    if (!what) continue;
    telemetry.error('billing_status_unknown', { subscriptionId: id, userId, what, status });
    telemetry.count('billing_status_unknown', 1, { what });
  }
  if (heard.discord === 'refused') telemetry.error('entitlements_refused', { userId });
  const second = stands?.subscriptions.filter(isLive)[1];
  if (stands && second)
    await openCase(deps, second.id, { kind: 'two-subscriptions', customerId: stands.customerId, userId });
  const owner = customerId ?? stands?.customerId;
  if (heard.isSecondCustomer && customerId !== undefined)
    await openCase(deps, customerId, { kind: 'second-customer', customerId, userId });
  const isLifted = user.suspensions.find(({ id }) => id === suspension?.id)?.liftedAt !== undefined;
  if (suspension && owner !== undefined && !isLifted)
    await openCase(deps, suspension.id, { kind: suspension.kind, customerId: owner, userId });
}
