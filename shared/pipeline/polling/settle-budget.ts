import { usedOf } from '../../domain/polling/budget.ts';
import { type Settlement, settle } from '../../domain/polling/settle.ts';
import { changeBudget } from './budget-store.ts';
import type { PollOddsDeps } from './deps.ts';

/** Charges calls to the month's credits, whoever they were made for. Throws when the budget cannot be stored. */
export const settleBudget = async (
  { budgets, config, telemetry }: Pick<PollOddsDeps, 'budgets' | 'config' | 'telemetry'>,
  calls: readonly Settlement[],
  now: number,
): Promise<void> => {
  if (calls.length === 0) return;
  for (const { spent } of calls)
    if (spent && spent.credits > 0) telemetry.count('credits_used', spent.credits, { class: spent.class });
  const budget = await changeBudget(budgets, config.monthlyCredits, now, (stored) => settle(stored, calls, now));
  telemetry.gauge('credits_remaining', Math.max(0, Math.round(budget.total - usedOf(budget))));
};
