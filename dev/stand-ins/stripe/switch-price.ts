import { change } from './change.ts';
import type { Card } from './charges.ts';
import { periodEnd } from './period.ts';
import { invalid } from './refusal.ts';
import type { Item, Line, Price, Subscription } from './rows.ts';
import { bill, needStanding, rhythmOf, withItems, withPrice } from './subscription-life.ts';
import type { World } from './world.ts';

export type Proration = 'always_invoice' | 'create_prorations' | 'none';

interface Switch {
  readonly price: Price;
  readonly quantity?: number | undefined;
  /** Only `always_invoice` makes an invoice here: what would stand on the next one is left out. */
  readonly proration: Proration;
  readonly card: Card;
}

/**
 * Puts another price in place of an item's. With another interval a new period begins now, for which all is due; within the same
 * one, what is left of the period.
 */
export const switchPrice = (world: World, subscription: Subscription, item: Item, wish: Switch): void => {
  needStanding(subscription);
  const { price, proration, card, quantity = item.quantity } = wish;
  if (!price.active)
    throw invalid('The price specified is inactive. This field only accepts active prices.', 'items[0][price]');
  if (!price.recurring) throw invalid('The price specified is not recurring.', 'items[0][price]');
  if (price === item.price && quantity === item.quantity) return;
  const now = world.now();
  const isNewPeriod = JSON.stringify(rhythmOf(price)) !== JSON.stringify(rhythmOf(item.price));
  const changes: Partial<Item> = {
    ...withPrice(price),
    quantity,
    ...(isNewPeriod ? { current_period_start: now, current_period_end: periodEnd(now, now, rhythmOf(price)) } : {}),
  };
  const lines = prorated(item, { ...item, ...changes }, now, isNewPeriod);
  change(world, subscription, 'customer.subscription.updated', {
    items: withItems(subscription, (other) => (other.id === item.id ? changes : {})),
    ...(isNewPeriod ? { billing_cycle_anchor: now } : {}),
  });
  if (proration === 'always_invoice') bill(world, subscription, 'subscription_update', lines, card);
};

const prorated = (before: Item, after: Item, now: number, isNewPeriod: boolean): readonly Line[] => {
  const left = shareLeft(before, now);
  return [
    {
      amount: -Math.round(left * before.quantity * before.price.unit_amount),
      description: `Unused time on ${before.price.nickname ?? before.price.id}`,
      period: { start: now, end: before.current_period_end },
      price: before.price,
      proration: true,
    },
    {
      amount: Math.round((isNewPeriod ? 1 : left) * after.quantity * after.price.unit_amount),
      description: `Remaining time on ${after.price.nickname ?? after.price.id}`,
      period: { start: now, end: after.current_period_end },
      price: after.price,
      proration: !isNewPeriod,
    },
  ];
};

/** Of a period, from 0 to 1. */
const shareLeft = ({ current_period_start: start, current_period_end: end }: Item, now: number): number =>
  Math.min(1, Math.max(0, (end - now) / (end - start)));
