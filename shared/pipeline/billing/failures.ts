import type { Telemetry } from '../../ports/telemetry.ts';

/** More than that in a row is not somebody's document, but a service that is away. */
const MOST_IN_A_ROW = 10;

/** Whom or what the work is about, as the log names it. */
type About = { readonly userId: string } | { readonly fraud: string };

export interface Failures {
  /** Does a part of the work; what it throws is noted, and thrown on only when too many parts in a row fail. */
  orNote(about: About, work: () => Promise<unknown>): Promise<void>;
  notes(): readonly string[];
}

/** One bad document must not end the work for all. Counts `reconcile_failures`. */
export function countFailures(telemetry: Telemetry): Failures {
  let failed = 0;
  let inARow = 0;
  return {
    async orNote(about, work) {
      try {
        await work();
        inARow = 0;
      } catch (error) {
        failed++;
        inARow++;
        telemetry.error('reconcile_failed', { ...about, reason: String(error) });
        telemetry.count('reconcile_failures', 1);
        if (inARow > MOST_IN_A_ROW) throw error;
      }
    },
    notes: () => (failed === 0 ? [] : [`Users who could not be looked at: ${failed}. The log says why.`]),
  };
}
