import { parseArgs } from 'node:util';
import { PRICES } from './prices.ts';

const MOST_USERS = 1_000_000;
const PLAN_NAMES = PRICES.oddsPlans.plans.map(({ name }) => name);

export interface CostOptions {
  /** Undefined: the three phases. */
  readonly users: number | undefined;
  /** Name of a plan at The Odds API; undefined: what the phase's parameter file holds. */
  readonly plan: string | undefined;
  readonly json: boolean;
  /** Puts the tables into README.md. */
  readonly write: boolean;
}

export const HELP = `npm run cost [-- --users N] [--plan NAME] [--json | --write]

Estimates what a busy month costs, from what each operation was measured to take (dev/cost/unit-costs.json, written by
npm run bench -- units --write), the prices of dev/cost/prices.json, and the phases of infra/users-N.bicepparam.
Without --users: the three phases beside the original plan, as a Markdown table.

  --users N      subscribers; the smallest phase that has room for them is taken
  --plan NAME    what is bought at The Odds API: ${PLAN_NAMES.join(', ')}; default: what the phase says
  --json         one line of JSON for programs, with all that went into it
  --write        puts the three phases' tables into README.md, between <!-- cost --> and <!-- /cost -->
  --help         this text

  npm run cost -- --users 800 --plan 100k`;

/** Reads the command line. @throws an Error that says what is wrong with it */
export function readOptions(args: readonly string[]): CostOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      users: { type: 'string' },
      plan: { type: 'string' },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const { json, write } = values;
  const users = values.users === undefined ? undefined : readUsers(values.users);
  const plan = values.plan?.toLowerCase();
  if (plan !== undefined && !PLAN_NAMES.includes(plan))
    throw new Error(`There is no plan "${values.plan}" at The Odds API. There are: ${PLAN_NAMES.join(', ')}.`);
  if (write && (json || users !== undefined || plan !== undefined))
    throw new Error('--write goes alone: README.md shows the three phases as infra/ has them.');
  return { users, plan, json, write };
}

function readUsers(text: string): number {
  const users = Number(text);
  if (!/^\d+$/.test(text) || users < 1 || users > MOST_USERS)
    throw new Error(`--users takes a whole number from 1 to ${MOST_USERS.toLocaleString('en-US')}, not "${text}".`);
  return users;
}
