import { createHash } from 'node:crypto';
import type { Stripe } from 'stripe';
import { BillingUnavailableError, type PaymentPages } from '../../ports/billing.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import {
  ATTEMPT,
  createdSchema,
  listOf,
  newSessionSchema,
  PRICE,
  portalSchema,
  type SessionAnswer,
  sessionSchema,
  USER_ID,
} from './answers.ts';
import type { Ask, Asking } from './ask.ts';
import { isRepeatedFailure } from './failures.ts';
import { askPrices, settingOf } from './prices.ts';
import type { Prices } from './subscription-facts.ts';

export interface PagesOptions {
  readonly prices: Prices;
  /** `bpc_…`; undefined: the account's default. */
  readonly portalConfiguration: string | undefined;
  /** Where people come back to, without a slash at its end. */
  readonly publicBaseUrl: string | undefined;
  readonly telemetry: Telemetry;
}

type Wish = Parameters<PaymentPages['checkoutUrl']>[0];

export const createPages = (asking: Asking, options: PagesOptions): PaymentPages => ({
  prices: () => asking((ask) => askPrices(ask, options.telemetry, options.prices)),
  createCustomer: (userId, former) =>
    asking(async (ask) => {
      // No name and no address: whoever pays gives them to Stripe, not to us.
      const parameters = { metadata: { [USER_ID]: userId } };
      const key = `oddstracker-customer-${userId}-${former ?? 'first'}`;
      const { id } = await createOnce(key, (idempotencyKey) =>
        ask('customers.create', createdSchema, (stripe) => stripe.customers.create(parameters, { idempotencyKey })),
      );
      return id;
    }),
  checkoutUrl: (wish) => asking((ask) => checkoutUrl(ask, options, wish)),
  portalUrl: (customerId) =>
    asking(async (ask) => {
      const { portalConfiguration: configuration } = options;
      const parameters = {
        customer: customerId,
        return_url: ownPage(options, 'back'),
        ...(configuration === undefined ? {} : { configuration }),
      };
      const { url } = await ask('billingPortal.sessions.create', portalSchema, (stripe) =>
        stripe.billingPortal.sessions.create(parameters),
      );
      return url;
    }),
});

function ownPage({ publicBaseUrl }: PagesOptions, name: 'success' | 'cancelled' | 'back'): string {
  if (publicBaseUrl === undefined)
    throw new Error('nobody could come back from Stripe: set PUBLIC_BASE_URL to the address of this app');
  return `${publicBaseUrl}/api/billing/${name}`;
}

/**
 * Opens the page first and closes those of older wishes then: of two wishes at the same moment, whichever Stripe took second sees the
 * other, so that one page is left on which somebody can pay: that of the last wish. It is the answer to an older one, too, if both are
 * for the same.
 */
async function checkoutUrl(ask: Ask, options: PagesOptions, wish: Wish): Promise<string> {
  const price = priceOf(options, wish);
  const parameters = checkoutParameters(options, wish, price);
  // From all that is asked for: Stripe refuses a key that comes again with something else.
  const key = `oddstracker-checkout-${hashOf([wish.attempt, parameters])}`;
  const page = await createOnce(key, (idempotencyKey) =>
    ask('checkout.sessions.create', newSessionSchema, (stripe) =>
      stripe.checkout.sessions.create(parameters, { idempotencyKey }),
    ),
  );
  const { data: open } = await ask('checkout.sessions.list', listOf(sessionSchema), (stripe) =>
    stripe.checkout.sessions.list({ customer: wish.customerId, status: 'open', limit: 100 }),
  );
  const own = { id: page.id, attempt: wish.attempt };
  const last = open.map(wishOf).reduce((newest, other) => (isOlder(newest, other) ? other : newest), own);
  await Promise.all(open.filter(({ id }) => id !== last.id).map(({ id }) => closePage(ask, id)));
  const left = open.find(({ id }) => id === last.id);
  return (left?.metadata?.[PRICE] === price ? left.url : undefined) ?? page.url;
}

interface WishedPage {
  readonly id: string;
  /** An interaction's id, digits only: the later the greater. Stripe dates by whole seconds. */
  readonly attempt: string;
}

const wishOf = ({ id, metadata }: SessionAnswer): WishedPage => ({ id, attempt: metadata?.[ATTEMPT] ?? '' });

/** Digits of the same length sort as numbers do; of one and the same wish the id decides. */
const isOlder = (a: WishedPage, b: WishedPage): boolean => {
  if (a.attempt.length !== b.attempt.length) return a.attempt.length < b.attempt.length;
  return a.attempt === b.attempt ? a.id < b.id : a.attempt < b.attempt;
};

function priceOf({ prices }: PagesOptions, { tier, interval }: Wish): string {
  const price = prices[tier][interval];
  if (price === undefined) throw new Error(`this is not for sale: set ${settingOf(tier, interval)}`);
  return price;
}

function checkoutParameters(
  options: PagesOptions,
  { userId, customerId, attempt }: Wish,
  price: string,
): Stripe.Checkout.SessionCreateParams {
  return {
    mode: 'subscription',
    customer: customerId,
    client_reference_id: userId,
    line_items: [{ price, quantity: 1 }],
    allow_promotion_codes: true,
    metadata: { [USER_ID]: userId, [PRICE]: price, [ATTEMPT]: attempt },
    subscription_data: { metadata: { [USER_ID]: userId } },
    success_url: ownPage(options, 'success'),
    cancel_url: ownPage(options, 'cancelled'),
  };
}

const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Stripe refuses to close what was paid or closed in the meantime: that is as good. */
async function closePage(ask: Ask, id: string): Promise<void> {
  try {
    await ask('checkout.sessions.expire', sessionSchema, (stripe) => stripe.checkout.sessions.expire(id));
  } catch (error) {
    if (error instanceof BillingUnavailableError) throw error;
    const { status } = await ask('checkout.sessions.retrieve', sessionSchema, (stripe) =>
      stripe.checkout.sessions.retrieve(id),
    );
    if (status === 'open') throw error;
  }
}

const MOST_KEYS = 3;

/**
 * Creates something under an idempotency key. Stripe repeats for a day whatever came first for a key, be it an error of its own:
 * then another key leads on, and to the same thing for everybody, because all meet the same errors.
 */
async function createOnce<T>(key: string, create: (key: string) => Promise<T>): Promise<T> {
  for (let number = 1; number < MOST_KEYS; number++) {
    try {
      return await create(number === 1 ? key : `${key}-${number}`);
    } catch (error) {
      if (!isRepeatedFailure(error)) throw error;
    }
  }
  return create(`${key}-${MOST_KEYS}`);
}
