import { z } from 'zod';
import { marketTypeSchema, sportEventSchema } from '../market/market.ts';
import type { Settlement } from './settlement.ts';
import { alertTypeSchema, levelSchema, outcomePriceSchema, type Signal } from './signal.ts';

/** What a list of signals shows of one: small, and written once. */
export const recentSignalSchema = z.object({
  signalId: z.string().min(1).max(64),
  event: sportEventSchema,
  market: marketTypeSchema,
  offer: outcomePriceSchema,
  type: alertTypeSchema,
  level: levelSchema,
  /** Epoch ms. */
  detectedAt: z.number().int(),
});
export type RecentSignal = z.infer<typeof recentSignalSchema>;

export const recentOf = ({ id, event, market, offer, type, level, detectedAt }: Signal): RecentSignal => {
  const { book, outcome, point, price } = offer;
  return { signalId: id, event, market, offer: { book, outcome, point, price }, type, level, detectedAt };
};

/** How far a signal has come. */
export type SignalState =
  /** Its event has not begun. */
  | { readonly kind: 'open' }
  /** Its event has begun, and what the market closed at is not found out yet. */
  | { readonly kind: 'closing' }
  | { readonly kind: 'settled'; readonly clv: number }
  /** There is no closing line to judge it by. */
  | { readonly kind: 'unjudged'; readonly reason: string };

/** @param now epoch ms */
export function stateOf(
  { event }: { readonly event: Pick<Signal['event'], 'commenceTime'> },
  settlement: Settlement | undefined,
  now: number,
): SignalState {
  if (!settlement) return { kind: now < event.commenceTime ? 'open' : 'closing' };
  const { clv, reason = 'unknown' } = settlement;
  return clv === null ? { kind: 'unjudged', reason } : { kind: 'settled', clv };
}
