import { BLANK_SESSION } from './blanks.ts';
import { type Card, charged } from './charges.ts';
import { addCustomer } from './customers.ts';
import { addWarning } from './fraud.ts';
import { mergeMetadata } from './metadata.ts';
import { ON_REQUEST } from './present.ts';
import { invalid, Refusal } from './refusal.ts';
import type { Metadata, Session } from './rows.ts';
import { addSubscription, bill, fullLines } from './subscription-life.ts';
import { type Order, unguessable, type World } from './world.ts';

interface Wish {
  readonly line_items: readonly { readonly price: string; readonly quantity?: number | undefined }[];
  readonly success_url: string;
  readonly cancel_url?: string | undefined;
  readonly customer?: string | undefined;
  readonly customer_email?: string | undefined;
  readonly client_reference_id?: string | undefined;
  readonly metadata?: Metadata | null | undefined;
  readonly allow_promotion_codes?: boolean | undefined;
  readonly expires_at?: number | undefined;
  readonly subscription_data?:
    | { readonly metadata?: Metadata | null | undefined; readonly description?: string | undefined }
    | undefined;
}

const HOUR_S = 3600;
const LEAST_LIFE_S = HOUR_S / 2;
const MOST_LIFE_S = 24 * HOUR_S;

/** A page on which somebody can buy a subscription. */
export const addSession = (world: World, wish: Wish): Session => {
  const order = orderOf(world, wish);
  if (wish.customer !== undefined) world.customers.need(wish.customer, 'customer');
  if (wish.customer !== undefined && wish.customer_email !== undefined)
    throw invalid('You may only specify one of these parameters: customer, customer_email.', 'customer_email');
  const id = unguessable('cs_test');
  const total = order.lines.reduce((sum, { price, quantity }) => sum + quantity * price.unit_amount, 0);
  const session: Session = {
    ...BLANK_SESSION,
    id,
    object: 'checkout.session',
    ...{ allow_promotion_codes: wish.allow_promotion_codes ?? null, amount_subtotal: total, mode: 'subscription' },
    amount_total: total,
    cancel_url: wish.cancel_url ?? null,
    client_reference_id: wish.client_reference_id ?? null,
    created: world.now(),
    currency: order.lines[0]?.price.currency ?? 'usd',
    customer: wish.customer ?? null,
    customer_email: wish.customer_email ?? null,
    expires_at: expiryOf(world, wish.expires_at),
    metadata: mergeMetadata({}, wish.metadata),
    payment_status: 'unpaid',
    status: 'open',
    success_url: wish.success_url,
    url: `${world.origin}/c/pay/${id}`,
    ...{ [ON_REQUEST]: { line_items: () => lineItems(id, order) } },
  };
  world.orders.set(session, order);
  return world.sessions.add(session);
};

const orderOf = (world: World, { line_items, subscription_data: data }: Wish): Order => {
  const lines = line_items.map(({ price: id, quantity = 1 }, index) => {
    const price = world.prices.need(id, `line_items[${index}][price]`);
    if (!price.active)
      throw invalid(
        'The price specified is inactive. This field only accepts active prices.',
        `line_items[${index}][price]`,
      );
    if (!world.products.get(price.product)?.active)
      throw invalid('The product of the price specified is inactive.', `line_items[${index}][price]`);
    return { price, quantity };
  });
  if (!lines.some(({ price }) => price.recurring))
    throw invalid(
      'You must provide at least one recurring price in `subscription` mode when using prices.',
      'line_items',
    );
  return { lines, metadata: mergeMetadata({}, data?.metadata), description: data?.description ?? null };
};

const expiryOf = (world: World, wished: number | undefined): number => {
  const now = world.now();
  if (wished === undefined) return now + MOST_LIFE_S;
  if (wished < now + LEAST_LIFE_S || wished > now + MOST_LIFE_S)
    throw invalid('The `expires_at` timestamp must be between 30 minutes and 24 hours from now.', 'expires_at');
  return wished;
};

const lineItems = (sessionId: string, { lines }: Order) => ({
  object: 'list',
  data: lines.map(({ price, quantity }, index) => ({
    id: `li_${sessionId.slice(-12)}${index}`,
    object: 'item',
    amount_discount: 0,
    amount_subtotal: quantity * price.unit_amount,
    amount_tax: 0,
    amount_total: quantity * price.unit_amount,
    currency: price.currency,
    description: price.nickname ?? price.id,
    price,
    quantity,
  })),
  has_more: false,
  url: `/v1/checkout/sessions/${sessionId}/line_items`,
});

export type CheckoutCard = Card | 'fraud';

/**
 * Somebody pays on a checkout's page. With a card that is declined nothing changes but that it was tried; a stolen one pays, and
 * is found out then. Answers whether it is paid. Throws a `Refusal` when the page is closed, or its customer deleted.
 */
export const paySession = (world: World, session: Session, card: CheckoutCard): boolean => {
  const order = world.orders.get(session);
  if (session.status !== 'open' || !order) throw new Refusal(`This checkout is ${session.status}.`);
  const customerId =
    session.customer ?? addCustomer(world, { email: session.customer_email ?? 'buyer@example.com' }).id;
  const customer = world.customers.need(customerId, 'customer');
  session.customer = customer.id;
  const { amount_total: amount, currency } = session;
  if (card === 'declined') return charged(world, { amount, currency, customer: customer.id }, card).paid;
  const subscription = addSubscription(world, customer.id, order);
  const invoice = bill(world, subscription, 'subscription_create', fullLines(subscription), 'good');
  Object.assign(session, {
    customer_details: { email: customer.email, name: customer.name, phone: null, tax_exempt: 'none', tax_ids: [] },
    invoice: invoice.id,
    payment_status: 'paid',
    status: 'complete',
    subscription: subscription.id,
    url: null,
  });
  world.emit('checkout.session.completed', session);
  const charge = world.chargeOf.get(invoice);
  if (card === 'fraud' && charge) addWarning(world, charge);
  return true;
};

/** Closes a page that nobody paid on. Throws a `Refusal` when somebody did, or it is closed already. */
export const expireSession = (world: World, session: Session): Session => {
  if (session.status !== 'open')
    throw new Refusal(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
    );
  session.status = 'expired';
  session.url = null;
  world.emit('checkout.session.expired', session);
  return session;
};

/** Closes the pages whose time is over. */
export const expireOldSessions = (world: World): void => {
  const now = world.now();
  for (const session of world.sessions.newestFirst())
    if (session.status === 'open' && session.expires_at <= now) expireSession(world, session);
};
