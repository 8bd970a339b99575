import { type Budget, openBudget } from '../../domain/polling/budget.ts';
import type { Documents, Key } from '../../ports/documents.ts';

/** Where the month's credits are kept. */
export const BUDGET_KEY: Key = { id: 'odds-api', partition: 'budget' };

const MOST_TRIES = 8;

/** The budget as stored; a fresh one, not yet stored, when there is none. */
export const readBudget = async (budgets: Documents<Budget>, monthlyCredits: number, now: number): Promise<Budget> =>
  (await budgets.read(BUDGET_KEY))?.value ?? openBudget(monthlyCredits, now);

/**
 * Applies a pure change to the stored budget, again on what another wrote in between. Gives what it wrote. Throws when others
 * keep coming in between, which is worth a look: a tick writes once or twice.
 */
export const changeBudget = async (
  budgets: Documents<Budget>,
  monthlyCredits: number,
  now: number,
  change: (budget: Budget) => Budget,
): Promise<Budget> => {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const stored = await budgets.read(BUDGET_KEY);
    const changed = change(stored?.value ?? openBudget(monthlyCredits, now));
    const written = stored
      ? (await budgets.replace(BUDGET_KEY, changed, stored.etag)) === 'replaced'
      : (await budgets.create(BUDGET_KEY, changed)) === 'created';
    if (written) return changed;
  }
  throw new Error(
    `the credit budget was changed by others ${MOST_TRIES} times in a row: is more than one poller running?`,
  );
};
