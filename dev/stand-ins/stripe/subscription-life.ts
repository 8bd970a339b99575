import { BLANK_ITEM, BLANK_SUBSCRIPTION } from './blanks.ts';
import { change } from './change.ts';
import type { Card } from './charges.ts';
import { addInvoice, collect, finalize } from './invoices.ts';
import { periodEnd } from './period.ts';
import { Refusal } from './refusal.ts';
import type { Invoice, Item, Line, Price, Recurring, Subscription } from './rows.ts';
import type { Order, World } from './world.ts';

const MONTHLY: Recurring = { interval: 'month', interval_count: 1 };
export const rhythmOf = ({ recurring }: Price): Recurring => recurring ?? MONTHLY;

const UPDATED = 'customer.subscription.updated';

/** A subscription of a customer, incomplete until its first invoice is paid. */
export const addSubscription = (world: World, customer: string, order: Order): Subscription => {
  const id = world.nextId('sub');
  const now = world.now();
  const items = order.lines.map(({ price, quantity }) => ({
    ...BLANK_ITEM,
    id: world.nextId('si'),
    object: 'subscription_item' as const,
    created: now,
    current_period_end: periodEnd(now, now, rhythmOf(price)),
    current_period_start: now,
    price,
    ...{ plan: planOf(price) },
    quantity,
    subscription: id,
  }));
  const subscription = world.subscriptions.add({
    ...BLANK_SUBSCRIPTION,
    id,
    object: 'subscription',
    billing_cycle_anchor: now,
    cancellation_details: { comment: null, feedback: null, reason: null },
    created: now,
    currency: order.lines[0]?.price.currency ?? 'usd',
    customer,
    description: order.description,
    items: { object: 'list', data: items, has_more: false, url: `/v1/subscription_items?subscription=${id}` },
    latest_invoice: null,
    metadata: { ...order.metadata },
    ...{ start_date: now },
    status: 'incomplete',
  });
  world.emit('customer.subscription.created', subscription);
  return subscription;
};

/** The form that prices had before; Stripe still tells it. */
const planOf = ({ id, active, created, currency, metadata, product, recurring, unit_amount }: Price) => ({
  id,
  object: 'plan',
  active,
  amount: unit_amount,
  amount_decimal: String(unit_amount),
  billing_scheme: 'per_unit',
  created,
  currency,
  interval: recurring?.interval,
  interval_count: recurring?.interval_count,
  livemode: false,
  metadata,
  meter: null,
  nickname: null,
  product,
  tiers_mode: null,
  transform_usage: null,
  trial_period_days: null,
  usage_type: 'licensed',
});

/** An invoice for a subscription, made final and tried to collect; the subscription is what it is after that. */
export const bill = (
  world: World,
  subscription: Subscription,
  reason: Invoice['billing_reason'],
  lines: readonly Line[],
  card: Card,
): Invoice => {
  const [item] = subscription.items.data;
  const now = world.now();
  const period = { start: item?.current_period_start ?? now, end: item?.current_period_end ?? now };
  const invoice = addInvoice(world, subscription, { reason, lines, period });
  finalize(world, invoice);
  settleStatus(world, subscription, collect(world, invoice, card));
  return invoice;
};

/** Paying brings a subscription back; failing to pay makes it overdue. */
export const settleStatus = (world: World, subscription: Subscription, isPaid: boolean): void => {
  const { status } = subscription;
  if (isPaid && ['incomplete', 'past_due', 'unpaid'].includes(status))
    change(world, subscription, UPDATED, { status: 'active' });
  if (!isPaid && status === 'active') change(world, subscription, UPDATED, { status: 'past_due' });
};

/** What a period costs. */
export const fullLines = ({ items }: Subscription): readonly Line[] =>
  items.data.map(({ price, quantity, current_period_start: start, current_period_end: end }) => ({
    amount: quantity * price.unit_amount,
    description: `${quantity} × ${price.nickname ?? price.id}`,
    period: { start, end },
    price,
    proration: false,
  }));

export const withItems = ({ items }: Subscription, changed: (item: Item) => Partial<Item>): Subscription['items'] => ({
  ...items,
  data: items.data.map((item) => ({ ...item, ...changed(item) })),
});

/** Another price in place of the item's. */
export const withPrice = (price: Price): Partial<Item> => ({ price, ...{ plan: planOf(price) } });

/** The next period begins where the present one ends, even if that is still to come. */
export const turnPeriod = (world: World, subscription: Subscription): void => {
  const { billing_cycle_anchor: anchor } = subscription;
  const items = withItems(subscription, ({ current_period_end: end, price }) => ({
    current_period_start: end,
    current_period_end: periodEnd(end, anchor, rhythmOf(price)),
  }));
  change(world, subscription, UPDATED, { items });
};

export const periodEndOf = ({ items }: Subscription): number =>
  Math.max(...items.data.map(({ current_period_end }) => current_period_end));

/** Throws a `Refusal` for what has ended. */
export const needStanding = (subscription: Subscription): void => {
  if (subscription.status === 'canceled' || subscription.status === 'incomplete_expired')
    throw new Refusal(`The subscription ${subscription.id} is ${subscription.status}.`);
};

/** Ends now, for ever. */
export const end = (
  world: World,
  subscription: Subscription,
  reason: 'cancellation_requested' | 'payment_failed' | 'payment_disputed',
  details: { readonly comment?: string | undefined; readonly feedback?: string | undefined } = {},
): void => {
  needStanding(subscription);
  const now = world.now();
  subscription.status = 'canceled';
  subscription.ended_at = now;
  subscription.canceled_at ??= now;
  const { comment, feedback } = subscription.cancellation_details;
  subscription.cancellation_details = {
    comment: details.comment ?? comment,
    feedback: details.feedback ?? feedback,
    reason,
  };
  world.emit('customer.subscription.deleted', subscription);
};

/** Ends with its period, or goes on after all. */
export const endWithPeriod = (world: World, subscription: Subscription, isEnding: boolean): void => {
  needStanding(subscription);
  change(world, subscription, UPDATED, {
    cancel_at_period_end: isEnding,
    cancel_at: isEnding ? periodEndOf(subscription) : null,
    canceled_at: isEnding ? world.now() : null,
    cancellation_details: {
      ...subscription.cancellation_details,
      reason: isEnding ? 'cancellation_requested' : null,
    },
  });
};
