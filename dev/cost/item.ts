import type { Assumptions } from './assumptions.ts';
import type { SimulatedMonth } from './credits.ts';
import type { Phase } from './phases.ts';
import type { Prices } from './prices.ts';
import type { UnitCosts } from './unit-costs.ts';

/** One line of the estimate. */
export interface Item {
  readonly of: 'infrastructure' | 'apis';
  readonly name: string;
  /** How much of it, in words. */
  readonly amount: string;
  readonly usd: number;
}

export interface Plan {
  readonly name: string;
  readonly credits: number;
  readonly usd: number;
}

export interface EstimateInput {
  readonly users: number;
  readonly phase: Phase;
  /** At The Odds API. */
  readonly plan: Plan;
  readonly month: SimulatedMonth;
  readonly units: UnitCosts;
  readonly prices: Prices;
  readonly assumptions: Assumptions;
}
