import { NO_RAISES, type Threshold, type ThresholdChange, withChanges } from './drift.ts';
import { dayOf } from './performance-week.ts';
import type { Level } from './signal.ts';

/** What a person wants of one level of a league. */
export interface RaiseWish {
  readonly league: string;
  readonly level: Level;
  /** How much surer than the model asks its signals must be, in hundredths from 0 to 1; `auto`: what the daily check makes of it. */
  readonly raise: number | 'auto';
  /** Epoch ms. */
  readonly at: number;
  readonly why?: string | undefined;
}

/** Where a level stood before a person held it; undefined where the history does not reach back so far. */
function beforeHold(history: readonly ThresholdChange[], level: Level): number | undefined {
  const changes = history.filter((change) => change.level === level);
  const free = changes.findLastIndex(({ by, isGivenBack }) => by === 'drift' || isGivenBack);
  return changes[free + 1]?.from;
}

/** No check was made yet: that of today is still to come. */
const NEVER_CHECKED = '1970-01-01';
const untouched = (league: string): Threshold => ({
  league,
  raises: { ...NO_RAISES },
  day: NEVER_CHECKED,
  held: [],
  history: [],
});

/**
 * A league's threshold as a person wants it. What they set holds, come what may, until they give the level back with `auto`: it
 * stands then where it stood before they first held it, and the daily check goes on from there, up while the level drifts, down while
 * it does not. A person can stop alerts at once and need not fear that a quiet week undoes it, nor that a stop outlives its reason;
 * other levels, and other leagues, are checked as ever.
 * The very one that was given when it is so already.
 */
export function withRaise(before: Threshold | undefined, { league, level, raise, at, why }: RaiseWish): Threshold {
  const { raises, day, held, history } = before ?? untouched(league);
  const isHeld = held.includes(level);
  const to = raise === 'auto' ? ((isHeld ? beforeHold(history, level) : undefined) ?? raises[level]) : raise;
  if (before && isHeld === (raise !== 'auto') && to === raises[level]) return before;
  const change = {
    day: dayOf(at),
    level,
    from: raises[level],
    to,
    by: 'operator' as const,
    at,
    ...(why === undefined ? {} : { why }),
    ...(raise === 'auto' ? { isGivenBack: true as const } : {}),
  };
  const others = held.filter((each) => each !== level);
  return {
    league,
    raises: { ...raises, [level]: to },
    day,
    held: raise === 'auto' ? others : [...others, level],
    history: isHeld || raise !== 'auto' ? withChanges(history, [change]) : history,
  };
}
