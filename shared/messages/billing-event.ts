import { z } from 'zod';

const tries = z.number().int().nonnegative().default(0);
/** When it came to us, epoch ms: a look that began later has seen it. Absent: nobody knows. */
const arrivedAt = z.number().int().nonnegative().optional();

/**
 * Queue `billing-events`: that something may have changed about what somebody paid for. It says nothing about what: that is asked
 * anew, so that the order of these messages does not matter.
 */
export const billingEventSchema = z.discriminatedUnion('kind', [
  /** Stripe sent an event. */
  z.object({
    v: z.literal(1),
    kind: z.literal('stripe'),
    eventId: z.string().regex(/^evt_\w{1,250}$/),
    type: z.string().max(100),
    arrivedAt,
    tries,
  }),
  /** Something else gives reason to look at a user, e.g. Discord's entitlement events. */
  z.object({
    v: z.literal(1),
    kind: z.literal('user'),
    userId: z.string().regex(/^\d{1,20}$/),
    why: z.string().max(40),
    /** What was paid for is on record by now: only roles and messages are still to follow. */
    areFactsKnown: z.literal(true).optional(),
    arrivedAt,
    tries,
  }),
]);
export type BillingEvent = z.infer<typeof billingEventSchema>;
