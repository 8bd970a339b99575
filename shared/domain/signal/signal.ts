import { z } from 'zod';
import { marketTypeSchema, outcomeSchema, sportEventSchema } from '../market/market.ts';
import { decimalOddsSchema, probabilitySchema } from '../odds/odds.ts';

export const ALERT_TYPES = ['SharpActivity', 'SteamMove', 'ValueGap', 'KeyNumberCross', 'Reversal'] as const;
export const alertTypeSchema = z.enum(ALERT_TYPES);
export type AlertType = z.infer<typeof alertTypeSchema>;

export const LEVELS = ['Low', 'Medium', 'High'] as const;
export const levelSchema = z.enum(LEVELS);
export type Level = z.infer<typeof levelSchema>;

/** Whether `level` is `least` or higher. */
export const atLeast = (level: Level, least: Level): boolean => LEVELS.indexOf(level) >= LEVELS.indexOf(least);

const bookKeys = z.array(z.string().max(64)).max(60);

/** A price at a book. */
export const outcomePriceSchema = z.object({
  book: z.string().max(64),
  outcome: outcomeSchema,
  /** The outcome's own point (an away spread has the away side's sign); null for a moneyline. */
  point: z.number().nullable(),
  price: decimalOddsSchema,
});

/** The price to take: what a signal always names. */
const offerSchema = outcomePriceSchema.extend({
  /** When we first saw the book offer exactly this, epoch ms. */
  since: z.number().int(),
  /** When the provider last read it at the book, epoch ms; absent when it does not say. */
  readAt: z.number().int().optional(),
});

/** Who moved, who followed, who has not: book keys. */
const evidenceSchema = z.object({
  firstMovers: bookKeys,
  confirming: bookKeys,
  lagging: bookKeys,
  opposing: bookKeys,
  /** Books quoting this market now. */
  books: z.number().int().nonnegative(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/**
 * Where the consensus came from and where it is, in the market's own unit: the home point for a spread, points for a total,
 * the home side's fair probability for a moneyline. `since` and `until` are epoch ms.
 */
const consensusMoveSchema = z.object({
  from: z.number(),
  to: z.number(),
  since: z.number().int(),
  until: z.number().int(),
});

/** A signal: a price to take, why, and how sure we are that it beats the fair closing line. */
export const signalSchema = z.object({
  id: z.string().min(1).max(64),
  transitionId: z.string().min(1).max(64),
  type: alertTypeSchema,
  level: levelSchema,
  /** Claimed P(CLV > 0). */
  confidence: probabilitySchema,
  /** What the claim rests on, for a person, e.g. `alerts like this: 81 % beat the close, n = 412, settled`. */
  basis: z.string().max(200),
  /** Chance that the price still stands five minutes after it was found. */
  lasts: probabilitySchema.optional(),
  event: sportEventSchema,
  market: marketTypeSchema,
  offer: offerSchema,
  /** Fair probability of the offered outcome at its point, from the other books. */
  fairProbability: probabilitySchema,
  /** `price × fairProbability − 1`. */
  edge: z.number(),
  /** An edge too good to be likely: usually a mistake or a dead feed. */
  suspect: z.boolean(),
  move: consensusMoveSchema,
  evidence: evidenceSchema,
  /** When the poll that raised it was read, epoch ms. */
  detectedAt: z.number().int(),
  /** For a Reversal: the signals whose move turned back, one for each level that was told. */
  reverses: z.array(z.string().max(64)).min(1).max(8).optional(),
});
export type Signal = z.infer<typeof signalSchema>;
