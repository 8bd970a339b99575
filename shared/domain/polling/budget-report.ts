import { type Budget, budgetAt, CLASSES, leftIn, SHARES, type SpendingClass, usedOf } from './budget.ts';
import { monthOf } from './month.ts';

/** One class's part of the month's credits. */
interface ClassReport {
  readonly class: SpendingClass;
  readonly used: number;
  /** Its share of the month's total. */
  readonly share: number;
  readonly remaining: number;
  /** What of that it may spend now. */
  readonly allowance: number;
}

/** How the month's credits stand. Times in epoch ms. */
export interface BudgetReport {
  readonly month: { readonly start: number; readonly end: number };
  readonly total: number;
  /** The provider has told the total: before, it is the setting's. */
  readonly isReported: boolean;
  readonly used: number;
  readonly remaining: number;
  readonly classes: readonly ClassReport[];
  /** Share of the month that has passed. */
  readonly elapsed: number;
  /** Credits used against an even pace: 1 is even, 2 is twice as fast. Undefined in the month's first hours. */
  readonly pace: number | undefined;
  /** Credits that the month would take if it went on like that; never more than there are, for polling slows down before. */
  readonly projected: number | undefined;
  /** When the credits would be gone, if it went on like that and nothing slowed it down; undefined: not this month. */
  readonly goneAt: number | undefined;
  readonly pause: Budget['pause'];
}

/** Earlier than that, a single match day looks like a whole month's pace. */
const LEAST_ELAPSED = 0.01;

export function budgetReport(stored: Budget, now: number): BudgetReport {
  const budget = budgetAt(stored, now);
  const month = monthOf(budget.monthStart);
  const used = usedOf(budget);
  const elapsed = Math.min(1, Math.max(0, (now - month.start) / (month.end - month.start)));
  const straight = elapsed >= LEAST_ELAPSED ? used / elapsed : undefined;
  const isShort = straight !== undefined && straight > budget.total;
  return {
    month,
    total: budget.total,
    isReported: budget.reported,
    used,
    remaining: Math.max(0, budget.total - used),
    classes: CLASSES.map((spending) => ({
      class: spending,
      used: budget.purses[spending].used,
      share: SHARES[spending] * budget.total,
      remaining: leftIn(budget, spending),
      allowance: Math.min(budget.purses[spending].allowance, leftIn(budget, spending)),
    })),
    elapsed,
    pace: straight === undefined || budget.total === 0 ? undefined : straight / budget.total,
    projected: straight === undefined ? undefined : Math.min(straight, budget.total),
    goneAt: isShort ? Math.round(month.start + (month.end - month.start) * (budget.total / straight)) : undefined,
    pause: budget.pause,
  };
}
