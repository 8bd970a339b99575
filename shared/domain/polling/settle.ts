import type { Budget, SpendingClass } from './budget.ts';
import { usedOf } from './budget.ts';
import { followReport, keyAccepted, pauseUntilReset, type Report, spend, stopForBadKey } from './spending.ts';

/** What one call to the provider means for the budget. */
export interface Settlement {
  /** Absent for a free call. */
  readonly spent?: { readonly class: SpendingClass; readonly credits: number };
  readonly report: Report | undefined;
  readonly ended: 'answered' | 'out-of-credits' | 'bad-key' | 'failed';
}

/** The budget after a tick's calls. Of their reports the one with most used is the newest: credits are not given back. */
export const settle = (before: Budget, calls: readonly Settlement[], now: number): Budget => {
  const charged = calls.reduce(
    (budget, { spent }) => (spent ? spend(budget, spent.class, spent.credits, now) : budget),
    before,
  );
  const report = newest(calls);
  const followed = report ? followReport(charged, report, now) : charged;
  if (calls.some(({ ended }) => ended === 'bad-key')) return stopForBadKey(followed, now);
  const accepted = calls.some(({ ended }) => ended === 'answered') ? keyAccepted(followed) : followed;
  if (!calls.some(({ ended }) => ended === 'out-of-credits')) return accepted;
  return pauseUntilReset(accepted, report?.remaining ?? Math.max(0, accepted.total - usedOf(accepted)), now);
};

const newest = (calls: readonly Settlement[]): Report | undefined =>
  calls.reduce<Report | undefined>(
    (newer, { report }) => (report && report.used >= (newer?.used ?? 0) ? report : newer),
    undefined,
  );
