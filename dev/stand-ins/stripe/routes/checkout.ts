import { z } from 'zod';
import { addSession, expireSession } from '../checkout.ts';
import { flag, list, metadata, paging, text, webAddress, whole } from '../parameters.ts';
import { listRoute, meets, type Route, route } from './route.ts';

const none = z.strictObject({});

const newSession = z.strictObject({
  allow_promotion_codes: flag.optional(),
  cancel_url: webAddress.optional(),
  client_reference_id: text.max(200).optional(),
  customer: text.optional(),
  customer_email: text.pipe(z.email()).optional(),
  expires_at: whole.optional(),
  line_items: list(z.strictObject({ price: text, quantity: whole.pipe(z.number().min(1)).optional() })).pipe(
    z.array(z.custom<{ price: string; quantity?: number | undefined }>()).min(1).max(20),
  ),
  locale: text.optional(),
  metadata: metadata.optional(),
  mode: z.enum(['subscription']),
  payment_method_collection: z.enum(['always']).optional(),
  subscription_data: z
    .strictObject({ description: text.max(500).optional(), metadata: metadata.optional() })
    .optional(),
  success_url: webAddress,
  ui_mode: z.enum(['hosted_page']).optional(),
});

export const CHECKOUT_ROUTES: readonly Route[] = [
  route('POST', '/v1/checkout/sessions', newSession, addSession),
  route('GET', '/v1/checkout/sessions/:id', none, ({ sessions }, _, id) => sessions.need(id)),
  route('POST', '/v1/checkout/sessions/:id/expire', none, (world, _, id) =>
    expireSession(world, world.sessions.need(id)),
  ),
  listRoute(
    '/v1/checkout/sessions',
    z.strictObject({
      ...paging,
      customer: text.optional(),
      status: z.enum(['open', 'complete', 'expired']).optional(),
      subscription: text.optional(),
    }),
    ({ sessions }) => sessions,
    (row, { customer, status, subscription }) =>
      meets(customer, row.customer) && meets(status, row.status) && meets(subscription, row.subscription),
  ),
];
