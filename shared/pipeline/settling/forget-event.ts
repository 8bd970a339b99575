import { MARKET_TYPES } from '../../domain/market/market.ts';
import { dedupeKey } from '../../domain/signal/dedupe.ts';
import type { Signal } from '../../domain/signal/signal.ts';
import type { Cache } from '../../ports/cache.ts';

/** A market that has closed leaves nothing behind in memory. */
export async function forgetEvent(cache: Cache, eventId: string, signals: readonly Signal[]): Promise<void> {
  const markets = MARKET_TYPES.map((market) => `${eventId}:${market}`);
  const marks = new Set(signals.map(({ market, type, level }) => dedupeKey(eventId, market, type, level)));
  await Promise.all([
    cache.forget('fingerprint', eventId),
    ...markets.flatMap((market) => [cache.forget('confidence', market), cache.forget('chart', market)]),
    ...[...marks].map((mark) => cache.forget('dedupe', mark)),
    ...signals.map(({ id }) => cache.forget('explanation', id)),
  ]);
}
