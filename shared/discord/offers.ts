import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import { TIERS, type Tier } from '../domain/account/tier.ts';
import { type Billing, INTERVALS, type Interval } from '../ports/billing.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { moneyText } from './money.ts';
import { TIER_NAMES } from './refusal.ts';

/** A tier that can be bought. */
export interface Offer {
  readonly tier: Tier;
  readonly interval: Interval;
  /** E.g. `$9 a month`; undefined while prices cannot be had. */
  readonly price: string | undefined;
}

/** The button that buys a tier: `buy:{tier}:{interval}`. */
export const BUY = 'buy';

const EVERY: Readonly<Record<Interval, string>> = { month: 'a month', year: 'a year' };
const PAID: Readonly<Record<Interval, string>> = { month: 'paid monthly', year: 'paid yearly' };

/** Every tier has a price by the month, which its page will tell. */
const UNPRICED: readonly Offer[] = TIERS.map((tier) => ({ tier, interval: 'month', price: undefined }));

/** What there is to buy. That its prices cannot be had is said, not thrown: a page of its own tells them before anybody pays. */
export async function offersOf(billing: Billing, telemetry: Pick<Telemetry, 'error'>): Promise<readonly Offer[]> {
  try {
    const prices = await billing.prices();
    return prices.map(({ tier, interval, amount, currency }) => ({
      tier,
      interval,
      price: `${moneyText(amount, currency)} ${EVERY[interval]}`,
    }));
  } catch (error) {
    telemetry.error('prices_unreachable', { reason: String(error) });
    return UNPRICED;
  }
}

/** E.g. `$9 a month or $90 a year`; undefined where no price is known. */
export function priceText(offers: readonly Offer[], tier: Tier): string | undefined {
  const prices = INTERVALS.flatMap((interval) =>
    offers.flatMap((offer) => (offer.tier === tier && offer.interval === interval ? [offer.price] : [])),
  ).filter((price) => price !== undefined);
  return prices.length === 0 ? undefined : prices.join(' or ');
}

/** What is bought: `Core, paid monthly`. */
export const offerName = (tier: Tier, interval: Interval): string => `${TIER_NAMES[tier]}, ${PAID[interval]}`;

/** A row of buttons for each interval in which something is to be bought, from the least tier to the most. */
export const offerRows = (offers: readonly Offer[]): readonly APIActionRowComponent<APIButtonComponentWithCustomId>[] =>
  INTERVALS.map((interval) => ({
    type: ComponentType.ActionRow as const,
    components: TIERS.flatMap((tier) => {
      const offer = offers.find((each) => each.tier === tier && each.interval === interval);
      return offer ? [offerButton(offer)] : [];
    }),
  })).filter(({ components }) => components.length > 0);

const offerButton = ({ tier, interval, price }: Offer): APIButtonComponentWithCustomId => ({
  type: ComponentType.Button,
  style: interval === 'month' ? ButtonStyle.Primary : ButtonStyle.Secondary,
  label: price === undefined ? offerName(tier, interval) : `${TIER_NAMES[tier]} · ${price}`,
  custom_id: `${BUY}:${tier}:${interval}`,
});
