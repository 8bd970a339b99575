import { TIERS } from '../../shared/domain/account/tier.ts';
import type { Listener } from '../setup/report.ts';
import type { Portal, Price, Product } from './schemas.ts';
import type { Shop } from './shop.ts';
import { MADE_MARK, type PerPrice, type PerTier } from './tiers.ts';

interface PortalRequest {
  readonly shop: Shop;
  readonly present: Portal | undefined;
  readonly products: PerTier<Product>;
  readonly prices: PerPrice<Price>;
  /** Of the app. Undefined: where people come back to is left as it is, and no portal is made. */
  readonly url: string | undefined;
  readonly tell: Listener;
}

/**
 * The customer portal's configuration, with exactly our prices. What is not said here (whether a downgrade waits for the period's
 * end, the look, the links) an operator may choose in the Dashboard: it stays. Answers its id.
 */
export async function ensurePortal(request: PortalRequest): Promise<string | undefined> {
  const { shop, present, products, prices, url, tell } = request;
  const what = 'customer portal: change tier or interval, cards, invoices, end';
  const features = featuresOf(products, prices);
  if (!present) {
    if (url === undefined) return undefined;
    const made = await shop.createPortal({
      name: 'OddsTracker',
      features,
      default_return_url: returnUrl(url),
      metadata: { [MADE_MARK]: 'portal' },
    });
    tell.step({ outcome: 'created', what });
    return made.id;
  }
  const isThere = url === undefined || present.default_return_url === returnUrl(url);
  const isRight = present.active && isThere && hasFeatures(present, features);
  if (!isRight)
    await shop.updatePortal(present.id, {
      active: true,
      features,
      ...(url === undefined ? {} : { default_return_url: returnUrl(url) }),
    });
  tell.step({ outcome: isRight ? 'already right' : 'changed', what });
  return present.id;
}

const returnUrl = (url: string): string => `${url}/api/billing/back`;

type Features = ReturnType<typeof featuresOf>;

const featuresOf = (products: PerTier<Product>, prices: PerPrice<Price>) => ({
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true },
  // What is paid for stays open.
  subscription_cancel: { enabled: true, mode: 'at_period_end' as const },
  subscription_update: {
    enabled: true,
    default_allowed_updates: ['price' as const],
    // The difference is charged at once: on the next invoice, Sharp could be used for a year, left again, and never be paid for.
    // What a downgrade gives back is credit for the next invoices.
    proration_behavior: 'always_invoice' as const,
    products: TIERS.map((tier) => ({
      product: products[tier].id,
      prices: [prices[tier].month.id, prices[tier].year.id],
    })),
  },
});

const hasFeatures = ({ features: present }: Portal, wished: Features): boolean =>
  present.invoice_history.enabled &&
  present.payment_method_update.enabled &&
  present.subscription_cancel.enabled &&
  present.subscription_cancel.mode === wished.subscription_cancel.mode &&
  present.subscription_update.enabled &&
  present.subscription_update.proration_behavior === wished.subscription_update.proration_behavior &&
  present.subscription_update.default_allowed_updates.join() === 'price' &&
  offersOf(present.subscription_update.products ?? []) === offersOf(wished.subscription_update.products);

/** The same text for the same offers, in whatever order. */
const offersOf = (products: readonly { readonly product: string; readonly prices: readonly string[] }[]): string =>
  products
    .map(({ product, prices }) => `${product}: ${prices.toSorted().join(' ')}`)
    .toSorted()
    .join('\n');
