import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLASSES, openBudget } from './budget.ts';
import { budgetReport } from './budget-report.ts';
import { monthOf } from './month.ts';
import { pauseUntilReset, spend } from './spending.ts';

const { start, end } = monthOf(Date.parse('2026-11-01T00:00:00Z'));
const HALF = (start + end) / 2;

describe('budgetReport', () => {
  it('says what was used by whom, what is left, and where the pace leads', () => {
    const budget = spend(spend(openBudget(1000, start, 0, true), 'active', 200, start), 'onDemand', 50, start);
    expect(budgetReport(budget, HALF)).toMatchObject({
      month: { start, end },
      total: 1000,
      isReported: true,
      used: 250,
      remaining: 750,
      elapsed: 0.5,
      pace: 0.5,
      projected: 500,
      goneAt: undefined,
      classes: [
        { class: 'active', used: 200, share: 600, remaining: 400 },
        { class: 'upcoming', used: 0, share: 300, remaining: 300 },
        { class: 'onDemand', used: 50, share: 100, remaining: 50 },
      ],
    });
  });

  it('says when it would be gone at that pace', () => {
    const budget = spend(openBudget(1000, start), 'active', 800, start);
    expect(budgetReport(budget, HALF)).toMatchObject({
      pace: 1.6,
      projected: 1000,
      goneAt: start + (end - start) * 0.625,
    });
  });

  it('claims no pace in the first hours, and counts last month’s credits for nothing', () => {
    const spent = spend(openBudget(1000, start), 'active', 300, start);
    expect(budgetReport(spent, start + 3_600_000)).toMatchObject({ used: 300, pace: undefined, projected: undefined });
    expect(budgetReport(spent, end + 3_600_000)).toMatchObject({ month: { start: end }, used: 0, remaining: 1000 });
  });

  it('names a pause', () => {
    expect(budgetReport(pauseUntilReset(openBudget(500, HALF), 2, HALF), HALF).pause).toMatchObject({
      reason: 'out-of-credits',
    });
  });

  it('adds up, whatever was spent', () => {
    const spends = fc.array(fc.tuple(fc.constantFrom(...CLASSES), fc.integer({ min: 0, max: 90 })), { maxLength: 30 });
    fc.assert(
      fc.property(spends, fc.integer({ min: 0, max: end - start - 1 }), (charges, after) => {
        const now = start + after;
        const budget = charges.reduce((each, [spending, n]) => spend(each, spending, n, now), openBudget(500, start));
        const report = budgetReport(budget, now);
        expect(report.classes.reduce((sum, { used }) => sum + used, 0)).toBeCloseTo(report.used, 6);
        for (const { allowance, remaining } of report.classes) expect(allowance).toBeLessThanOrEqual(remaining + 1e-9);
        expect(report.projected ?? 0).toBeLessThanOrEqual(report.total);
      }),
    );
  });
});
