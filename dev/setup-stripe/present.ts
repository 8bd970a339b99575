import { TIER } from '../../shared/adapters/stripe/answers.ts';
import type { Endpoint, Portal, Price, Product } from './schemas.ts';
import type { Shop } from './shop.ts';
import { lookupKeyOf, MADE_MARK, OFFERS, type PerPrice, type PerTier, perPrice, perTier } from './tiers.ts';

/** What the account has of ours. */
export interface Present {
  readonly products: PerTier<Product | undefined>;
  /** Those that the lookup keys lead to. */
  readonly prices: PerPrice<Price | undefined>;
  /** Prices of ours that can still be bought, those above among them. */
  readonly onSale: readonly Price[];
  readonly portal: Portal | undefined;
  /** The one at the app's address. */
  readonly endpoint: Endpoint | undefined;
  /** Addresses of others that we made. */
  readonly otherEndpoints: readonly string[];
}

/**
 * Looks at everything before anything is changed. Throws, naming each, when there is more than one of what there has to be one of:
 * which is right, only a person can say.
 * @param endpointUrl where events are to be sent; undefined: not to be set up
 */
export async function lookAt(shop: Shop, endpointUrl: string | undefined): Promise<Present> {
  const allProducts = await shop.products();
  const allPrices = await shop.pricesByLookupKey(OFFERS.map(({ tier, interval }) => lookupKeyOf(tier, interval)));
  const portals = (await shop.portals()).filter(({ metadata }) => metadata[MADE_MARK] === 'portal');
  const allEndpoints = await shop.endpoints();
  const endpoints = allEndpoints.filter(({ url }) => url === endpointUrl);

  const problems: string[] = [];
  const only = <T extends { id: string }>(found: readonly T[], what: string, remedy: string): T | undefined => {
    const [first, second] = found;
    if (second) problems.push(`There are ${found.length} ${what}: ${found.map(({ id }) => id).join(', ')}. ${remedy}`);
    return first;
  };
  const products = perTier((tier) =>
    only(
      inUseOf(allProducts.filter(({ metadata }) => metadata[TIER] === tier)),
      `products with the metadata ${TIER}=${tier}`,
      'In the Dashboard, take that metadata away from those that are not the tier’s.',
    ),
  );
  const portal = only(
    inUseOf(portals),
    `portal configurations with the metadata ${MADE_MARK}=portal`,
    'Deactivate those that are not the app’s.',
  );
  const endpoint = only(
    endpoints,
    `webhook endpoints at ${endpointUrl}`,
    'Delete all but one in the Dashboard (Developers → Webhooks): the app knows the secret of one only.',
  );
  if (problems.length > 0) throw new Error(`${problems.join('\n')}\nNothing was changed. Then run this again.`);
  return {
    products,
    prices: perPrice((tier, interval) => allPrices.find(({ lookup_key: key }) => key === lookupKeyOf(tier, interval))),
    onSale: await pricesOnSale(shop, products),
    portal,
    endpoint,
    otherEndpoints: allEndpoints.flatMap(({ url, metadata }) =>
      metadata[MADE_MARK] === 'webhook' && url !== endpointUrl ? [url] : [],
    ),
  };
}

/** Those in use and, where there is none, those that are archived. */
const inUseOf = <T extends { active: boolean }>(found: readonly T[]): readonly T[] =>
  found.some(({ active }) => active) ? found.filter(({ active }) => active) : found;

/** A price that somebody added to a product by hand is not ours, and stays. */
async function pricesOnSale(shop: Shop, products: Present['products']): Promise<readonly Price[]> {
  const found: Price[] = [];
  for (const product of Object.values(products)) if (product) found.push(...(await shop.activePrices(product.id)));
  return found.filter(({ metadata }) => metadata[MADE_MARK] === 'price');
}
