import { MOST_SUBSCRIPTIONS, type StripeSubscription } from '../../domain/account/billing-facts.ts';
import { isLive } from '../../domain/account/entitlement.ts';
import { TIERS, type Tier, tierSchema } from '../../domain/account/tier.ts';
import { INTERVALS, type Interval } from '../../ports/billing.ts';
import { msOf, type SubscriptionAnswer, TIER } from './answers.ts';

/** Ids of prices. */
export type Prices = Readonly<Record<Tier, Readonly<Record<Interval, string | undefined>>>>;

type Item = SubscriptionAnswer['items']['data'][number];

/** As the settings say; else as the price itself says: people keep what they bought when a price gives way to another. */
const tierOf = (prices: Prices, { price }: Item): Tier | undefined =>
  TIERS.find((tier) => INTERVALS.some((interval) => prices[tier][interval] === price.id)) ??
  tierSchema.safeParse(price.metadata?.[TIER]).data;

const rankOf = (prices: Prices, item: Item): number => {
  const tier = tierOf(prices, item);
  return tier === undefined ? -1 : TIERS.indexOf(tier);
};

/** Ours have one item. Of several, made by hand, the one with the highest tier counts. */
export const mainItem = (prices: Prices, { items }: SubscriptionAnswer): Item | undefined =>
  items.data.toSorted((a, b) => rankOf(prices, b) - rankOf(prices, a) || (a.price.id < b.price.id ? -1 : 1))[0];

const endOf = (answer: SubscriptionAnswer, item: Item | undefined): number | undefined =>
  answer.ended_at ?? answer.cancel_at ?? (answer.cancel_at_period_end ? item?.current_period_end : undefined);

/** What we keep of a subscription, without what its invoices say. */
export function subscriptionFacts(prices: Prices, answer: SubscriptionAnswer): StripeSubscription {
  const item = mainItem(prices, answer);
  const tier = item && tierOf(prices, item);
  const end = endOf(answer, item);
  return {
    id: answer.id,
    status: answer.status.slice(0, 40),
    ...(tier === undefined ? {} : { tier }),
    ...(item ? { periodEnd: msOf(item.current_period_end) } : {}),
    ...(end === undefined ? {} : { endsAt: msOf(end) }),
  };
}

/** Of a customer's subscriptions those that still stand, then the newest: as many as are kept. */
export const mostRelevant = (answers: readonly SubscriptionAnswer[]): readonly SubscriptionAnswer[] =>
  answers
    .toSorted((a, b) => Number(isLive(b)) - Number(isLive(a)) || b.created - a.created || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_SUBSCRIPTIONS);
