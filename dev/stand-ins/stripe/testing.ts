import { createServer } from 'node:http';
import { Stripe } from 'stripe';
import { listenOnLoopback } from '../../services/loopback.ts';
import { type StripeStandIn, type StripeStandInOptions, startStripe } from './server.ts';

const KEY = 'sk_test_1234567890abcdef';

/** The stand-in, the real SDK that talks to it, and what there is to buy. */
export interface Shop extends AsyncDisposable {
  readonly standIn: StripeStandIn;
  readonly stripe: Stripe;
  readonly product: Stripe.Product;
  readonly monthly: Stripe.Price;
  readonly yearly: Stripe.Price;
}

export const clientOf = (standIn: StripeStandIn, config: Stripe.StripeConfig = {}, key = KEY): Stripe => {
  const { hostname, port } = new URL(standIn.url);
  return new Stripe(key, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0, timeout: 5000, ...config });
};

export const openShop = async (options: StripeStandInOptions = {}): Promise<Shop> => {
  const standIn = await startStripe({ keys: [KEY], retryMs: 0.1, ...options });
  const stripe = clientOf(standIn);
  const product = await stripe.products.create({ name: 'OddsTracker <Core>', metadata: { oddstracker_tier: 'core' } });
  const priced = (interval: 'month' | 'year', unit_amount: number) =>
    stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount,
      recurring: { interval },
      lookup_key: `oddstracker_core_${interval}`,
      metadata: { oddstracker_tier: 'core' },
    });
  const monthly = await priced('month', 1900);
  const yearly = await priced('year', 19_000);
  return { standIn, stripe, product, monthly, yearly, [Symbol.asyncDispose]: () => standIn.stop() };
};

export const openCheckout = async (
  { stripe, monthly }: Shop,
  more: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Promise<Stripe.Checkout.Session> => {
  const customer = await stripe.customers.create({ metadata: { discord_user_id: '42' } });
  return await stripe.checkout.sessions.create({
    mode: 'subscription',
    customer: customer.id,
    client_reference_id: '42',
    line_items: [{ price: monthly.id, quantity: 1 }],
    allow_promotion_codes: true,
    metadata: { discord_user_id: '42' },
    subscription_data: { metadata: { discord_user_id: '42' } },
    success_url: 'http://app.example/success?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://app.example/cancelled',
    ...more,
  });
};

/** A customer with a subscription that is paid for. */
export const subscribe = async (shop: Shop): Promise<Stripe.Subscription> => {
  const session = await openCheckout(shop);
  shop.standIn.pay(session.id);
  const { subscription } = await shop.stripe.checkout.sessions.retrieve(session.id);
  return await shop.stripe.subscriptions.retrieve(String(subscription));
};

interface Received {
  readonly body: string;
  readonly signature: string;
}

/** What events are sent to. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly Received[];
  /** Of those that carry a good signature. */
  types(secret: string): readonly string[];
  /** The next requests are answered with that. */
  refuse(count: number, status?: number): void;
}

export const openReceiver = async (): Promise<Receiver> => {
  const received: Received[] = [];
  const refusals: number[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const status = refusals.pop();
    if (status === undefined)
      received.push({
        body: Buffer.concat(chunks).toString('utf8'),
        signature: String(request.headers['stripe-signature']),
      });
    response.writeHead(status ?? 200).end();
  });
  const port = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    types: (secret) =>
      received.map(({ body, signature }) => Stripe.webhooks.constructEvent(body, signature, secret).type),
    refuse: (count, status = 500) => refusals.push(...Array.from({ length: count }, () => status)),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

/** The error that the SDK makes of an answer. */
export const errorOf = async (call: Promise<unknown>): Promise<InstanceType<typeof Stripe.errors.StripeError>> => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Stripe.errors.StripeError) return error;
  throw new Error(`expected a StripeError, not ${String(error)}`);
};
