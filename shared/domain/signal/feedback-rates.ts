import type { Feedback } from './feedback.ts';
import { ALERT_TYPES, type AlertType, LEVELS, type Level } from './signal.ts';
import { wilsonInterval } from './wilson.ts';

/** What users thought of some signals. */
export interface FeedbackRate {
  readonly useful: number;
  /** All verdicts. */
  readonly n: number;
  /** Share that found them useful; undefined of none. */
  readonly rate: number | undefined;
  /** 95 % Wilson score interval of that share; 0 to 1 of none. */
  readonly interval: readonly [low: number, high: number];
}

export interface FeedbackCell extends FeedbackRate {
  readonly type: AlertType;
  readonly level: Level;
}

/** Counts verdicts by type and level, always in the same order; what nobody judged is left out. */
export function feedbackRates(verdicts: readonly Feedback[]): {
  readonly all: FeedbackRate;
  readonly cells: readonly FeedbackCell[];
} {
  const cells = ALERT_TYPES.flatMap((type) =>
    LEVELS.flatMap((level) => {
      const some = verdicts.filter((one) => one.type === type && one.level === level);
      return some.length === 0 ? [] : [{ type, level, ...rateOf(some) }];
    }),
  );
  return { all: rateOf(verdicts), cells };
}

function rateOf(verdicts: readonly Pick<Feedback, 'verdict'>[]): FeedbackRate {
  const n = verdicts.length;
  const useful = verdicts.filter(({ verdict }) => verdict === 'useful').length;
  return { useful, n, rate: n > 0 ? useful / n : undefined, interval: wilsonInterval(useful, n) };
}
