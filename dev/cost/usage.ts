import type { Assumptions } from './assumptions.ts';
import type { SimulatedMonth } from './credits.ts';
import type { QuestionName, UnitCost, UnitCosts } from './unit-costs.ts';

const DAYS = 30;
const TICKS_A_MINUTE = 2;

/** So many times one operation in a month. */
export interface Work {
  readonly name: string;
  readonly cost: UnitCost;
  readonly count: number;
  /**
   * How its calls fall: each alone, so that each is paid for a second at least, or so many times many at once, sharing their instance.
   */
  readonly bursts: number | 'each-alone';
  /** How long what it stores stays, months. */
  readonly keptMonths: number;
}

export interface UsageInput {
  readonly users: number;
  readonly month: SimulatedMonth;
  readonly units: UnitCosts;
  readonly assumptions: Assumptions;
}

/** All that is done in a busy month, by so many users and for them. */
export function worksOf({ users, month, units, assumptions }: UsageInput): readonly Work[] {
  const { operations } = units;
  const people = directMessaged(users, assumptions);
  const alerts = month.leagueDays * assumptions.alertsPerLeagueDay;
  const minutes = month.ticks / TICKS_A_MINUTE;
  const kept = assumptions.monthsKept;
  const alone = (name: string, cost: UnitCost, count: number, keptMonths = 0): Work => ({
    name,
    cost,
    count,
    bursts: 'each-alone',
    keptMonths,
  });
  return [
    alone('ticks with nothing due', operations.idleTick, month.ticks - month.busyTicks),
    alone('polls', operations.poll, month.polls, 1),
    {
      name: 'market changes',
      cost: operations.change,
      count: month.polls * units.changesPerPoll,
      bursts: month.busyTicks,
      keptMonths: 3,
    },
    { name: 'alerts', cost: operations.alert, count: alerts, bursts: alerts, keptMonths: kept },
    alone('watchers looked at', operations.watcher, alerts * people),
    {
      name: 'deliveries',
      cost: operations.delivery,
      count: alerts * assumptions.channelsPerAlert + people * assumptions.directMessagesPerDay * DAYS,
      bursts: alerts,
      keptMonths: 1,
    },
    alone('looks for games to settle', operations.idleSettle, minutes),
    alone('games settled', operations.settledEvent, month.games, kept),
    alone('looks at poison queues', operations.poisonWatch, minutes),
    alone('billing events', operations.billingEvent, users * assumptions.billingEventsPerMonth, kept),
    alone('subscribers compared', operations.reconciledSubscriber, users * DAYS),
    ...questionsOf(users, units, assumptions),
  ];
}

/** Questions of all users a day. */
export const questionsPerDay = (users: number, { tiers, questionsPerDay: each }: Assumptions): number =>
  users * (tiers.starter * each.starter + tiers.core * each.core + tiers.sharp * each.sharp);

/** Questions a day that want a league's odds. */
export const oddsQuestionsPerDay = (users: number, assumptions: Assumptions): number =>
  questionsPerDay(users, assumptions) * (assumptions.mix.odds / 100);

const directMessaged = (users: number, { tiers, directMessageShare }: Assumptions): number =>
  users * (tiers.core + tiers.sharp) * directMessageShare;

function questionsOf(users: number, { operations }: UnitCosts, assumptions: Assumptions): readonly Work[] {
  const { mix, suggestionsPerQuestion } = assumptions;
  const asked = questionsPerDay(users, assumptions) * DAYS;
  const work = (name: QuestionName, count: number): Work => ({
    name: `questions: ${name}`,
    cost: operations.questions[name],
    count,
    bursts: 'each-alone',
    // An interaction is remembered for an hour.
    keptMonths: 0,
  });
  const names = Object.keys(mix) as (keyof typeof mix)[];
  return [
    ...names.map((name) => work(name, (asked * mix[name]) / 100)),
    work('suggest', (asked * suggestionsPerQuestion * (mix.odds + mix.line)) / 100),
  ];
}

/** Of all works together. */
export const total = (works: readonly Work[], of: (cost: UnitCost) => number): number =>
  works.reduce((sum, { cost, count }) => sum + count * of(cost), 0);
