import { z } from 'zod';

const id = z.string().min(1).max(255);
const metadata = z
  .record(z.string(), z.string())
  .nullish()
  .transform((entries) => entries ?? {});

export const accountSchema = z.object({
  id,
  settings: z.object({ dashboard: z.object({ display_name: z.string().nullish() }).nullish() }).nullish(),
});

export const productSchema = z.object({
  id,
  active: z.boolean(),
  name: z.string(),
  description: z.string().nullish(),
  default_price: id.nullish(),
  metadata,
});
export type Product = z.infer<typeof productSchema>;

export const priceSchema = z.object({
  id,
  active: z.boolean(),
  product: id,
  currency: z.string(),
  unit_amount: z.int().nullish(),
  lookup_key: z.string().nullish(),
  recurring: z.object({ interval: z.string(), interval_count: z.int() }).nullish(),
  metadata,
});
export type Price = z.infer<typeof priceSchema>;

export const portalSchema = z.object({
  id,
  active: z.boolean(),
  default_return_url: z.string().nullish(),
  features: z.object({
    invoice_history: z.object({ enabled: z.boolean() }),
    payment_method_update: z.object({ enabled: z.boolean() }),
    subscription_cancel: z.object({ enabled: z.boolean(), mode: z.string() }),
    subscription_update: z.object({
      enabled: z.boolean(),
      default_allowed_updates: z.array(z.string()),
      proration_behavior: z.string(),
      /** Only told when asked for. */
      products: z.array(z.object({ product: id, prices: z.array(id) })).nullish(),
    }),
  }),
  metadata,
});
export type Portal = z.infer<typeof portalSchema>;

export const endpointSchema = z.object({
  id,
  url: z.string(),
  status: z.string(),
  api_version: z.string().nullish(),
  enabled_events: z.array(z.string()),
  /** Told when it is made, and never again. */
  secret: z.string().optional(),
  metadata,
});
export type Endpoint = z.infer<typeof endpointSchema>;

export const eventsSchema = z.object({
  data: z.array(z.object({ id, type: z.string() })),
  has_more: z.boolean(),
});
export type Events = z.infer<typeof eventsSchema>;
