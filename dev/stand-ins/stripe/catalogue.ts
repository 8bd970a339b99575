import { BLANK_PRICE, BLANK_PRODUCT } from './blanks.ts';
import { mergeMetadata } from './metadata.ts';
import { invalid } from './refusal.ts';
import type { Metadata, Price, Product, Recurring } from './rows.ts';
import type { World } from './world.ts';

interface NewProduct {
  readonly id?: string | undefined;
  readonly name: string;
  readonly active?: boolean | undefined;
  readonly description?: string | undefined;
  readonly metadata?: Metadata | null | undefined;
}

export const addProduct = (world: World, wish: NewProduct): Product => {
  if (wish.id !== undefined && world.products.get(wish.id))
    throw invalid('Product already exists.', 'id', 'resource_already_exists');
  const product = world.products.add({
    ...BLANK_PRODUCT,
    id: wish.id ?? world.nextId('prod'),
    object: 'product',
    active: wish.active ?? true,
    created: world.now(),
    default_price: null,
    description: wish.description ?? null,
    metadata: mergeMetadata({}, wish.metadata),
    name: wish.name,
    updated: world.now(),
  });
  world.emit('product.created', product);
  return product;
};

interface NewPrice {
  readonly product: string;
  readonly currency: string;
  readonly unit_amount: number;
  readonly active?: boolean | undefined;
  readonly recurring?:
    | { readonly interval: Recurring['interval']; readonly interval_count?: number | undefined }
    | undefined;
  readonly lookup_key?: string | undefined;
  readonly transfer_lookup_key?: boolean | undefined;
  readonly nickname?: string | undefined;
  readonly metadata?: Metadata | null | undefined;
}

export const addPrice = (world: World, wish: NewPrice): Price => {
  world.products.need(wish.product, 'product');
  const price: Price = {
    ...BLANK_PRICE,
    id: world.nextId('price'),
    object: 'price',
    active: wish.active ?? true,
    created: world.now(),
    currency: wish.currency,
    lookup_key: null,
    metadata: mergeMetadata({}, wish.metadata),
    nickname: wish.nickname ?? null,
    product: wish.product,
    recurring: wish.recurring ? recurringOf(wish.recurring) : null,
    ...{ type: wish.recurring ? 'recurring' : 'one_time', unit_amount_decimal: String(wish.unit_amount) },
    unit_amount: wish.unit_amount,
  };
  takeLookupKey(world, price, wish.lookup_key, wish.transfer_lookup_key);
  world.prices.add(price);
  world.emit('price.created', price);
  return price;
};

const recurringOf = ({ interval, interval_count = 1 }: NonNullable<NewPrice['recurring']>) => ({
  interval,
  interval_count,
  meter: null,
  trial_period_days: null,
  usage_type: 'licensed',
});

/** A key leads to one price at most: it has to be free, or to be taken away from the other one. */
export const takeLookupKey = (
  world: World,
  price: Price,
  key: string | undefined,
  mayTake: boolean | undefined,
): void => {
  if (key === undefined) return;
  const owner = world.prices.newestFirst().find((other) => other.lookup_key === key && other !== price);
  if (owner && !mayTake)
    throw invalid(
      `A price (\`${owner.id}\`) already uses that lookup key. Pass transfer_lookup_key to move it to this one.`,
      'lookup_key',
      'resource_already_exists',
    );
  if (owner) {
    owner.lookup_key = null;
    world.emit('price.updated', owner, { lookup_key: key });
  }
  price.lookup_key = key;
};
