import {
  advanceOf,
  type Budget,
  budgetAt,
  leftIn,
  mapPurses,
  openBudget,
  type Purse,
  SHARES,
  type SpendingClass,
  usedOf,
} from './budget.ts';
import { MINUTE } from './intervals.ts';
import { monthOf } from './month.ts';

/** Credits of the month as the provider reported them. */
export interface Report {
  readonly remaining: number;
  readonly used: number;
}

export type Permission =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'refused'; readonly reason: 'out-of-credits' | 'bad-key' | 'ahead-of-pace' };

/** How long a refused key rests before one free call tries it again. */
const KEY_REST = 5 * MINUTE;

/** How long after the reset an answer may still tell last month's credits. */
const RESET_TIME = 10 * MINUTE;

/** Credits that may be gone for want of precision in the sums; far below one. */
const ROUNDING = 1e-6;

/** Whether a class may spend `cost` credits now. The budget is as {@link budgetAt} gives it. */
export const maySpend = (budget: Budget, spending: SpendingClass, cost: number): Permission => {
  if (budget.pause !== null) return { kind: 'refused', reason: budget.pause.reason };
  const left = Math.min(leftIn(budget, spending), budget.total - usedOf(budget));
  if (left < cost - ROUNDING) return { kind: 'refused', reason: 'out-of-credits' };
  if (budget.purses[spending].allowance < cost - ROUNDING) return { kind: 'refused', reason: 'ahead-of-pace' };
  return { kind: 'allowed' };
};

/** Whether a user's query may spend `cost` credits at `now`. */
export const canSpendOnDemand = (budget: Budget, cost: number, now: number): Permission =>
  maySpend(budgetAt(budget, now), 'onDemand', cost);

/** The budget at `now` with `credits` spent by a class. */
export const spend = (budget: Budget, spending: SpendingClass, credits: number, now: number): Budget =>
  mapPurses(budgetAt(budget, now), (purse, each) => (each === spending ? charge(purse, credits) : purse));

const charge = (purse: Purse, credits: number): Purse => ({
  used: purse.used + credits,
  allowance: Math.max(0, purse.allowance - credits),
});

/**
 * The budget with what the provider reports taken as the truth. Its total follows a change of plan. What was spent and not
 * recorded here (by others with our key, or before a crash) is charged to the classes by their shares; what was recorded and not
 * spent is given back to those that spent it. More credits than when a pause began end the pause.
 */
export const followReport = (before: Budget, report: Report, now: number): Budget => {
  const budget = budgetAt(before, now);
  const total = report.remaining + report.used;
  const ended = budget.pause?.reason === 'out-of-credits' && report.remaining > budget.pause.remaining;
  const pause = ended ? null : budget.pause;
  const used = usedOf(budget);
  const unrecorded = Math.max(0, report.used - used);
  // The first report also tells the plan: the month opens anew on it, with what we spent charged to who spent it.
  if (!budget.reported) return { ...chargeAs(openBudget(total, now, unrecorded, true), budget), pause };
  if (isLastMonths(budget, report, now)) return budget;
  const followed = { ...budget, total, pause };
  if (unrecorded > 0) return mapPurses(followed, (purse, spending) => charge(purse, SHARES[spending] * unrecorded));
  if (report.used === used) return followed;
  const kept = report.used / used;
  return mapPurses(followed, (purse, spending) =>
    giveBack(purse, purse.used * (1 - kept), SHARES[spending] * total, now),
  );
};

/**
 * Whether a report is an answer from before the reset that came after it. Should others really have spent that much in the first
 * minutes of a month, it is believed a few minutes later, with no more than an allowance at stake.
 */
const isLastMonths = ({ monthStart, usedBefore }: Budget, report: Report, now: number): boolean =>
  usedBefore > 0 && report.used >= usedBefore && now - monthStart < RESET_TIME;

/**
 * Credits that were not spent after all may be spent again, now: a charge that proves wrong must not leave an empty allowance and
 * a long wait. But no more at once than a purse that is opened now, since the charge may have been larger than the allowance.
 */
const giveBack = (purse: Purse, credits: number, share: number, now: number): Purse => {
  const used = purse.used - credits;
  const opened = advanceOf(Math.max(0, share - used), now);
  return { used, allowance: Math.max(purse.allowance, Math.min(purse.allowance + credits, opened)) };
};

const chargeAs = (opened: Budget, { purses }: Budget): Budget =>
  mapPurses(opened, (purse, spending) => charge(purse, purses[spending].used));

/** No credits left: nothing is spent until the 1st, or until the provider reports more than `remaining`. */
export const pauseUntilReset = (budget: Budget, remaining: number, now: number): Budget => ({
  ...budgetAt(budget, now),
  pause: { reason: 'out-of-credits', until: monthOf(now).end, remaining },
});

/** The key is refused: nothing is asked but, every five minutes, one free call. */
export const stopForBadKey = (budget: Budget, now: number): Budget => ({
  ...budgetAt(budget, now),
  pause: { reason: 'bad-key', until: now + KEY_REST, remaining: 0 },
});

/** The key was accepted. */
export const keyAccepted = (budget: Budget): Budget =>
  budget.pause?.reason === 'bad-key' ? { ...budget, pause: null } : budget;
