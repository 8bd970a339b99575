import type { Telemetry } from '../../ports/telemetry.ts';

/** More than that in a row is not somebody's document, but a service that is away. */
const MOST_IN_A_ROW = 10;

export interface Failures {
  /** Does a part of the work; what it throws is noted, and thrown on only when too many parts in a row fail. */
  orNote(userId: string, work: () => Promise<unknown>): Promise<void>;
  notes(): readonly string[];
}

/** One bad document must not end the work for all. Counts `reconcile_failures`. */
export function countFailures(telemetry: Telemetry): Failures {
  let failed = 0;
  let inARow = 0;
  return {
    async orNote(userId, work) {
      try {
        await work();
        inARow = 0;
      } catch (error) {
        failed++;
        inARow++;
        telemetry.error('reconcile_failed', { userId, reason: String(error) });
        telemetry.count('reconcile_failures', 1);
        if (inARow > MOST_IN_A_ROW) throw error;
      }
    },
    notes: () => (failed === 0 ? [] : [`Users who could not be looked at: ${failed}. The log says why.`]),
  };
}
