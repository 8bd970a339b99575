import { z } from 'zod';

const common = {
  /** How many calls it spoils; absent: every call until it is cleared. */
  times: z.number().int().positive().optional(),
  /** Only calls whose path contains this text. */
  path: z.string().optional(),
};

/** How a stand-in can be told to fail. */
export const faultSchema = z.discriminatedUnion('kind', [
  /** An error status with a short text. */
  z.object({ kind: z.literal('status'), status: z.number().int().min(400).max(599), ...common }),
  /** The true answer, cut in the middle. */
  z.object({ kind: z.literal('truncated'), ...common }),
  /** A web page, as a proxy shows it, with status 200. */
  z.object({ kind: z.literal('html'), ...common }),
  /** `[]`. */
  z.object({ kind: z.literal('empty'), ...common }),
  /** The true answer, `ms` late. */
  z.object({ kind: z.literal('delay'), ms: z.number().int().positive(), ...common }),
  /** The true answer, dated by a clock that is so far ahead; behind, where negative. */
  z.object({ kind: z.literal('clock'), aheadMs: z.number().int(), ...common }),
  /** No answer, for as long as the caller waits. */
  z.object({ kind: z.literal('hang'), ...common }),
  /** Valid JSON of that many bytes. */
  z.object({ kind: z.literal('huge'), bytes: z.number().int().min(64).default(10_000_000), ...common }),
  /** The connection breaks before the request does anything. */
  z.object({ kind: z.literal('drop-before'), ...common }),
  /** The request does its work, then the connection breaks: the caller cannot know that it succeeded. */
  z.object({ kind: z.literal('drop-after'), ...common }),
  /** What the real service answers to a refused key. */
  z.object({ kind: z.literal('bad-key'), ...common }),
  /** What the real service answers when the plan is used up. */
  z.object({ kind: z.literal('out-of-credits'), ...common }),
  /** The real service's 429. */
  z.object({ kind: z.literal('too-many-requests'), global: z.boolean().optional(), ...common }),
]);
export type Fault = z.input<typeof faultSchema>;
export type ParsedFault = z.output<typeof faultSchema>;

/** Faults in force. The oldest one that fits a call spoils it. */
export interface Faults {
  /** Puts a fault in force. Throws a ZodError when it is none. */
  inject(fault: Fault): void;
  /** Takes every fault back. A call that hangs already goes on hanging. */
  clear(): void;
  /** Faults still in force, with the calls left to spoil. */
  active(): readonly ParsedFault[];
  /** The fault for a call to that path, counted as used. */
  take(path: string): ParsedFault | undefined;
}

/** An empty list of faults. */
export const createFaults = (): Faults => {
  let active: ParsedFault[] = [];
  return {
    inject: (fault) => {
      active.push(faultSchema.parse(fault));
    },
    clear: () => {
      active = [];
    },
    active: () => active,
    take: (path) => {
      const fault = active.find((candidate) => candidate.path === undefined || path.includes(candidate.path));
      if (fault?.times === undefined) return fault;
      const left = fault.times - 1;
      active = active.flatMap((other) => (other !== fault ? [other] : left > 0 ? [{ ...fault, times: left }] : []));
      return fault;
    },
  };
};
