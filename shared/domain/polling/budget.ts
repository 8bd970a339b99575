import { z } from 'zod';
import { monthOf } from './month.ts';

/**
 * How a month's credits are shared out and paced.
 *
 * Each class owns a share of the month's total. What it has left (`share × total − used`) is in two parts: its *allowance*, which
 * it may spend now, and the reserve, which flows into the allowance evenly over the rest of the month:
 *
 *     release rate  ρ = reserve / time left              (so the reserve falls in a straight line to 0 at the reset)
 *     allowed rate  R = ρ + allowance / H,  H = 3 h      (a full allowance is worth a faster pace, which fades as it is used up)
 *
 * Spending never exceeds the allowance, hence never the share, hence never the budget. Where demand D exceeds R, a class spends R:
 * d(allowance)/dt = ρ − R = −allowance / H, so an allowance fades smoothly and the pace settles at ρ; it is never 0 while there
 * is a reserve. A class that wants nothing saves its allowance for later. A month opens with three days' worth of allowance:
 * a first match day need not wait, at the cost of a tenth of the later pace.
 */
export const SHARES = { active: 0.6, upcoming: 0.3, onDemand: 0.1 } as const;
export type SpendingClass = keyof typeof SHARES;
export const CLASSES = Object.keys(SHARES) as readonly SpendingClass[];

const DAY = 24 * 3_600_000;
const ADVANCE = 3 * DAY;
const HORIZON = 3 * 3_600_000;

const purseSchema = z.object({
  /** Credits spent this month; fractions come from sharing out what others spent with our key. */
  used: z.number().nonnegative(),
  /** Credits that may be spent now. */
  allowance: z.number().nonnegative(),
});

/** Why nothing may be spent. `remaining`: the credits the provider reported when it began. */
const pauseSchema = z.object({
  reason: z.enum(['out-of-credits', 'bad-key']),
  until: z.number().int(),
  remaining: z.number().nonnegative(),
});

/** The month's credits: a persisted document. Times are epoch ms. */
export const budgetSchema = z.object({
  monthStart: z.number().int(),
  /** Credits of the plan: what the provider reported (remaining + used), before that the setting. */
  total: z.number().nonnegative(),
  /** Whether the provider has told the total. */
  reported: z.boolean(),
  /** Credits gone last month, when it was seen to end: an answer that still tells them is last month's. */
  usedBefore: z.number().nonnegative().default(0),
  /** Up to when the reserve has flowed into the allowances. */
  releasedAt: z.number().int(),
  purses: z.object({ active: purseSchema, upcoming: purseSchema, onDemand: purseSchema }),
  pause: pauseSchema.nullable(),
});
export type Budget = z.infer<typeof budgetSchema>;
export type Purse = z.infer<typeof purseSchema>;

/** A budget for the rest of the month that holds `now`, with `used` credits gone already, in equal measure from every class. */
export const openBudget = (total: number, now: number, used = 0, reported = false): Budget => {
  const month = monthOf(now);
  const open = (share: number): Purse => ({
    used: share * used,
    allowance: advanceOf(Math.max(0, share * (total - used)), now),
  });
  const purses = { active: open(SHARES.active), upcoming: open(SHARES.upcoming), onDemand: open(SHARES.onDemand) };
  return { monthStart: month.start, total, reported, usedBefore: 0, releasedAt: now, purses, pause: null };
};

/** What a purse with `left` credits may spend at once when it is opened at `now`: three days' worth of the rest of the month. */
export const advanceOf = (left: number, now: number): number => left * Math.min(1, ADVANCE / (monthOf(now).end - now));

/** Credits that a class has left this month: allowance and reserve. */
export const leftIn = (budget: Budget, spending: SpendingClass): number =>
  Math.max(0, SHARES[spending] * budget.total - budget.purses[spending].used);

/** Credits spent this month, by all classes. */
export const usedOf = ({ purses }: Budget): number => purses.active.used + purses.upcoming.used + purses.onDemand.used;

/** The allowed rate R of a class, credits per ms. The budget is as {@link budgetAt} gives it. */
export const allowedRate = (budget: Budget, spending: SpendingClass): number => {
  const { allowance } = budget.purses[spending];
  const reserve = leftIn(budget, spending) - allowance;
  return Math.max(0, reserve) / timeLeft(budget) + allowance / HORIZON;
};

/**
 * The budget as it stands at `now`: the reserve released up to then, a pause that is over lifted, or, on the 1st at 00:00 UTC,
 * a new month on the same plan. A bad key's pause is not lifted by time alone: an accepted call does that.
 */
export const budgetAt = (budget: Budget, now: number): Budget => {
  const { start, end } = monthOf(now);
  if (start > budget.monthStart) {
    const pause = budget.pause?.reason === 'bad-key' ? budget.pause : null;
    return { ...openBudget(budget.total, now, 0, budget.reported), usedBefore: usedOf(budget), pause };
  }
  if (now <= budget.releasedAt) return budget;
  const share = (now - budget.releasedAt) / (end - budget.releasedAt);
  return {
    ...mapPurses(budget, (purse, spending) => release(purse, leftIn(budget, spending), share)),
    releasedAt: now,
  };
};

const release = (purse: Purse, left: number, share: number): Purse => {
  const allowance = Math.min(purse.allowance, left);
  return { used: purse.used, allowance: allowance + (left - allowance) * share };
};

export const mapPurses = (budget: Budget, change: (purse: Purse, spending: SpendingClass) => Purse): Budget => {
  const { active, upcoming, onDemand } = budget.purses;
  const purses = {
    active: change(active, 'active'),
    upcoming: change(upcoming, 'upcoming'),
    onDemand: change(onDemand, 'onDemand'),
  };
  return { ...budget, purses };
};

const timeLeft = ({ monthStart, releasedAt }: Budget): number => Math.max(1, monthOf(monthStart).end - releasedAt);
