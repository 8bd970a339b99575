import { DRAW, marketKey, OVER, UNDER } from '../../shared/adapters/odds-api/provider-keys.ts';
import type { Outcome } from '../../shared/domain/market/market.ts';
import type { Signal } from '../../shared/domain/signal/signal.ts';

/** One alert in the words of the recording: provider's market and outcome names, lower-case level, the snapshot's own time. */
export const alertLine = ({ event, market, offer, type, level, confidence }: Signal, at: string): string => {
  const names: Record<Outcome, string> = { home: event.home, away: event.away, draw: DRAW, over: OVER, under: UNDER };
  return JSON.stringify({
    at,
    event_id: event.id,
    market: marketKey(market),
    outcome: names[offer.outcome],
    point: offer.point,
    price: offer.price,
    book: offer.book,
    type,
    level: level.toLowerCase(),
    confidence,
  });
};
