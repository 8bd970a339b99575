import type { Assumptions } from './assumptions.ts';
import type { Phase } from './phases.ts';
import type { UnitCost } from './unit-costs.ts';
import type { Work } from './usage.ts';

/** What Flex Consumption bills for. */
export interface Compute {
  /** Instances that never sleep, busy or not. */
  readonly baselineGbSeconds: number;
  readonly alwaysReadyGbSeconds: number;
  readonly alwaysReadyExecutions: number;
  readonly onDemandGbSeconds: number;
  readonly onDemandExecutions: number;
}

export const MONTH_SECONDS = 30 * 24 * 3600;
/** An instance is paid for at least so long whenever it begins to work. */
const LEAST_SECONDS = 1;
/** host.json: messages that one instance works at once. */
const AT_ONCE = 16;
const MB_PER_GB = 1024;

/** poll-odds, settle-markets, watch-poison-queues: each has an instance at almost any time. */
export const TIMERS = 3;

const HTTP = ['discord-interactions', 'discord-webhook', 'stripe-webhook', 'billing-page', 'health'];
/** HTTP functions share their instances; each other function has its own. */
const groupOf = (name: string): string => (HTTP.includes(name) ? 'http' : `function:${name}`);

/**
 * Memory-seconds and executions of a month's work, told apart by whether an instance of the function's group is always ready. What is
 * beyond one always-ready instance would run on demand; here all of it counts as on that one, whose rate has no free grant.
 */
export function computeOf(works: readonly Work[], phase: Phase, { answerSeconds }: Assumptions): Compute {
  const gb = phase.instanceMemoryMB / MB_PER_GB;
  const ready = new Set(phase.alwaysReady.map(({ name }) => name));
  const instances = phase.alwaysReady.reduce((sum, { instanceCount }) => sum + instanceCount, 0);
  const sums = { ready: { seconds: 0, executions: 0 }, onDemand: { seconds: 0, executions: 0 } };
  for (const work of works) {
    const functions = Object.entries(work.cost.functions);
    const waits = waitsOf(work.cost, answerSeconds) / Math.max(1, functions.length);
    for (const [name, { executions, seconds }] of functions) {
      const sum = ready.has(groupOf(name)) ? sums.ready : sums.onDemand;
      sum.executions += work.count * executions;
      sum.seconds += billedSeconds(work, executions, seconds, waits);
    }
  }
  return {
    baselineGbSeconds: instances * gb * MONTH_SECONDS,
    alwaysReadyGbSeconds: sums.ready.seconds * gb,
    alwaysReadyExecutions: sums.ready.executions,
    onDemandGbSeconds: sums.onDemand.seconds * gb,
    onDemandExecutions: sums.onDemand.executions,
  };
}

/**
 * Seconds that a work's calls of one function are billed for.
 * @param executions calls in one operation
 * @param seconds its measured time, waits not included
 * @param waits what it waits for real services, seconds
 */
export function billedSeconds(
  { count, bursts }: Pick<Work, 'count' | 'bursts'>,
  executions: number,
  seconds: number,
  waits: number,
): number {
  if (bursts === 'each-alone') return count * Math.max(LEAST_SECONDS * executions, seconds + waits);
  return bursts * LEAST_SECONDS + count * (seconds + waits / AT_ONCE);
}

const waitsOf = (cost: UnitCost, answer: Assumptions['answerSeconds']): number =>
  cost.odds * answer.odds +
  cost.discord * answer.discord +
  cost.claude * answer.claude +
  cost.quickchart * answer.quickchart +
  cost.stripe * answer.stripe;
