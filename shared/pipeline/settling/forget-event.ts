import { MARKET_TYPES } from '../../domain/market/market.ts';
import { dedupeKey } from '../../domain/signal/dedupe.ts';
import type { Signal } from '../../domain/signal/signal.ts';
import type { Cache } from '../../ports/cache.ts';
import { chartKey } from '../line-picture.ts';

/** A market that has closed leaves nothing behind in memory. */
export async function forgetEvent(cache: Cache, eventId: string, signals: readonly Signal[]): Promise<void> {
  const charts = [
    ...MARKET_TYPES.map((market) => chartKey(eventId, market)),
    ...signals.map(({ market, id }) => chartKey(eventId, market, id)),
  ];
  const marks = new Set(signals.map(({ market, type, level }) => dedupeKey(eventId, market, type, level)));
  await Promise.all([
    cache.forget('fingerprint', eventId),
    ...MARKET_TYPES.map((market) => cache.forget('confidence', `${eventId}:${market}`)),
    ...charts.map((chart) => cache.forget('chart', chart)),
    ...[...marks].map((mark) => cache.forget('dedupe', mark)),
    ...signals.map(({ id }) => cache.forget('explanation', id)),
  ]);
}
