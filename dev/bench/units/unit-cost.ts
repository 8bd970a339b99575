import type { UnitCost } from '../../cost/unit-costs.ts';
import { type OperationKind, type Sums, sumOf, type Tally } from './tally.ts';

const KINDS: readonly OperationKind[] = ['read', 'missing', 'list', 'create', 'replace', 'refused', 'delete'];

/** Which figures of a tally count, by their names. */
export interface Share {
  cosmos(name: string): boolean;
  queues(name: string): boolean;
  executions(name: string): boolean;
  outside(name: string): boolean;
  logged(name: string): boolean;
}

const ALL: Share = {
  cosmos: () => true,
  queues: () => true,
  executions: () => true,
  outside: () => true,
  logged: () => true,
};

/**
 * Paid for by the message; a receive brings up to 16 of them. Not: empty receives, which are paid for by the time that a listener lives,
 * and the local host's own looks at how many messages there are. The app asks that of its poison queues alone.
 */
const isPaidByMessage = (name: string): boolean =>
  !name.endsWith('/empty') && (!name.endsWith('/count') || name.endsWith('-poison/count'));

/** What one of `count` equal operations took of a tally. @throws when there was none */
export function unitCost(tally: Tally, count: number, share: Share = ALL): UnitCost {
  if (count <= 0) throw new Error('Nothing happened of what was to be measured');
  const charges = Object.entries(tally.cosmos).filter(([name]) => share.cosmos(name));
  const ofKind = (kind: OperationKind) =>
    charges.reduce((sum, [name, charge]) => (name.endsWith(`/${kind}`) ? sum + charge.count : sum), 0) / count;
  const outside = (name: string) => sumOf(tally.outside, (each) => each === name && share.outside(each)) / count;
  const of = (sums: Sums, fits: (name: string) => boolean) => sumOf(sums, fits) / count;
  return {
    cosmos: Object.fromEntries(KINDS.map((kind) => [kind, ofKind(kind)])) as UnitCost['cosmos'],
    requestUnits: charges.reduce((sum, [, charge]) => sum + charge.requestUnits, 0) / count,
    storedBytes: charges.reduce((sum, [name, { bytes }]) => (name.endsWith('/create') ? sum + bytes : sum), 0) / count,
    queueOperations: of(tally.queues, (name) => isPaidByMessage(name) && share.queues(name)),
    functions: Object.fromEntries(
      Object.entries(tally.executions)
        .filter(([name]) => share.executions(name))
        .map(([name, calls]) => [
          name,
          { executions: calls / count, seconds: (tally.activeMs[name] ?? 0) / 1000 / count },
        ]),
    ),
    lineBytes: of(tally.logged, (name) => name.startsWith('line:') && share.logged(name)),
    spanBytes: of(tally.logged, (name) => name.startsWith('span:') && share.logged(name)),
    odds: outside('odds'),
    discord: outside('discord'),
    claude: outside('claude'),
    inputTokens: outside('claude/input'),
    outputTokens: outside('claude/output'),
    quickchart: outside('quickchart'),
    stripe: outside('stripe'),
  };
}

/** What is left of a cost when what belongs to another is taken away, `times` of it; nothing less than 0. */
export function without(cost: UnitCost, other: UnitCost, times: number): UnitCost {
  const less = (of: number, by: number): number => Math.max(0, of - times * by);
  return {
    ...cost,
    cosmos: Object.fromEntries(
      KINDS.map((kind) => [kind, less(cost.cosmos[kind], other.cosmos[kind])]),
    ) as UnitCost['cosmos'],
    requestUnits: less(cost.requestUnits, other.requestUnits),
    storedBytes: less(cost.storedBytes, other.storedBytes),
    queueOperations: less(cost.queueOperations, other.queueOperations),
  };
}
