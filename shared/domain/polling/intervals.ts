import type { SpendingClass } from './budget.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** How often the timer ticks: no interval can be shorter. */
export const TICK = 30_000;

/** How often a league wants to be polled, and from which class's credits. */
export interface Cadence {
  readonly class: Exclude<SpendingClass, 'onDemand'>;
  /** ms */
  readonly baseInterval: number;
}

const ACTIVE: Cadence = { class: 'active', baseInterval: TICK };
const UPCOMING: Cadence = { class: 'upcoming', baseInterval: 2 * MINUTE };
const DISTANT: Cadence = { class: 'upcoming', baseInterval: 15 * MINUTE };

/**
 * The cadence for a league whose soonest event that has not begun starts at `soonest`, epoch ms: less than 2 h away 30 s, less
 * than 24 h 2 min, else 15 min. None when there is no such event: nothing is polled for a league that only plays.
 */
export const cadenceFor = (soonest: number | undefined, now: number): Cadence | undefined => {
  if (soonest === undefined || soonest <= now) return undefined;
  const away = soonest - now;
  if (away < 2 * HOUR) return ACTIVE;
  return away < 24 * HOUR ? UPCOMING : DISTANT;
};
