import { z } from 'zod';
import { emptyable, flag, list, metadata, paging, text, webAddress } from '../parameters.ts';
import { addPortal, addPortalSession, changePortal } from '../portal.ts';
import { listRoute, meets, type Route, route } from './route.ts';

const none = z.strictObject({});
const proration = z.enum(['always_invoice', 'create_prorations', 'none']).optional();
const switched = z.strictObject({ enabled: flag });

const features = z.strictObject({
  customer_update: z
    .strictObject({
      allowed_updates: list(z.enum(['address', 'email', 'name', 'phone', 'shipping', 'tax_id'])).optional(),
      enabled: flag.optional(),
    })
    .optional(),
  invoice_history: switched.optional(),
  payment_method_update: switched.optional(),
  subscription_cancel: z
    .strictObject({
      enabled: flag.optional(),
      mode: z.enum(['at_period_end', 'immediately']).optional(),
      proration_behavior: proration,
    })
    .optional(),
  subscription_update: z
    .strictObject({
      default_allowed_updates: list(z.enum(['price', 'promotion_code', 'quantity'])).optional(),
      enabled: flag.optional(),
      products: list(z.strictObject({ prices: list(text), product: text }))
        .pipe(z.array(z.custom<{ prices: string[]; product: string }>()).max(10))
        .optional(),
      proration_behavior: proration,
    })
    .optional(),
});

const fields = {
  default_return_url: emptyable(webAddress).optional(),
  metadata: metadata.optional(),
  name: emptyable(text).optional(),
};

export const PORTAL_ROUTES: readonly Route[] = [
  route('POST', '/v1/billing_portal/configurations', z.strictObject({ ...fields, features }), addPortal),
  route('GET', '/v1/billing_portal/configurations/:id', none, ({ portals }, _, id) => portals.need(id)),
  route(
    'POST',
    '/v1/billing_portal/configurations/:id',
    z.strictObject({ ...fields, active: flag.optional(), features: features.optional() }),
    (world, wish, id) => changePortal(world, world.portals.need(id), wish),
  ),
  listRoute(
    '/v1/billing_portal/configurations',
    z.strictObject({ ...paging, active: flag.optional(), is_default: flag.optional() }),
    ({ portals }) => portals,
    (row, { active, is_default }) => meets(active, row.active) && meets(is_default, row.is_default),
  ),
  route(
    'POST',
    '/v1/billing_portal/sessions',
    z.strictObject({
      configuration: text.optional(),
      customer: text,
      locale: text.optional(),
      return_url: webAddress.optional(),
    }),
    addPortalSession,
  ),
];
