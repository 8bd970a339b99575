import { z } from 'zod';
import { addPrice, addProduct, takeLookupKey } from '../catalogue.ts';
import { change } from '../change.ts';
import { mergeMetadata } from '../metadata.ts';
import { amount, emptyable, flag, list, metadata, paging, text, whole } from '../parameters.ts';
import { invalid } from '../refusal.ts';
import type { Price, Product } from '../rows.ts';
import type { World } from '../world.ts';
import { listRoute, meets, type Route, route } from './route.ts';

const none = z.strictObject({});
const lookupKey = text.max(200);

const newProduct = z.strictObject({
  active: flag.optional(),
  description: text.optional(),
  id: text.optional(),
  metadata: metadata.optional(),
  name: text,
});

const productChanges = z.strictObject({
  active: flag.optional(),
  default_price: text.optional(),
  description: emptyable(text).optional(),
  metadata: metadata.optional(),
  name: text.optional(),
});

const newPrice = z.strictObject({
  active: flag.optional(),
  currency: z
    .string()
    .regex(/^[a-zA-Z]{3}$/)
    .transform((currency) => currency.toLowerCase()),
  lookup_key: lookupKey.optional(),
  metadata: metadata.optional(),
  nickname: text.optional(),
  product: text,
  recurring: z
    .strictObject({
      interval: z.enum(['day', 'week', 'month', 'year']),
      interval_count: whole.pipe(z.number().min(1).max(36)).optional(),
    })
    .optional(),
  transfer_lookup_key: flag.optional(),
  unit_amount: amount.pipe(z.number().max(99_999_999)),
});

const priceChanges = z.strictObject({
  active: flag.optional(),
  lookup_key: lookupKey.optional(),
  metadata: metadata.optional(),
  nickname: text.optional(),
  transfer_lookup_key: flag.optional(),
});

const changeProduct = (world: World, wish: z.output<typeof productChanges>, id: string): Product => {
  const product = world.products.need(id);
  const { metadata: given, default_price, ...fields } = wish;
  if (default_price !== undefined && world.prices.need(default_price, 'default_price').product !== id)
    throw invalid(`The price ${default_price} belongs to another product.`, 'default_price');
  change(world, product, 'product.updated', {
    ...defined({ ...fields, default_price }),
    metadata: mergeMetadata(product.metadata, given),
    updated: world.now(),
  });
  return product;
};

const changePrice = (world: World, wish: z.output<typeof priceChanges>, id: string): Price => {
  const price = world.prices.need(id);
  if (wish.active === false && world.products.get(price.product)?.default_price === id)
    throw invalid('This price cannot be archived because it is the default price of its product.', 'active');
  const { lookup_key: before } = price;
  takeLookupKey(world, price, wish.lookup_key, wish.transfer_lookup_key);
  const { lookup_key: after } = price;
  // Put back for a moment, so that the event tells what was before.
  price.lookup_key = before;
  change(world, price, 'price.updated', {
    ...defined({ active: wish.active, nickname: wish.nickname }),
    lookup_key: after,
    metadata: mergeMetadata(price.metadata, wish.metadata),
  });
  return price;
};

const defined = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

export const CATALOGUE_ROUTES: readonly Route[] = [
  route('POST', '/v1/products', newProduct, addProduct),
  route('GET', '/v1/products/:id', none, ({ products }, _, id) => products.need(id)),
  route('POST', '/v1/products/:id', productChanges, changeProduct),
  listRoute(
    '/v1/products',
    z.strictObject({ ...paging, active: flag.optional(), ids: list(text).optional() }),
    ({ products }) => products,
    (row, { active, ids }) => meets(active, row.active) && (ids?.includes(row.id) ?? true),
  ),
  route('POST', '/v1/prices', newPrice, addPrice),
  route('GET', '/v1/prices/:id', none, ({ prices }, _, id) => prices.need(id)),
  route('POST', '/v1/prices/:id', priceChanges, changePrice),
  listRoute(
    '/v1/prices',
    z.strictObject({
      ...paging,
      active: flag.optional(),
      currency: text.optional(),
      lookup_keys: list(lookupKey).pipe(z.array(z.string()).max(10)).optional(),
      product: text.optional(),
      type: z.enum(['one_time', 'recurring']).optional(),
    }),
    ({ prices }) => prices,
    (row, { active, currency, lookup_keys: keys, product, type }) =>
      meets(active, row.active) &&
      meets(currency, row.currency) &&
      meets(product, row.product) &&
      meets(type, row.recurring ? 'recurring' : 'one_time') &&
      (keys === undefined || (row.lookup_key !== null && keys.includes(row.lookup_key))),
  ),
];
