import type { Signal } from '../signal/signal.ts';

/** An alert older than this is no longer news: its price is gone. */
export const MAX_ALERT_AGE_MS = 10 * 60_000;

export type Stale = 'event-begun' | 'too-old';

/** Why a signal is no longer worth sending at `now` (epoch ms); undefined while it is. */
export const staleness = (
  signal: { readonly detectedAt: number; readonly event: Pick<Signal['event'], 'commenceTime'> },
  now: number,
): Stale | undefined => {
  if (now >= signal.event.commenceTime) return 'event-begun';
  return now - signal.detectedAt > MAX_ALERT_AGE_MS ? 'too-old' : undefined;
};
