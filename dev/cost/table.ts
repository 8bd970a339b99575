import { ASSUMPTIONS, type Assumptions } from './assumptions.ts';
import { CALENDAR } from './calendar.ts';
import { MONTH_SECONDS } from './compute.ts';
import { naiveMonth, type SimulatedMonth } from './credits.ts';
import type { Estimate } from './estimate.ts';
import type { Item } from './item.ts';
import { PRICES, type Prices, unverified } from './prices.ts';
import { whole } from './words.ts';

/** The original plan's dollars a month. */
export const ORIGINAL_PLAN: Readonly<
  Record<number, { readonly infrastructure: number; readonly apis: number | undefined }>
> = {
  50: { infrastructure: 50, apis: undefined },
  500: { infrastructure: 150, apis: undefined },
  5000: { infrastructure: 500, apis: 150 },
};
/** And its requests to The Odds API. */
const ORIGINAL_REQUESTS = 100_000;
/** Polling without a plan, all the time. */
const NAIVE_A_MINUTE = 30;
const LEAGUES = Object.keys(CALENDAR).length;

const dollars = (usd: number): string => (usd > 0 && usd < 0.005 ? '<$0.01' : `$${usd.toFixed(2)}`);
const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const head = (first: string, ...others: readonly string[]): string[] => [
  row(first, ...others),
  row('---', ...others.map(() => '---:')),
];
const bold = (text: string): string => `**${text}**`;

/** Dated lines that say what the tables rest on. */
interface Basis {
  readonly measured: string;
}

/** One estimate, item by item. */
export function estimateTable(found: Estimate, basis: Basis): string {
  const lines = (of: Item['of']): string[] =>
    found.items.filter((item) => item.of === of).map(({ name, amount, usd }) => row(name, dollars(usd), amount));
  return [
    `${whole(found.users)} users in a busy month, on infra/users-${found.phase}.bicepparam and the plan ${found.plan.name} of The Odds API`,
    '',
    ...head('', '$ a month', 'of'),
    ...lines('infrastructure'),
    row(
      bold('infrastructure'),
      bold(dollars(found.infrastructure)),
      `at most ${dollars(found.infrastructureAtLogCap)} by the cap on logs`,
    ),
    ...lines('apis'),
    row(bold('APIs'), bold(dollars(found.apis)), ''),
    row('Stripe’s fees, out of what users pay', dollars(found.stripeFees), 'no infrastructure'),
    '',
    ...footnotes(basis),
  ].join('\n');
}

/** The phases side by side, beside the original plan, and what is asked of The Odds API. */
export function phasesTable(phases: readonly Estimate[], basis: Basis): string {
  const [first] = phases;
  const lines = (of: Item['of']): string[] =>
    (first?.items ?? [])
      .filter((item) => item.of === of)
      .map(({ name }) => row(name, ...phases.map((each) => cellOf(each, name))));
  const sums = (pick: (each: Estimate) => number): string[] => phases.map((each) => bold(dollars(pick(each))));
  const planned = (pick: 'infrastructure' | 'apis'): string[] =>
    phases.map(({ users }) => {
      const usd = ORIGINAL_PLAN[users]?.[pick];
      return usd === undefined ? '' : `$${usd}`;
    });
  return [
    ...head('a busy month', ...phases.map(({ users }) => `${whole(users)} users`)),
    ...lines('infrastructure'),
    row(bold('infrastructure'), ...sums(({ infrastructure }) => infrastructure)),
    row('with as many logs as their cap lets through', ...phases.map((each) => dollars(each.infrastructureAtLogCap))),
    row('the original plan', ...planned('infrastructure')),
    ...lines('apis'),
    row(bold('APIs'), ...sums(({ apis }) => apis)),
    row('the original plan', ...planned('apis')),
    row('Stripe’s fees, out of what users pay', ...phases.map((each) => dollars(each.stripeFees))),
    '',
    ...pollingTable(phases),
    '',
    ...footnotes(basis),
  ].join('\n');
}

const cellOf = ({ items }: Estimate, name: string): string => {
  const item = items.find((each) => each.name === name);
  return item ? `${dollars(item.usd)} (${item.amount})` : '';
};

function pollingTable(phases: readonly Estimate[]): readonly string[] {
  const naive = naiveMonth(NAIVE_A_MINUTE);
  const perPoll = naive.credits / naive.polls;
  const evenly = (what: string, polls: number): string => {
    const plan = PRICES.oddsPlans.plans.find(({ credits }) => credits >= polls * perPoll);
    const price = plan ? `$${plan.usd} (${plan.name})` : 'none is large enough';
    return row(what, whole(polls), whole(polls * perPoll), price, `${whole((LEAGUES * MONTH_SECONDS) / polls)} s`);
  };
  return [
    ...head('The Odds API', 'polls a month', 'credits', 'plan', 'a league with a game within 2 h, each'),
    evenly(`naive: ${NAIVE_A_MINUTE} polls a minute around the clock`, naive.polls),
    evenly('the original plan, around the clock', ORIGINAL_REQUESTS),
    ...phases.map(({ users, month, plan }) =>
      row(
        `ours, ${whole(users)} users`,
        whole(month.polls),
        whole(month.credits),
        `$${plan.usd} (${plan.name})`,
        `${whole(month.activeInterval)} s`,
      ),
    ),
  ];
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** What is taken for granted, in words. */
function footnotes(
  { measured }: Basis,
  prices: Prices = PRICES,
  assumed: Assumptions = ASSUMPTIONS,
): readonly string[] {
  const { tiers, questionsPerDay, mix, answerSeconds } = assumed;
  const asked = Object.entries(mix)
    .map(([name, share]) => `${name} ${share}`)
    .join(', ');
  return [
    `Prices of ${prices.asOf}; ${unverified(prices).length} of them could not be looked up and are marked so in dev/cost/prices.json. Operations as measured on ${measured}.`,
    `Taken for granted: a month in which all four leagues play (dev/cost/calendar.ts); tiers Starter ${percent(tiers.starter)}, Core ${percent(tiers.core)}, Sharp ${percent(tiers.sharp)};`,
    `${questionsPerDay.starter}, ${questionsPerDay.core} and ${questionsPerDay.sharp} questions a user and day (of a hundred: ${asked}), ${assumed.suggestionsPerQuestion} suggestions while typing each;`,
    `${assumed.alertsPerLeagueDay} alerts a league and day (docs/signals.md), each in ${assumed.channelsPerAlert} channels; ${percent(assumed.directMessageShare)} of Core and Sharp get ${assumed.directMessagesPerDay} direct messages a day; of charts, ${assumed.charts.marketsAskedFor} markets in ${assumed.charts.busyHoursPerDay} hours a day;`,
    `as many changes a poll as in the simulated market, about what real odds do in twenty minutes; no Redis to spare the database a read;`,
    `a queue’s listener lives all month (the scale controller, which asks where none does, asks less often); a call alone is paid for a second;`,
    `answers after ${answerSeconds.odds} s (odds), ${answerSeconds.discord} s (Discord), ${answerSeconds.claude} s (Claude), ${answerSeconds.stripe} s (Stripe); ${assumed.monthsKept} months of records kept.`,
  ];
}

/** How a month went, for `--json`. */
export const monthSummary = ({ polls, credits, games, leagueDays, activeInterval }: SimulatedMonth) => ({
  polls,
  credits,
  games,
  leagueDays,
  activeInterval: Math.round(activeInterval),
});
