import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { z } from 'zod';
import { isForbidden, isMissing, plainError } from './errors.ts';
import {
  accountSchema,
  type Endpoint,
  type Events,
  endpointSchema,
  eventsSchema,
  type Portal,
  type Price,
  type Product,
  portalSchema,
  priceSchema,
  productSchema,
} from './schemas.ts';

export interface StripeAccess {
  /** E.g. `https://api.stripe.com`. */
  readonly baseUrl: string;
  readonly key: string;
}

/** What the setup reads and writes at Stripe, and preflight reads. Each throws an Error in plain words when Stripe refuses or is not there. */
export interface Shop {
  /** Undefined: a restricted key that may not read it. */
  account(): Promise<{ readonly id: string; readonly name: string | undefined } | undefined>;
  /** Archived ones as well, here and below. */
  products(): Promise<readonly Product[]>;
  pricesByLookupKey(lookupKeys: readonly string[]): Promise<readonly Price[]>;
  /** Undefined: there is none of that id, or not for a key of this mode. */
  price(id: string): Promise<Price | undefined>;
  /** Those that are not archived. */
  activePrices(productId: string): Promise<readonly Price[]>;
  portals(): Promise<readonly Portal[]>;
  endpoints(): Promise<readonly Endpoint[]>;
  /** Events since then (epoch ms) that an endpoint has not taken: those on their way, and those that were given up. The newest 100. */
  untakenEvents(types: readonly string[], since: number): Promise<Events>;
  createProduct(product: Stripe.ProductCreateParams): Promise<Product>;
  updateProduct(id: string, changes: Stripe.ProductUpdateParams): Promise<Product>;
  createPrice(price: Stripe.PriceCreateParams & { readonly lookup_key: string }): Promise<Price>;
  updatePrice(id: string, changes: Stripe.PriceUpdateParams): Promise<Price>;
  createPortal(portal: Stripe.BillingPortal.ConfigurationCreateParams): Promise<Portal>;
  updatePortal(id: string, changes: Stripe.BillingPortal.ConfigurationUpdateParams): Promise<Portal>;
  createEndpoint(endpoint: Stripe.WebhookEndpointCreateParams): Promise<Endpoint>;
  updateEndpoint(id: string, changes: Stripe.WebhookEndpointUpdateParams): Promise<Endpoint>;
  deleteEndpoint(id: string): Promise<void>;
}

const clientFor = ({ baseUrl, key }: StripeAccess, timeout: number): Stripe => {
  const { protocol, hostname, port } = new URL(baseUrl);
  const isPlain = protocol === 'http:';
  return new Stripe(key, {
    host: hostname,
    port: port || (isPlain ? 80 : 443),
    protocol: isPlain ? 'http' : 'https',
    timeout,
    maxNetworkRetries: 1,
    telemetry: false,
  });
};

async function collect(pages: AsyncIterable<unknown>): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

/** @param timeoutMs how long one answer may take */
export const createShop = (access: StripeAccess, timeoutMs = 10_000): Shop => {
  const stripe = clientFor(access, timeoutMs);
  // An answer that was lost is asked for again under the same key, and nothing is made twice. The key ends with this run: one that
  // outlived it would bring back, for a day, what somebody has deleted meanwhile. The next run looks first.
  const runId = randomUUID();
  const once = (what: string): Stripe.RequestOptions => ({ idempotencyKey: `oddstracker-setup-${runId}-${what}` });

  /** @param doing what a person would call it, for errors */
  const ask = async <T>(doing: string, schema: z.ZodType<T>, call: () => Promise<unknown>): Promise<T> => {
    const answer = await call().catch((error: unknown) => {
      throw plainError(error, doing, { baseUrl: access.baseUrl, timeoutMs });
    });
    const parsed = schema.safeParse(answer);
    if (!parsed.success)
      throw new Error(`The answer of ${access.baseUrl} is not understood (${doing}): is STRIPE_API_BASE_URL right?`, {
        cause: parsed.error,
      });
    return parsed.data;
  };
  const all = <T>(doing: string, schema: z.ZodType<T>, list: () => AsyncIterable<unknown>): Promise<T[]> =>
    ask(doing, z.array(schema), () => collect(list()));

  return {
    account: async () => {
      try {
        const account = await ask('read the account', accountSchema, () => stripe.accounts.retrieveCurrent());
        return { id: account.id, name: account.settings?.dashboard?.display_name ?? undefined };
      } catch (error) {
        if (isForbidden(error)) return undefined;
        throw error;
      }
    },
    products: () => all('list the products', productSchema, () => stripe.products.list({ limit: 100 })),
    pricesByLookupKey: (lookupKeys) =>
      all('list the prices', priceSchema, () => stripe.prices.list({ lookup_keys: [...lookupKeys], limit: 100 })),
    price: async (id) => {
      try {
        return await ask(`read the price ${id}`, priceSchema, () => stripe.prices.retrieve(id));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    activePrices: (product) =>
      all('list the prices', priceSchema, () => stripe.prices.list({ product, active: true, limit: 100 })),
    portals: () =>
      all('list the portal configurations', portalSchema, () =>
        stripe.billingPortal.configurations.list({
          limit: 100,
          expand: ['data.features.subscription_update.products'],
        }),
      ),
    endpoints: () =>
      all('list the webhook endpoints', endpointSchema, () => stripe.webhookEndpoints.list({ limit: 100 })),
    untakenEvents: (types, since) =>
      ask('list the events', eventsSchema, () =>
        stripe.events.list({
          delivery_success: false,
          types: [...types],
          created: { gte: Math.floor(since / 1000) },
          limit: 100,
        }),
      ),
    createProduct: (product) =>
      ask(`create the product ${product.name}`, productSchema, () =>
        stripe.products.create(product, once(`product-${product.name}`)),
      ),
    updateProduct: (id, changes) =>
      ask(`change the product ${id}`, productSchema, () => stripe.products.update(id, changes)),
    createPrice: (price) =>
      ask(`create the price ${price.lookup_key}`, priceSchema, () =>
        stripe.prices.create(price, once(`price-${price.lookup_key}`)),
      ),
    updatePrice: (id, changes) => ask(`change the price ${id}`, priceSchema, () => stripe.prices.update(id, changes)),
    createPortal: (portal) =>
      ask('create the portal configuration', portalSchema, () =>
        stripe.billingPortal.configurations.create(portal, once('portal')),
      ),
    updatePortal: (id, changes) =>
      ask('change the portal configuration', portalSchema, () =>
        stripe.billingPortal.configurations.update(id, changes),
      ),
    createEndpoint: (endpoint) =>
      ask('create the webhook endpoint', endpointSchema, () =>
        stripe.webhookEndpoints.create(endpoint, once('endpoint')),
      ),
    updateEndpoint: (id, changes) =>
      ask('change the webhook endpoint', endpointSchema, () => stripe.webhookEndpoints.update(id, changes)),
    deleteEndpoint: async (id) => {
      await ask('delete the former webhook endpoint', z.unknown(), () => stripe.webhookEndpoints.del(id));
    },
  };
};
