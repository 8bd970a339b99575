import { TIER } from '../../shared/adapters/stripe/answers.ts';
import { benefitLines } from '../../shared/discord/benefit-words.ts';
import { TIERS, type Tier } from '../../shared/domain/account/tier.ts';
import type { Listener } from '../setup/report.ts';
import type { Present } from './present.ts';
import type { Product } from './schemas.ts';
import type { Shop } from './shop.ts';
import { nameOf, type PerTier } from './tiers.ts';

interface ProductsRequest {
  readonly shop: Shop;
  readonly present: Present['products'];
  readonly tell: Listener;
}

/** The tiers' products: what is there is corrected, what is not is made. */
export async function ensureProducts(request: ProductsRequest): Promise<PerTier<Product>> {
  const made: [Tier, Product][] = [];
  for (const tier of TIERS) made.push([tier, await ensureProduct(request, tier)]);
  return Object.fromEntries(made) as Record<Tier, Product>;
}

async function ensureProduct({ shop, present, tell }: ProductsRequest, tier: Tier): Promise<Product> {
  const name = `OddsTracker ${nameOf(tier)}`;
  // What stands beside the price when somebody pays.
  const description = benefitLines(tier).join(' · ');
  const product = present[tier];
  const what = `product ${name}`;
  if (!product) {
    const made = await shop.createProduct({ name, description, metadata: { [TIER]: tier } });
    tell.step({ outcome: 'created', what });
    return made;
  }
  const isRight = product.active && product.name === name && product.description === description;
  const after = isRight ? product : await shop.updateProduct(product.id, { name, description, active: true });
  tell.step({ outcome: isRight ? 'already right' : 'changed', what });
  return after;
}
