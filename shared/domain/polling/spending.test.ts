import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowedRate,
  type Budget,
  budgetAt,
  budgetSchema,
  CLASSES,
  leftIn,
  openBudget,
  SHARES,
  usedOf,
} from './budget.ts';
import { HOUR, MINUTE } from './intervals.ts';
import { monthOf } from './month.ts';
import {
  canSpendOnDemand,
  followReport,
  keyAccepted,
  maySpend,
  pauseUntilReset,
  spend,
  stopForBadKey,
} from './spending.ts';

const MONTH = monthOf(Date.parse('2026-11-01T00:00:00Z'));
const DAY = 24 * HOUR;
const MID = MONTH.start + 15 * DAY;

/** A budget whose plan the provider has told, opened on the 1st. */
const told = (total: number, used = 0, now = MONTH.start): Budget => openBudget(total, now, used, true);

describe('openBudget', () => {
  it('grants three days of the month at once and keeps the rest', () => {
    const budget = told(1000);
    expect(budget.purses.active).toEqual({ used: 0, allowance: 60 });
    expect(leftIn(budget, 'active')).toBe(600);
  });

  it('grants everything when the month ends within three days', () => {
    expect(openBudget(1000, MONTH.end - 2 * DAY).purses.upcoming.allowance).toBeCloseTo(300);
  });

  it('is a persisted document', () => {
    expect(budgetSchema.parse(JSON.parse(JSON.stringify(told(500))))).toEqual(told(500));
  });
});

describe('budgetAt', () => {
  it('releases the reserve evenly, in whatever steps', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 3 * DAY }), { maxLength: 9 });
    fc.assert(
      fc.property(steps, (gaps) => {
        let now = MONTH.start;
        let stepped = told(1000);
        for (const gap of gaps) {
          now += gap;
          stepped = budgetAt(stepped, now);
        }
        for (const spending of CLASSES) {
          expect(stepped.purses[spending].allowance).toBeCloseTo(
            budgetAt(told(1000), now).purses[spending].allowance,
            6,
          );
        }
      }),
    );
  });

  it('has released all at the end of the month, and opens the next one on the same plan', () => {
    const spent = spend(told(1000), 'active', 50, MID);
    expect(budgetAt(spent, MONTH.end - 1).purses.active.allowance).toBeCloseTo(550, 3);
    const next = budgetAt(spent, MONTH.end);
    expect(next.monthStart).toBe(MONTH.end);
    expect(usedOf(next)).toBe(0);
    expect(next.total).toBe(1000);
  });

  it('ends the pause for want of credits on the 1st, but not the one for a bad key', () => {
    expect(budgetAt(pauseUntilReset(told(500), 0, MID), MONTH.end).pause).toBeNull();
    expect(budgetAt(stopForBadKey(told(500), MID), MONTH.end).pause?.reason).toBe('bad-key');
  });

  it('does not go back when clocks disagree', () => {
    const budget = budgetAt(told(500), MID);
    expect(budgetAt(budget, MID - MINUTE)).toBe(budget);
  });
});

