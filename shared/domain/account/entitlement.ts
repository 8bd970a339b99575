import type { Subscription, User } from './account.ts';
import type { BillingFacts, DiscordEntitlement, StripeSubscription } from './billing-facts.ts';
import { TIERS } from './tier.ts';

/** How long a tier stays while its payment is tried again. */
export const GRACE_MS = 7 * 24 * 60 * 60_000;

type Active = Extract<Subscription, { status: 'active' }>;
type NoneReason = NonNullable<Extract<Subscription, { status: 'none' }>['reason']>;
type Verdict = Active | { readonly status: 'none'; readonly reason?: NoneReason };

const NONE = { status: 'none' } as const;
const none = (reason: NoneReason): Verdict => ({ status: 'none', reason });

/** What each of Stripe's words for a subscription opens (docs.stripe.com/api/subscriptions/object, `status`). */
const PAID = ['trialing', 'active'];
const OVERDUE = 'past_due';
const UNPAID = 'unpaid';
const CLOSED = ['incomplete', 'incomplete_expired', 'canceled', 'paused'];

/** Whether Stripe's word for a subscription is one that we know. An unknown one opens nothing, and somebody should look. */
export const isKnownStatus = (status: string): boolean => [...PAID, OVERDUE, UNPAID, ...CLOSED].includes(status);

/** Whether a subscription can still come to charge somebody: who has one changes it, and does not buy a second one. */
export const isLive = ({ status }: StripeSubscription): boolean =>
  !['canceled', 'incomplete_expired', 'incomplete'].includes(status);

function ofStripe({ status, tier, periodEnd, endsAt, overdueSince }: StripeSubscription, now: number): Verdict {
  if (!isKnownStatus(status)) return none('unknown-status');
  if (status === UNPAID) return none('payment-overdue');
  if (CLOSED.includes(status)) return NONE;
  if (tier === undefined) return none('unknown-price');
  if (endsAt !== undefined && endsAt <= now) return NONE;
  const active: Active = {
    status: 'active',
    source: 'stripe',
    tier,
    ...(endsAt !== undefined ? { endsAt } : periodEnd !== undefined ? { renewsAt: periodEnd } : {}),
  };
  if (status !== OVERDUE) return active;
  const paymentDueBy = (overdueSince ?? Number.NEGATIVE_INFINITY) + GRACE_MS;
  return paymentDueBy > now ? { ...active, paymentDueBy } : none('payment-overdue');
}

const ofDiscord = ({ tier, startsAt = 0, endsAt }: DiscordEntitlement, now: number): Verdict =>
  startsAt <= now && (endsAt === undefined || endsAt > now)
    ? { status: 'active', source: 'discord', tier, ...(endsAt === undefined ? {} : { endsAt }) }
    : NONE;

/** Of two ways to the same tier the one without a payment problem, then the one that lasts longer. */
const lasting = ({ paymentDueBy, endsAt }: Active): number =>
  Math.min(paymentDueBy ?? Number.POSITIVE_INFINITY, endsAt ?? Number.POSITIVE_INFINITY);
const better = (a: Active, b: Active): Active => {
  const byTier = TIERS.indexOf(b.tier) - TIERS.indexOf(a.tier);
  return byTier > 0 || (byTier === 0 && lasting(b) > lasting(a)) ? b : a;
};

/** When it ends by time alone, epoch ms: nobody sends an event of that. Undefined: it does not. */
export function endOf(subscription: Subscription): number | undefined {
  const end = subscription.status === 'active' ? lasting(subscription) : Number.POSITIVE_INFINITY;
  return end === Number.POSITIVE_INFINITY ? undefined : end;
}

/** The reason that somebody can do most about comes first. */
const REASONS: readonly NoneReason[] = ['payment-overdue', 'unknown-status', 'unknown-price'];

/**
 * What somebody has at a moment (epoch ms), from what Stripe and Discord said: the highest tier wins; a payment that is overdue
 * leaves its tier for {@link GRACE_MS}; a suspension closes everything. The order of the facts does not matter.
 */
export function subscriptionAt({ stripe, discordEntitlements, suspensions }: BillingFacts, now: number): Subscription {
  if (suspensions.some(({ liftedAt }) => liftedAt === undefined)) return { status: 'none', reason: 'suspended' };
  const verdicts = [
    ...(stripe && !stripe.isDeleted ? stripe.subscriptions.map((each) => ofStripe(each, now)) : []),
    ...discordEntitlements.map((each) => ofDiscord(each, now)),
  ];
  const active = verdicts.filter((verdict) => verdict.status === 'active');
  const [first, ...others] = [...active].sort(byContent);
  if (first) return others.reduce(better, first);
  const reason = REASONS.find((each) =>
    verdicts.some((verdict) => verdict.status === 'none' && verdict.reason === each),
  );
  return reason ? { status: 'none', reason } : NONE;
}

/** Whether somebody pays on our page and inside Discord, too: only the higher tier counts, and neither side knows of the other. */
export const paysTwice = (facts: BillingFacts, now: number): boolean =>
  [
    { ...facts, discordEntitlements: [] },
    { ...facts, stripe: undefined },
  ].every((alone) => subscriptionAt(alone, now).status === 'active');

/** Any order will do, as long as it does not come from outside. */
const byContent = (a: Active, b: Active): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** Given by hand, e.g. to a tester: it came from neither source, and stays until somebody pays for more. */
export const isGiven = (subscription: Subscription): boolean =>
  subscription.status === 'active' && subscription.source === undefined;

const rankOf = (subscription: Subscription): number =>
  subscription.status === 'active' ? TIERS.indexOf(subscription.tier) : -1;

/** A user as of a moment (epoch ms): what was true at the last writing may have ended since. */
export function asOf(user: User, now: number): User {
  const found = subscriptionAt(user, now);
  const isSuspended = found.status === 'none' && found.reason === 'suspended';
  return isGiven(user.subscription) && !isSuspended && rankOf(found) <= rankOf(user.subscription)
    ? user
    : { ...user, subscription: found };
}
