import { z } from 'zod';
import { change } from '../change.ts';
import { resume } from '../deeds.ts';
import { mergeMetadata } from '../metadata.ts';
import { emptyable, flag, list, metadata, paging, text, whole } from '../parameters.ts';
import { invalid, noSuch, Refusal } from '../refusal.ts';
import type { Subscription } from '../rows.ts';
import { end, endWithPeriod, needStanding } from '../subscription-life.ts';
import { switchPrice } from '../switch-price.ts';
import type { World } from '../world.ts';
import { listRoute, meets, type Route, route } from './route.ts';

const none = z.strictObject({});
const proration = z.enum(['always_invoice', 'create_prorations', 'none']);

const changes = z.strictObject({
  cancel_at_period_end: flag.optional(),
  description: emptyable(text.max(500)).optional(),
  items: list(
    z.strictObject({ id: text, price: text.optional(), quantity: whole.pipe(z.number().min(1)).optional() }),
  ).optional(),
  metadata: metadata.optional(),
  proration_behavior: proration.optional(),
});
type Changes = z.output<typeof changes>;

const cancelling = z.strictObject({
  cancellation_details: z.strictObject({ comment: text.optional(), feedback: text.optional() }).optional(),
  invoice_now: flag.optional(),
  prorate: flag.optional(),
});

const update = (world: World, wish: Changes, id: string): Subscription => {
  const subscription = world.subscriptions.need(id);
  if (subscription.status === 'canceled')
    throw new Refusal('A canceled subscription can only update its cancellation_details and metadata.');
  needStanding(subscription);
  for (const [index] of (wish.items ?? []).entries()) changeItem(world, subscription, wish, index);
  if (wish.cancel_at_period_end !== undefined) endWithPeriod(world, subscription, wish.cancel_at_period_end);
  change(world, subscription, 'customer.subscription.updated', {
    metadata: mergeMetadata(subscription.metadata, wish.metadata),
    ...(wish.description === undefined ? {} : { description: wish.description }),
  });
  return subscription;
};

const changeItem = (world: World, subscription: Subscription, wish: Changes, index: number): void => {
  const given = wish.items?.[index];
  const param = `items[${index}]`;
  const item = subscription.items.data.find(({ id }) => id === given?.id);
  if (!item) throw noSuch('subscription item', given?.id ?? '', `${param}[id]`);
  const price = given?.price === undefined ? item.price : world.prices.need(given.price, `${param}[price]`);
  if (price.currency !== subscription.currency)
    throw invalid('The price has another currency than the subscription.', `${param}[price]`);
  switchPrice(world, subscription, item, {
    price,
    quantity: given?.quantity,
    proration: wish.proration_behavior ?? 'create_prorations',
    card: 'good',
  });
};

const ENDED: readonly string[] = ['canceled', 'incomplete_expired'];

/** Without a status all but those that are canceled. */
const hasStatus = ({ status }: Subscription, wished: string | undefined): boolean => {
  if (wished === 'all') return true;
  if (wished === 'ended') return ENDED.includes(status);
  return wished === undefined ? status !== 'canceled' : status === wished;
};

export const SUBSCRIPTION_ROUTES: readonly Route[] = [
  route('GET', '/v1/subscriptions/:id', none, ({ subscriptions }, _, id) => subscriptions.need(id)),
  route('POST', '/v1/subscriptions/:id', changes, update),
  route('DELETE', '/v1/subscriptions/:id', cancelling, (world, { cancellation_details: details }, id) => {
    const subscription = world.subscriptions.need(id);
    if (subscription.status === 'canceled') throw noSuch('subscription', id);
    end(world, subscription, 'cancellation_requested', details);
    return subscription;
  }),
  route(
    'POST',
    '/v1/subscriptions/:id/resume',
    z.strictObject({
      billing_cycle_anchor: z.enum(['now', 'unchanged']).optional(),
      proration_behavior: proration.optional(),
    }),
    (world, _, id) => {
      const subscription = world.subscriptions.need(id);
      if (subscription.status !== 'paused') throw new Refusal('Only paused subscriptions can be resumed.');
      resume(world, subscription);
      return subscription;
    },
  ),
  listRoute(
    '/v1/subscriptions',
    z.strictObject({
      ...paging,
      customer: text.optional(),
      price: text.optional(),
      status: z
        .enum([
          'active',
          'all',
          'canceled',
          'ended',
          'incomplete',
          'incomplete_expired',
          'past_due',
          'paused',
          'trialing',
          'unpaid',
        ])
        .optional(),
    }),
    ({ subscriptions }) => subscriptions,
    (row, { customer, price, status }) =>
      meets(customer, row.customer) &&
      hasStatus(row, status) &&
      (price === undefined || row.items.data.some((item) => item.price.id === price)),
  ),
];
