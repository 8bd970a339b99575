import { ASSUMPTIONS } from './assumptions.ts';
import { simulateMonth } from './credits.ts';
import { type Estimate, estimate } from './estimate.ts';
import type { Plan } from './item.ts';
import type { CostOptions } from './options.ts';
import { PHASE_SIZES, type Phase, phaseFor, readPhases } from './phases.ts';
import { PRICES, unverified } from './prices.ts';
import { writeReadmeTables } from './readme.ts';
import { estimateTable, monthSummary, phasesTable } from './table.ts';
import { readUnitCosts, type UnitCosts } from './unit-costs.ts';
import { oddsQuestionsPerDay } from './usage.ts';

/** The plan of that name, or the one with just so many credits that the phase holds. */
function planOf(name: string | undefined, phase: Phase): Plan {
  const { plans } = PRICES.oddsPlans;
  const plan = plans.find((each) =>
    name === undefined ? each.credits >= phase.oddsMonthlyCredits : each.name === name,
  );
  if (!plan)
    throw new Error(
      `No plan of The Odds API has ${phase.oddsMonthlyCredits} credits (infra/users-${phase.users}.bicepparam)`,
    );
  return plan;
}

interface Known {
  readonly phases: readonly Phase[];
  readonly units: UnitCosts;
}

/** Reads the phases and what was measured, and reckons. */
export function estimateFor(users: number, planName: string | undefined, known: Known): Estimate {
  const phase = phaseFor(users, known.phases);
  const plan = planOf(planName, phase);
  const month = simulateMonth({ credits: plan.credits, freshQuestions: oddsQuestionsPerDay(users, ASSUMPTIONS) });
  return estimate({ users, phase, plan, month, units: known.units, prices: PRICES, assumptions: ASSUMPTIONS });
}

export const readKnown = (): Known => ({ phases: readPhases(), units: readUnitCosts() });

/** The three phases as Markdown, as README.md shows them. */
export const phasesText = (known: Known, plan?: string): string =>
  phasesTable(
    PHASE_SIZES.map((users) => estimateFor(users, plan, known)),
    known.units,
  );

export async function run({ users, plan, json, write }: CostOptions): Promise<void> {
  const known = readKnown();
  if (write) {
    writeReadmeTables(phasesText(known));
    return console.log('README.md has the tables.');
  }
  if (json) {
    const sizes = users === undefined ? PHASE_SIZES : [users];
    const estimates = sizes.map((size) => estimateFor(size, plan, known));
    const shown = estimates.map((each) => ({ ...each, month: monthSummary(each.month) }));
    return console.log(
      JSON.stringify({
        pricesAsOf: PRICES.asOf,
        unverified: unverified(PRICES),
        measured: known.units.measured,
        assumptions: ASSUMPTIONS,
        estimates: shown,
      }),
    );
  }
  console.log(
    users === undefined ? phasesText(known, plan) : estimateTable(estimateFor(users, plan, known), known.units),
  );
}
