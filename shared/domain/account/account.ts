import { z } from 'zod';
import { eventIdSchema, marketTypeSchema } from '../market/market.ts';
import { alertTypeSchema, levelSchema } from '../signal/signal.ts';
import {
  discordEntitlementSchema,
  MOST_CUSTOMERS,
  MOST_ENTITLEMENTS,
  MOST_SUSPENSIONS,
  stripeFactsSchema,
  suspensionSchema,
} from './billing-facts.ts';
import { tierSchema } from './tier.ts';

/** What a user asked to be told of. An absent part matches everything. */
export const watchSchema = z.object({
  id: z.string().min(1).max(64),
  league: z.string().max(64).optional(),
  /** One game; it stands with its league. */
  event: z.object({ id: eventIdSchema, label: z.string().max(210), commenceTime: z.number().int() }).optional(),
  /** Part of a team's name, compared without regard to case. */
  team: z.string().min(1).max(100).optional(),
  types: z.array(alertTypeSchema).min(1).optional(),
  leastLevel: levelSchema,
});
export type Watch = z.infer<typeof watchSchema>;

/** Asking the runtime takes far longer than all else about a user, and all users together live in a few dozen zones. */
const knownZones = new Set<string>();

const isTimeZone = (zone: string): boolean => {
  if (knownZones.has(zone)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    return false;
  }
  knownZones.add(zone);
  return true;
};

/** An IANA name, e.g. `America/New_York`. */
export const timeZoneSchema = z.string().max(64).refine(isTimeZone, 'an IANA time zone, e.g. America/New_York');

/** A local time, `HH:MM`. */
export const localTimeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time like 23:00');

/** A window that ends before it begins spans midnight. */
const quietHoursSchema = z.object({ from: localTimeSchema, to: localTimeSchema, timeZone: timeZoneSchema });
export type QuietHours = z.infer<typeof quietHoursSchema>;

export const ODDS_FORMATS = ['decimal', 'american', 'fractional'] as const;
const oddsFormatSchema = z.enum(ODDS_FORMATS);
export type OddsFormat = z.infer<typeof oddsFormatSchema>;

/** A market of one game that a user wants to hear no more of. */
const muteSchema = z.object({ eventId: eventIdSchema, market: marketTypeSchema, until: z.number().int() });
export type Mute = z.infer<typeof muteSchema>;
export const MOST_MUTES = 50;

/** What a user changed last in the list of watches: whoever is asked the same again, e.g. after a crash, finds it done. */
const watchEditSchema = z.object({
  /** Discord's id of the interaction that asked for it. */
  by: z.string().regex(/^\d{1,20}$/),
  kind: z.enum(['added', 'removed']),
  watch: watchSchema,
});

/** What somebody has, and until when (epoch ms): see `entitlement.ts`. */
const subscriptionSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('none'),
    reason: z.enum(['suspended', 'payment-overdue', 'unknown-status', 'unknown-price']).optional(),
  }),
  z.object({
    status: z.literal('active'),
    tier: tierSchema,
    /** Absent: given by hand. */
    source: z.enum(['stripe', 'discord']).optional(),
    renewsAt: z.number().int().optional(),
    /** It was cancelled: it ends then. */
    endsAt: z.number().int().optional(),
    /** A payment failed: without one it ends then. */
    paymentDueBy: z.number().int().optional(),
  }),
]);
export type Subscription = z.infer<typeof subscriptionSchema>;

/** Something about the subscription that the user is still to be told. */
const noticeSchema = z.object({
  /** From what it says: telling it twice tells it once. */
  id: z.string().min(1).max(25),
  kind: z.enum(['welcome', 'changed', 'payment-failed', 'ended', 'suspended']),
  at: z.number().int(),
});
export type Notice = z.infer<typeof noticeSchema>;
export const MOST_NOTICES = 5;

export const userSchema = z.object({
  /** Discord user id. */
  id: z.string().regex(/^\d{1,20}$/),
  /** What the facts below came to when they were written. */
  subscription: subscriptionSchema,
  stripe: stripeFactsSchema.optional(),
  /** Every customer of Stripe's that this user has been. */
  customers: z.array(z.string().max(255)).max(MOST_CUSTOMERS).default([]),
  discordEntitlements: z.array(discordEntitlementSchema).max(MOST_ENTITLEMENTS).default([]),
  suspensions: z.array(suspensionSchema).max(MOST_SUSPENSIONS).default([]),
  notices: z.array(noticeSchema).max(MOST_NOTICES).default([]),
  watches: z.array(watchSchema).max(50),
  lastWatchEdit: watchEditSchema.optional(),
  directMessages: z.boolean(),
  /** Least minutes between two direct messages. */
  cooldownMinutes: z.number().int().min(0).max(1440),
  quietHours: quietHoursSchema.optional(),
  mutes: z.array(muteSchema).max(MOST_MUTES).default([]),
  oddsFormat: oddsFormatSchema.default('decimal'),
  /** In which this user reads times, where Discord does not do it by itself. */
  timeZone: timeZoneSchema.optional(),
  /** Lists of watchers in which a copy of this user may stand. */
  listedIn: z.array(z.string().max(64)).max(110).default([]),
});
export type User = z.infer<typeof userSchema>;

/** Somebody of whom nothing is known yet. */
export const newUser = (id: string): User => ({
  id,
  subscription: { status: 'none' },
  customers: [],
  discordEntitlements: [],
  suspensions: [],
  notices: [],
  watches: [],
  directMessages: true,
  cooldownMinutes: 0,
  mutes: [],
  oddsFormat: 'decimal',
  listedIn: [],
});
