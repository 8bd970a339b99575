import { z } from 'zod';
import { alertTypeSchema, levelSchema } from '../signal/signal.ts';

export const TIERS = ['starter', 'core', 'sharp'] as const;
const tierSchema = z.enum(TIERS);
export type Tier = z.infer<typeof tierSchema>;

/** What a user asked to be told of. An absent part matches everything. */
export const watchSchema = z.object({
  id: z.string().min(1).max(64),
  league: z.string().max(64).optional(),
  /** Part of a team's name, compared without regard to case. */
  team: z.string().min(1).max(100).optional(),
  types: z.array(alertTypeSchema).min(1).optional(),
  leastLevel: levelSchema,
});
export type Watch = z.infer<typeof watchSchema>;

/** Local times `HH:MM`; a window that ends before it begins spans midnight. */
const quietHoursSchema = z.object({
  from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  to: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  /** IANA name, e.g. `America/New_York`. */
  timeZone: z.string().refine((zone) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone });
      return true;
    } catch {
      return false;
    }
  }, 'an IANA time zone, e.g. America/New_York'),
});
export type QuietHours = z.infer<typeof quietHoursSchema>;

const subscriptionSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none') }),
  z.object({ status: z.literal('active'), tier: tierSchema }),
]);
export type Subscription = z.infer<typeof subscriptionSchema>;

export const userSchema = z.object({
  /** Discord user id. */
  id: z.string().regex(/^\d{1,20}$/),
  subscription: subscriptionSchema,
  watches: z.array(watchSchema).max(50),
  directMessages: z.boolean(),
  /** Least minutes between two direct messages. */
  cooldownMinutes: z.number().int().min(0).max(1440),
  quietHours: quietHoursSchema.optional(),
});
export type User = z.infer<typeof userSchema>;
