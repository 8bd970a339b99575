import { apisOf } from './apis.ts';
import type { SimulatedMonth } from './credits.ts';
import { infrastructureOf, LOGS } from './infrastructure.ts';
import type { EstimateInput, Item, Plan } from './item.ts';
import { costOf } from './prices.ts';
import { worksOf } from './usage.ts';

const DAYS = 30;

export interface Estimate {
  readonly users: number;
  readonly phase: number;
  readonly plan: Plan;
  readonly items: readonly Item[];
  readonly infrastructure: number;
  readonly apis: number;
  /** What Stripe keeps of what users pay: no infrastructure. */
  readonly stripeFees: number;
  /** Were the logs as many as their cap lets through. */
  readonly infrastructureAtLogCap: number;
  readonly works: readonly { readonly name: string; readonly count: number }[];
  readonly month: SimulatedMonth;
}

/** What a busy month costs. Pure: the same numbers in, the same dollars out. */
export function estimate(input: EstimateInput): Estimate {
  const { users, phase, plan, month, prices } = input;
  const works = worksOf(input);
  const items = [...infrastructureOf(input, works), ...apisOf(input, works)];
  const sum = (of: Item['of']): number => items.reduce((usd, item) => (item.of === of ? usd + item.usd : usd), 0);
  const atCap = costOf(prices.prices.logGb, phase.dailyLogCapGb * DAYS);
  const logs = items.find(({ name }) => name === LOGS)?.usd ?? 0;
  return {
    users,
    phase: phase.users,
    plan,
    items,
    infrastructure: sum('infrastructure'),
    apis: sum('apis'),
    stripeFees: stripeFeesOf(input),
    infrastructureAtLogCap: sum('infrastructure') - logs + Math.max(logs, atCap),
    works: works.map(({ name, count }) => ({ name, count })),
    month,
  };
}

/** A charge a user and month. */
function stripeFeesOf({ users, assumptions, prices: { stripeFees } }: EstimateInput): number {
  const { tiers, monthlyPrice } = assumptions;
  const paid = (Object.keys(tiers) as (keyof typeof tiers)[]).reduce(
    (sum, tier) => sum + tiers[tier] * monthlyPrice[tier],
    0,
  );
  return users * (paid * (stripeFees.share + stripeFees.billingShare) + stripeFees.perCharge);
}
