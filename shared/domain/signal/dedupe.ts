import { z } from 'zod';
import type { MarketType, Outcome } from '../market/market.ts';
import { decimalOddsSchema } from '../odds/odds.ts';
import { type AlertType, alertTypeSchema, atLeast, type Level, levelSchema, outcomePriceSchema } from './signal.ts';

const DEDUPE_WINDOW_MS = 60 * 60_000;
/** Who did not take a price when told of it will not take it an hour later: the same price is news again after this long. */
const SAME_PRICE_MS = 12 * 60 * 60_000;

const MOST_TOLD = 8;
const TOLD_MS = 2 * DEDUPE_WINDOW_MS;

/** The last alert of one event, market and type: who holds the claim, at which level, since when, and the move it told of. */
export const claimSchema = z.object({
  signalId: z.string().max(64),
  /** Signals that passed for this key's market and type within the last two hours, this one included, newest last. */
  told: z.array(z.string().max(64)).min(1).max(MOST_TOLD),
  type: alertTypeSchema,
  level: levelSchema,
  /** `detectedAt` of the signal, epoch ms: content, not the wall clock, decides. */
  at: z.number().int(),
  /** Fair line of the consensus before and after the move. */
  from: z.number(),
  to: z.number(),
  /** Prices that were told, newest last. */
  prices: z
    .array(outcomePriceSchema.extend({ level: levelSchema, at: z.number().int() }))
    .max(MOST_TOLD)
    .default([]),
});
export type Claim = z.infer<typeof claimSchema>;

/** What a claim is made of. */
export interface Claimant extends Pick<Claim, 'signalId' | 'type' | 'level' | 'at'> {
  readonly offer: {
    readonly book: string;
    readonly outcome: Outcome;
    readonly point: number | null;
    readonly price: number;
  };
  /** Fair lines of the consensus before and after the move. */
  readonly move: { readonly from: number; readonly to: number };
}

export const claimBy = ({ signalId, type, level, at, offer, move: { from, to } }: Claimant): Claim => ({
  signalId,
  told: [signalId],
  type,
  level,
  at,
  from,
  to,
  prices: [
    {
      book: offer.book,
      outcome: offer.outcome,
      point: offer.point,
      price: decimalOddsSchema.parse(offer.price),
      level,
      at,
    },
  ],
});

/**
 * The claim that takes another's place. Messages may come out of order: the hour counts from the newest alert of the key; and a
 * reversal must find everybody who was told.
 */
export const succeeding = (held: Claim, mine: Claim): Claim => ({
  ...mine,
  at: Math.max(mine.at, held.at),
  told: mine.at - held.at < TOLD_MS ? [...held.told, ...mine.told].slice(-MOST_TOLD) : mine.told,
  prices: [...held.prices.filter(({ at }) => mine.at - at < SAME_PRICE_MS), ...mine.prices].slice(-MOST_TOLD),
});

export type DedupeDecision =
  | { readonly pass: true; readonly reason: 'first' | 'window-over' | 'escalation' | 'own-claim' }
  | { readonly pass: false; readonly reason: 'duplicate' | 'lower-level' | 'same-price' };

/** The key as operators read it in Redis and in logs. */
export const dedupeKey = (eventId: string, market: MarketType, type: AlertType, level: Level): string =>
  `${eventId}:${market}:${type}:${level}`;

/** Whether a signal may be sent, given the last claim of its event, market and type. Pure; the claim itself is etag-guarded. */
export function decideDedupe(
  held: Claim | undefined,
  mine: Pick<Claim, 'signalId' | 'level' | 'at' | 'prices'>,
): DedupeDecision {
  const { signalId, level, at } = mine;
  if (!held) return { pass: true, reason: 'first' };
  if (held.signalId === signalId) return { pass: true, reason: 'own-claim' };
  if (at - held.at >= DEDUPE_WINDOW_MS)
    return isTold(held, mine) ? { pass: false, reason: 'same-price' } : { pass: true, reason: 'window-over' };
  if (held.level === level) return { pass: false, reason: 'duplicate' };
  return atLeast(level, held.level) ? { pass: true, reason: 'escalation' } : { pass: false, reason: 'lower-level' };
}

/** Whether each of my prices, or a better one, was told at that level or a higher one. */
export const isTold = (
  { prices: told }: Claim,
  { prices, level, at }: Pick<Claim, 'prices' | 'level' | 'at'>,
): boolean =>
  prices.length > 0 &&
  prices.every((mine) =>
    told.some(
      (one) =>
        one.book === mine.book &&
        one.outcome === mine.outcome &&
        one.point === mine.point &&
        one.price >= mine.price &&
        atLeast(one.level, level) &&
        at - one.at < SAME_PRICE_MS,
    ),
  );
