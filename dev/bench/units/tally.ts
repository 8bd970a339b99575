import { type ChargedOperation, requestUnits } from '../../cost/request-units.ts';

export type OperationKind = ChargedOperation['kind'];

/** Operations of one kind: how many, how many bytes of documents, and what they cost. */
interface Charge {
  readonly count: number;
  readonly bytes: number;
  readonly requestUnits: number;
}

/** Figures by name, e.g. `boards/replace`, `deliveries/send`, `score-market`. */
export type Sums = Readonly<Record<string, number>>;

/** What happened in a span of the bench. */
export interface Tally {
  /** `container/kind`. */
  readonly cosmos: Readonly<Record<string, Charge>>;
  /** `queue/kind`. */
  readonly queues: Sums;
  /** Invocations by function. */
  readonly executions: Sums;
  /** Time in which at least one call of a function ran, which is what an instance is paid by. */
  readonly activeMs: Sums;
  /** Requests to services outside, by service, and `claude/input`, `claude/output` tokens. */
  readonly outside: Sums;
  /** Bytes of telemetry, by what they are part of. */
  readonly logged: Sums;
  /** Different metrics, told apart by their labels, and the bytes of a row of each. */
  readonly series: Sums;
}

export interface TallyKeeper {
  cosmos(operation: ChargedOperation & { readonly container: string }): void;
  add(what: 'queues' | 'executions' | 'activeMs' | 'outside' | 'logged', name: string, amount?: number): void;
  series(name: string, bytes: number): void;
  /** What happened since the last time, and begins anew. */
  lap(): Tally;
}

interface Open {
  readonly cosmos: Record<string, Charge>;
  readonly queues: Record<string, number>;
  readonly executions: Record<string, number>;
  readonly activeMs: Record<string, number>;
  readonly outside: Record<string, number>;
  readonly logged: Record<string, number>;
  readonly series: Record<string, number>;
}

const NOTHING: Charge = { count: 0, bytes: 0, requestUnits: 0 };
const open = (): Open => ({
  cosmos: {},
  queues: {},
  executions: {},
  activeMs: {},
  outside: {},
  logged: {},
  series: {},
});

/** Adds up what it is told of. */
export function createTallyKeeper(): TallyKeeper {
  let tally = open();
  return {
    cosmos({ container, kind, bytes }) {
      const name = `${container}/${kind}`;
      const before = tally.cosmos[name] ?? NOTHING;
      tally.cosmos[name] = {
        count: before.count + 1,
        bytes: before.bytes + bytes,
        requestUnits: before.requestUnits + requestUnits({ kind, bytes }),
      };
    },
    add(what, name, amount = 1) {
      tally[what][name] = (tally[what][name] ?? 0) + amount;
    },
    series(name, bytes) {
      tally.series[name] = bytes;
    },
    lap() {
      const ended = tally;
      tally = open();
      return ended;
    },
  };
}

/** The sum of those figures whose name fits. */
export const sumOf = (sums: Sums, fits: (name: string) => boolean): number =>
  Object.entries(sums).reduce((sum, [name, amount]) => (fits(name) ? sum + amount : sum), 0);
