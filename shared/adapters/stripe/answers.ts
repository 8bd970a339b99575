import { z } from 'zod';

const id = z.string().min(1).max(255);
/** Seconds since the epoch. */
const time = z.number().int();
export const msOf = (seconds: number): number => 1000 * seconds;

/** Another object, named or enclosed. */
const reference = z
  .union([id, z.object({ id })])
  .nullish()
  .transform((value) => (typeof value === 'object' ? value?.id : value));

/** What we put into the metadata of customers, checkouts and subscriptions: whose they are. */
export const USER_ID = 'discord_user_id';
/** What `setup:stripe` puts into the metadata of prices: what they are for. */
export const TIER = 'oddstracker_tier';
const metadata = z.record(z.string(), z.string()).nullish();

export const createdSchema = z.object({ id });

export const priceSchema = z.object({
  active: z.boolean(),
  currency: z.string().regex(/^[a-z]{3}$/),
  /** Null where the amount depends on something. */
  unit_amount: z.number().int().nullable(),
  recurring: z.object({ interval: z.string(), interval_count: z.number() }).nullable(),
});

export const customerSchema = z.union([
  z.object({ id, deleted: z.literal(true) }),
  z.object({ id, deleted: z.literal(false).optional(), metadata }),
]);

/** What we put into the metadata of a checkout: the id of what it sells. */
export const PRICE = 'price';
/** Which wish a page came of. */
export const ATTEMPT = 'attempt';

/** Pages that people pay on, or look after their payments. */
const url = z.url({ protocol: /^https?$/ });
export const portalSchema = z.object({ url });
export const newSessionSchema = z.object({ id, created: time, url });
/** Only an open one has an address. */
export const sessionSchema = z.object({
  id,
  created: time,
  status: z.string().nullable(),
  url: url.nullish(),
  metadata,
});
export type SessionAnswer = z.infer<typeof sessionSchema>;

export const listOf = <T>(item: z.ZodType<T>) => z.object({ data: z.array(item), has_more: z.boolean() });

export const subscriptionSchema = z.object({
  id,
  customer: reference,
  status: z.string(),
  created: time,
  cancel_at: time.nullish(),
  cancel_at_period_end: z.boolean().nullish(),
  ended_at: time.nullish(),
  items: z.object({
    data: z.array(
      z.object({ price: z.object({ id, metadata }), current_period_start: time, current_period_end: time }),
    ),
  }),
});
export type SubscriptionAnswer = z.infer<typeof subscriptionSchema>;

export const invoiceSchema = z.object({ id, created: time, amount_remaining: z.number() });

export const chargeSchema = z.object({ customer: reference });
/** A dispute or an early fraud warning, its charge enclosed. */
export const fraudSchema = z.object({ id, created: time, charge: chargeSchema });

/** What an event is about has different forms: of each what we look at. */
export const eventSchema = z.object({
  type: z.string(),
  data: z.object({
    object: z.object({
      id: id.optional(),
      created: time.optional(),
      customer: reference,
      charge: reference,
      mode: z.string().nullish(),
      client_reference_id: z.string().nullish(),
    }),
  }),
});
export type EventAnswer = z.infer<typeof eventSchema>;
