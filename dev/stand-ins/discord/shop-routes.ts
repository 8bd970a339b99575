import { z } from 'zod';
import { json, type Reply } from '../reply.ts';
import { errorReply } from './errors.ts';
import type { Route } from './route.ts';
import { readForm } from './schema-faults.ts';
import { type Entitlement, hasEnded, type Shop } from './shop.ts';

interface ShopRouteParts {
  readonly shop: Shop;
  readonly applicationId: string;
  readonly now: () => number;
}

const id = z.string().regex(/^\d{1,20}$/);
/** Booleans in a query: `true` and `1`, `false` and `0`. */
const flag = z.enum(['true', 'false', '1', '0']).transform((written) => written === 'true' || written === '1');
const querySchema = z.object({
  user_id: id.optional(),
  sku_ids: z
    .string()
    .transform((written) => written.split(','))
    .pipe(z.array(id).max(100))
    .optional(),
  before: id.optional(),
  after: id.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(100),
  exclude_ended: flag.default(false),
  exclude_deleted: flag.default(true),
});
type Query = z.infer<typeof querySchema>;

const isAsked = (entitlement: Entitlement, query: Query, now: number): boolean =>
  (query.user_id === undefined || entitlement.user_id === query.user_id) &&
  (query.sku_ids === undefined || query.sku_ids.includes(entitlement.sku_id)) &&
  (query.before === undefined || BigInt(entitlement.id) < BigInt(query.before)) &&
  (query.after === undefined || BigInt(entitlement.id) > BigInt(query.after)) &&
  !(query.exclude_ended && hasEnded(entitlement, now)) &&
  !(query.exclude_deleted && entitlement.deleted);

/** From the oldest where `after` says from where, else from the newest. */
const list = ({ shop, now }: ShopRouteParts, query: URLSearchParams): Reply => {
  const read = readForm(querySchema, Object.fromEntries(query));
  if ('refusal' in read) return read.refusal;
  const found = shop.entitlements().filter((entitlement) => isAsked(entitlement, read.value, now()));
  const ordered = read.value.after === undefined ? found.toReversed() : found;
  return json(200, ordered.slice(0, read.value.limit));
};

/** The endpoints of what is sold inside Discord. */
export const shopRoutes = (parts: ShopRouteParts): readonly Route[] => [
  {
    method: 'GET',
    path: /^\/applications\/(\d+)\/entitlements$/,
    limit: { name: 'GET /applications/:id/entitlements', limit: 10, perMs: 10_000 },
    answer: ([applicationId], _, { query }) =>
      applicationId === parts.applicationId ? list(parts, query) : errorReply(20012),
  },
];
