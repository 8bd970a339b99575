import { logOddsOf, type Model } from '../../shared/domain/signal/confidence-model.ts';
import { weekOf } from '../../shared/domain/signal/performance-week.ts';
import { type Foreseen, fitBeat } from './fit.ts';
import type { Sample } from './sample.ts';

/** Fewer judged samples than this fit nothing worth testing. */
const LEAST_FITTED = 3000;

export interface CrossValidation {
  /** Judged samples of the weeks that were tested. */
  readonly foreseen: readonly Foreseen[];
  /** The model that was fitted before a week, by that week's Monday. */
  readonly folds: ReadonlyMap<string, Model['beat']>;
}

export const weekOfSample = ({ start }: Sample): string => weekOf(start);

/**
 * Time-split cross-validation: each week is foreseen by a model fitted on the games of all earlier weeks, of all leagues. A game is in
 * the week in which it starts, so it stands on one side only.
 */
export function crossValidate(samples: readonly Sample[]): CrossValidation {
  const judged = samples.filter(({ clv }) => clv !== undefined);
  const byWeek = [...Map.groupBy(judged, weekOfSample)].sort(([a], [b]) => (a < b ? -1 : 1));
  const foreseen: Foreseen[] = [];
  const folds = new Map<string, Model['beat']>();
  const earlier: Sample[] = [];
  for (const [week, tested] of byWeek) {
    if (earlier.length >= LEAST_FITTED) {
      const beat = fitBeat(earlier);
      folds.set(week, beat);
      for (const sample of tested) foreseen.push({ sample, logOdds: logOddsOf({ beat }, sample.candidate.features) });
    }
    earlier.push(...tested);
  }
  return { foreseen, folds };
}
