import { z } from 'zod';
import { tierSchema } from './tier.ts';

/** A subscription at Stripe, as far as we look at it. All times in epoch ms. */
export const stripeSubscriptionSchema = z.object({
  id: z.string().min(1).max(255),
  /** Stripe's own word; which of them open anything, `entitlement.ts` says. */
  status: z.string().max(40),
  /** Absent: its price is none of ours. */
  tier: tierSchema.optional(),
  /** When the period ends that was paid for last. */
  periodEnd: z.number().int().optional(),
  /** When it ends for good, if it was cancelled. */
  endsAt: z.number().int().optional(),
  /** Since when money is owed: when the oldest of its open invoices was made. */
  overdueSince: z.number().int().optional(),
});
export type StripeSubscription = z.infer<typeof stripeSubscriptionSchema>;

export const MOST_SUBSCRIPTIONS = 10;

/** What Stripe said last of the one customer that a user is. */
export const stripeFactsSchema = z.object({
  customerId: z.string().min(1).max(255),
  /** Deleted at Stripe: whoever buys again becomes a new customer. */
  isDeleted: z.boolean(),
  subscriptions: z.array(stripeSubscriptionSchema).max(MOST_SUBSCRIPTIONS),
});
export type StripeFacts = z.infer<typeof stripeFactsSchema>;

export const MOST_CUSTOMERS = 20;

/** All customers that somebody has been, with another one; of too many the oldest goes. */
export const withCustomer = (customers: readonly string[], customerId: string): string[] =>
  customers.includes(customerId) ? [...customers] : [...customers, customerId].slice(-MOST_CUSTOMERS);

/** What was bought inside Discord (a Premium App entitlement to one of our SKUs). */
export const discordEntitlementSchema = z.object({
  id: z.string().regex(/^\d{1,20}$/),
  tier: tierSchema,
  startsAt: z.number().int().optional(),
  endsAt: z.number().int().optional(),
});
export type DiscordEntitlement = z.infer<typeof discordEntitlementSchema>;

export const MOST_ENTITLEMENTS = 10;

/** A payment that its card's owner did not make, or took back: nothing is open until an operator lifts it. */
export const suspensionSchema = z.object({
  /** Stripe's id of the warning or the dispute. */
  id: z.string().min(1).max(255),
  kind: z.enum(['early-fraud-warning', 'dispute']),
  at: z.number().int(),
  liftedAt: z.number().int().optional(),
});
export type Suspension = z.infer<typeof suspensionSchema>;

export const MOST_SUSPENSIONS = 20;

/** All that a tier follows from. */
export interface BillingFacts {
  readonly stripe?: StripeFacts | undefined;
  readonly discordEntitlements: readonly DiscordEntitlement[];
  readonly suspensions: readonly Suspension[];
}