describe('allowedRate', () => {
  it('is the release rate plus a third of the allowance an hour', () => {
    const expected = 540 / (MONTH.end - MONTH.start) + 60 / (3 * HOUR);
    expect(allowedRate(told(1000), 'active')).toBeCloseTo(expected, 12);
  });

  it('is above 0 as long as a class has credits left', () => {
    const spends = fc.array(fc.tuple(fc.constantFrom(...CLASSES), fc.double({ min: 0, max: 40, noNaN: true })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(spends, fc.integer({ min: 0, max: 30 * DAY - 1 }), (charges, after) => {
        const now = MONTH.start + after;
        const budget = charges.reduce((each, [spending, credits]) => spend(each, spending, credits, now), told(500));
        for (const spending of CLASSES)
          if (leftIn(budget, spending) > 0.01) expect(allowedRate(budget, spending)).toBeGreaterThan(0);
      }),
    );
  });
});

describe('maySpend', () => {
  it('refuses what the allowance does not hold, before the share is gone', () => {
    const ahead = spend(told(500), 'active', 30, MONTH.start);
    expect(maySpend(ahead, 'active', 3)).toEqual({ kind: 'refused', reason: 'ahead-of-pace' });
    expect(maySpend(ahead, 'upcoming', 3)).toEqual({ kind: 'allowed' });
  });

  it('refuses what the share does not hold', () => {
    const gone = spend(told(500), 'active', 299, MID);
    expect(maySpend(gone, 'active', 3)).toEqual({ kind: 'refused', reason: 'out-of-credits' });
    expect(maySpend(gone, 'active', 1).kind).toBe('refused');
    expect(maySpend(budgetAt(gone, MONTH.end - 1), 'active', 1)).toEqual({ kind: 'allowed' });
  });

  it('names the pause', () => {
    expect(maySpend(pauseUntilReset(told(500), 0, MID), 'active', 1)).toEqual({
      kind: 'refused',
      reason: 'out-of-credits',
    });
    expect(maySpend(stopForBadKey(told(500), MID), 'active', 1)).toEqual({ kind: 'refused', reason: 'bad-key' });
    expect(maySpend(keyAccepted(stopForBadKey(told(500), MID)), 'active', 1)).toEqual({ kind: 'allowed' });
  });
});

describe('canSpendOnDemand', () => {
  it('gives users a tenth of the month, as it is released', () => {
    const budget = spend(told(500), 'onDemand', 5, MONTH.start);
    expect(canSpendOnDemand(budget, 3, MONTH.start)).toEqual({ kind: 'refused', reason: 'ahead-of-pace' });
    expect(canSpendOnDemand(budget, 3, MONTH.start + 3 * DAY)).toEqual({ kind: 'allowed' });
  });
});

describe('followReport', () => {
  it('takes the plan and what is gone from the first report', () => {
    const budget = followReport(openBudget(500, MID), { remaining: 15_000, used: 5_000 }, MID);
    expect(budget.total).toBe(20_000);
    expect(usedOf(budget)).toBeCloseTo(5_000);
    expect(budget.purses.active.allowance).toBeCloseTo(9_000 / 5);
  });

  it('keeps what was spent before the first report with who spent it', () => {
    const budget = followReport(spend(openBudget(500, MID), 'upcoming', 6, MID), { remaining: 494, used: 6 }, MID);
    expect(budget.purses.upcoming.used).toBe(6);
    expect(budget.purses.active.used).toBe(0);
  });

  it('charges what others spent to all classes by their shares', () => {
    const budget = followReport(spend(told(500), 'active', 10, MID), { remaining: 390, used: 110 }, MID);
    expect(budget.purses.active.used).toBeCloseTo(10 + 60);
    expect(budget.purses.upcoming.used).toBeCloseTo(30);
    expect(budget.purses.onDemand.used).toBeCloseTo(10);
  });

  it('gives back what was recorded and not spent', () => {
    const budget = followReport(spend(told(500), 'active', 10, MID), { remaining: 496, used: 4 }, MID);
    expect(budget.purses.active.used).toBeCloseTo(4);
    expect(usedOf(budget)).toBeCloseTo(4);
  });

  it('lets what is given back be spent again at once', () => {
    const before = told(500);
    const wrong = followReport(before, { remaining: 490, used: 10 }, MONTH.start);
    const right = followReport(wrong, { remaining: 500, used: 0 }, MONTH.start);
    expect(right).toEqual(before);
  });

  it('takes an answer from before the reset for what it is', () => {
    const last = spend(told(500), 'active', 499, MID);
    const late = followReport(last, { remaining: 1, used: 499 }, MONTH.end + 1000);
    expect(usedOf(late)).toBe(0);
    expect(maySpend(late, 'active', 3)).toEqual({ kind: 'allowed' });
    const true499 = followReport(late, { remaining: 1, used: 499 }, MONTH.end + 10 * MINUTE);
    expect(usedOf(true499)).toBeCloseTo(499);
  });

  it('goes on as if the month were opened anew when almost all that was charged proves wrong', () => {
    const plan = fc.constantFrom(500, 20_000, 5_000_000);
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const after = fc.integer({ min: 0, max: 29 * DAY });
    fc.assert(
      fc.property(plan, share, after, fc.integer({ min: 0, max: 3 }), (total, gone, at, used) => {
        const now = MONTH.start + at;
        const wrongly = Math.round(gone * (total - 4)) + 4;
        const opened = openBudget(total, now, used, true);
        const wrong = followReport(opened, { remaining: total - wrongly, used: wrongly }, now);
        const right = followReport(wrong, { remaining: total - used, used }, now);
        expect(usedOf(right)).toBeCloseTo(used, 6);
        for (const spending of CLASSES) {
          const expected = opened.purses[spending].allowance;
          expect(right.purses[spending].allowance / expected).toBeCloseTo(1, 6);
          expect(allowedRate(right, spending) / allowedRate(opened, spending)).toBeCloseTo(1, 6);
        }
      }),
    );
  });

  it('gives no more at once than an opening would, however often a report is wrong', () => {
    let budget = told(1000);
    for (let i = 0; i < 9; i++) {
      budget = followReport(budget, { remaining: 1, used: 999 }, MONTH.start);
      budget = followReport(budget, { remaining: 1000, used: 0 }, MONTH.start);
    }
    for (const spending of CLASSES)
      expect(budget.purses[spending].allowance).toBeCloseTo(told(1000).purses[spending].allowance);
  });

  it('follows a change of plan and quickens at once', () => {
    const before = spend(told(500), 'active', 200, MID);
    const after = followReport(before, { remaining: 19_800, used: 200 }, MID);
    expect(after.total).toBe(20_000);
    expect(allowedRate(after, 'active')).toBeGreaterThan(40 * allowedRate(before, 'active'));
  });

  it('ends a pause when there are more credits than when it began, not before', () => {
    const paused = pauseUntilReset(told(500), 2, MID);
    expect(followReport(paused, { remaining: 2, used: 498 }, MID).pause?.reason).toBe('out-of-credits');
    expect(followReport(paused, { remaining: 19_502, used: 498 }, MID).pause).toBeNull();
  });

  it('always agrees with the report afterwards, and never allows more than the provider has', () => {
    const amount = fc.integer({ min: 0, max: 30_000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(amount, amount), { minLength: 2, maxLength: 8 }), amount, (reports, own) => {
        let budget = spend(openBudget(500, MONTH.start), 'active', own, MONTH.start);
        reports.forEach(([remaining, used], day) => {
          budget = followReport(budget, { remaining, used }, MONTH.start + day * DAY);
        });
        const last = reports.at(-1) ?? [0, 0];
        expect(usedOf(budget)).toBeCloseTo(last[1], 3);
        for (const spending of CLASSES) {
          const { allowance } = budgetAt(budget, MID).purses[spending];
          expect(allowance).toBeLessThanOrEqual(SHARES[spending] * budget.total + 1e-6);
          if (maySpend(budget, spending, last[0] + 1).kind === 'allowed') expect.unreachable('more than remains');
        }
      }),
    );
  });
});
