import type { LastingFeatures } from '../../shared/domain/signal/confidence-model.ts';
import type { Candidate } from '../../shared/domain/signal/detect.ts';

/** A candidate that production would have looked at, and what became of its price. */
export interface Sample {
  readonly candidate: Candidate;
  readonly lasting: LastingFeatures;
  /** The event's last known start, epoch ms. */
  readonly start: number;
  /** Closing line value; undefined where there is no close to judge by. */
  readonly clv: number | undefined;
  /** Whether the price, or a better one, stood in the event's next snapshot; undefined when there was none before the start. */
  readonly next: { readonly stands: boolean; readonly minutes: number } | undefined;
}
