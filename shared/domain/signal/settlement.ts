import { z } from 'zod';
import type { Board } from '../market/board.ts';
import { MARKET_TYPES, type MarketType, type SportEvent, sportEventSchema } from '../market/market.ts';
import { probabilitySchema } from '../odds/odds.ts';
import {
  type ClosingLine,
  closingLine,
  closingLineSchema,
  closingLineValue,
  fairProbabilityOf,
  lastQuotes,
} from './closing-line.ts';
import type { Signal } from './signal.ts';

/** How the markets of an event closed. */
export const eventClosingSchema = z.object({
  event: sportEventSchema,
  /** The start that they closed at, epoch ms. */
  start: z.number().int(),
  /** When this was found out, epoch ms. */
  closedAt: z.number().int(),
  markets: z.object({
    moneyline: closingLineSchema.optional(),
    spread: closingLineSchema.optional(),
    total: closingLineSchema.optional(),
  }),
});
export type EventClosing = z.infer<typeof eventClosingSchema>;

/** What became of a signal's claim. */
export const settlementSchema = z.object({
  /** The start by which it was judged, epoch ms: when that moves, the signal is judged again. */
  start: z.number().int(),
  /** When it was judged, epoch ms. */
  at: z.number().int(),
  /** Closing line value of the price it named; null when there is no close to judge by. */
  clv: z.number().nullable(),
  /** Fair probability of its pick by the closing line. */
  closingProbability: probabilitySchema.nullable(),
  /** Why it could not be judged. */
  reason: z.string().max(40).optional(),
});
export type Settlement = z.infer<typeof settlementSchema>;

/**
 * The closing lines of an event's markets.
 * @param board the event's last state before `event.commenceTime`; undefined when it is no longer on record
 * @param alerted markets that had signals: they get a closing line, or the reason why there is none, in any case
 * @param now when it is found out, epoch ms
 */
export function closeEvent(
  board: Pick<Board, 'markets' | 'quotedAt'> | undefined,
  event: SportEvent,
  alerted: Iterable<MarketType>,
  now: number,
): EventClosing {
  const start = event.commenceTime;
  const wanted = new Set(alerted);
  const markets: Partial<Record<MarketType, ClosingLine>> = {};
  for (const market of MARKET_TYPES) {
    const state = board?.markets[market];
    if (state) markets[market] = closingLine(lastQuotes(state, start), board?.quotedAt, start);
    else if (wanted.has(market)) markets[market] = closingLine([], undefined, start);
  }
  return { event, start, closedAt: now, markets };
}

/** Judges one signal by how its market closed. Pure: the same closing gives the same settlement. */
export function settleSignal({ event, market, offer }: Signal, closing: EventClosing): Settlement {
  const { start, closedAt: at } = closing;
  const unjudged = (reason: string): Settlement => ({ start, at, clv: null, closingProbability: null, reason });
  const line = closing.markets[market];
  if (!line) return unjudged('never-quoted');
  if (line.status === 'missing') return unjudged(line.reason);
  const probability = fairProbabilityOf(event.league, market, line.books, offer);
  if (probability === undefined) return unjudged('no-such-outcome');
  return {
    start,
    at,
    clv: closingLineValue(offer.price, probability),
    closingProbability: probabilitySchema.parse(probability),
  };
}
