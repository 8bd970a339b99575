import { z } from 'zod';
import type { Documents, Key } from '../../ports/documents.ts';

const userId = z.string().regex(/^\d{1,20}$/);

/**
 * That a user has ever had to do with money: the list by which all of them are found. Partition: {@link EVERYBODY}. Beside it, in
 * {@link ENDING}, those whose subscription ends by time alone.
 */
export const subscriberSchema = z.object({
  userId,
  since: z.number().int(),
  /** Epoch ms; only in {@link ENDING}. */
  endsAt: z.number().int().optional(),
});
export type Subscriber = z.infer<typeof subscriberSchema>;
export const EVERYBODY = 'all';
export const subscriberKey = (id: string): Key => ({ id, partition: EVERYBODY });
export const ENDING = 'ending';
export const endKey = (id: string): Key => ({ id, partition: ENDING });

/** Whose a customer of Stripe's is: the first user that is seen with it, for ever. Key: the customer's id, twice. */
export const stripeCustomerSchema = z.object({ userId, since: z.number().int() });
export type StripeCustomer = z.infer<typeof stripeCustomerSchema>;
export const customerKey = (id: string): Key => ({ id, partition: id });

/** What an operator has to look at. Partition: {@link OPEN}. */
export const billingCaseSchema = z.object({
  kind: z.enum([
    'early-fraud-warning',
    'dispute',
    'foreign-customer',
    'second-customer',
    'unknown-customer',
    'two-subscriptions',
    'paid-while-suspended',
  ]),
  customerId: z.string().max(255),
  userId: userId.optional(),
  at: z.number().int(),
});
export type BillingCase = z.infer<typeof billingCaseSchema>;
export const OPEN = 'open';
/** `about`: Stripe's id of what happened, so that it stands there once. */
export const caseKey = (about: string): Key => ({ id: about, partition: OPEN });
/** That somebody closed a case, without whose it was: what gave rise to it stands at Stripe for ever. */
export const closedKey = (about: string): Key => ({ id: about, partition: 'closed' });

export interface BillingRecords {
  readonly subscribers: Documents<Subscriber>;
  readonly customers: Documents<StripeCustomer>;
  readonly cases: Documents<BillingCase>;
}
