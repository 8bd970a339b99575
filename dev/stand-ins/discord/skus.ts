import { json } from '../reply.ts';
import { errorReply } from './errors.ts';
import type { Route } from './route.ts';
import type { Sku } from './shop.ts';

const SUBSCRIPTION = 5;
const SUBSCRIPTION_GROUP = 6;
/** Available, and bought by users for themselves. */
const FLAGS = 4 | 256;

interface SkuParts {
  readonly applicationId: string;
  readonly skus: readonly Sku[];
}

/** Discord makes a group of the same name for each subscription. */
const views = ({ applicationId, skus }: SkuParts) =>
  skus.flatMap(({ id, name }) => {
    const slug = name.toLowerCase().replaceAll(/\W+/g, '-');
    const sku = { application_id: applicationId, name, slug, dependent_sku_id: null, flags: FLAGS };
    return [
      { id: String(BigInt(id) + 1n), type: SUBSCRIPTION_GROUP, ...sku },
      { id, type: SUBSCRIPTION, ...sku },
    ];
  });

/** The endpoint that lists what the application sells. */
export const skuRoutes = (parts: SkuParts): readonly Route[] => [
  {
    method: 'GET',
    path: /^\/applications\/(\d+)\/skus$/,
    limit: { name: 'GET /applications/:id/skus', limit: 5, perMs: 5000 },
    answer: ([applicationId]) => (applicationId === parts.applicationId ? json(200, views(parts)) : errorReply(20012)),
  },
];
