import { TIERS, type Tier } from '../../domain/account/tier.ts';
import { INTERVALS, type Interval, type Price } from '../../ports/billing.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { priceSchema } from './answers.ts';
import type { Ask } from './ask.ts';
import { orAbsent } from './customers.ts';
import type { Prices } from './subscription-facts.ts';

export const settingOf = (tier: Tier, interval: Interval): string =>
  `STRIPE_PRICE_${tier.toUpperCase()}${interval === 'year' ? '_YEARLY' : ''}`;

/** The prices that are set up, cheapest tier first. Warns of a setting that sells nothing, or another thing than it says. */
export async function askPrices(ask: Ask, telemetry: Telemetry, prices: Prices): Promise<readonly Price[]> {
  const asked = TIERS.flatMap((tier) =>
    INTERVALS.map(async (interval) => {
      const id = prices[tier][interval];
      if (id === undefined) return [];
      const price = await askPrice(ask, id, tier, interval);
      if (typeof price !== 'string') return [price];
      telemetry.warn('stripe_price_unusable', { setting: settingOf(tier, interval), reason: price });
      return [];
    }),
  );
  return (await Promise.all(asked)).flat();
}

/** The price, or why it cannot be shown. */
async function askPrice(ask: Ask, id: string, tier: Tier, interval: Interval): Promise<Price | string> {
  const price = await orAbsent(ask('prices.retrieve', priceSchema, (stripe) => stripe.prices.retrieve(id)));
  if (!price) return 'Stripe knows no such price';
  if (!price.active) return 'the price is not active';
  if (price.unit_amount === null) return 'the price has no fixed amount';
  if (price.recurring?.interval !== interval || price.recurring.interval_count !== 1)
    return `the price is not for one ${interval}`;
  return { tier, interval, amount: price.unit_amount, currency: price.currency };
}
