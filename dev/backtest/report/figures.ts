import { type Summary, summarise } from '../../../shared/domain/signal/performance.ts';
import { wilsonInterval } from '../../../shared/domain/signal/wilson.ts';

/** An alert as far as figures go. */
export interface Judged {
  readonly clv: number | undefined;
  readonly signal: { readonly confidence: number };
}

export interface Figures extends Summary {
  /** Expected calibration error over ten bins; undefined when none was judged. */
  readonly calibrationError: number | undefined;
}

export const figuresOf = (alerts: readonly Judged[]): Figures => ({
  ...summarise(alerts.map(({ clv, signal }) => ({ clv: clv ?? null, confidence: signal.confidence }))),
  calibrationError: calibrationError(alerts),
});

/** Judged alerts of which about the same was claimed. */
export interface Bin {
  /** Confidences from here, inclusive, to there, exclusive (but 1 is in the last one). */
  readonly from: number;
  readonly to: number;
  readonly judged: number;
  /** Mean confidence. */
  readonly claimed: number;
  readonly beatRate: number;
  /** 95 % Wilson score interval of the beat rate. */
  readonly interval: readonly [low: number, high: number];
}

/** Judged alerts by confidence, in so many bins of equal width between 0 and 1; empty bins are left out. */
export function binsOf(alerts: readonly Judged[], count: number): readonly Bin[] {
  const judged = alerts.filter(({ clv }) => clv !== undefined);
  const groups = Map.groupBy(judged, ({ signal }) => Math.min(count - 1, Math.floor(signal.confidence * count)));
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([index, group]) => {
      const beats = group.filter(({ clv = 0 }) => clv > 0).length;
      return {
        from: index / count,
        to: (index + 1) / count,
        judged: group.length,
        claimed: group.reduce((sum, { signal }) => sum + signal.confidence, 0) / group.length,
        beatRate: beats / group.length,
        interval: wilsonInterval(beats, group.length),
      };
    });
}

const CALIBRATION_BINS = 10;

/** Σ n_b/n · |beat rate − mean confidence| over ten bins (Naeini, Cooper & Hauskrecht 2015). */
function calibrationError(alerts: readonly Judged[]): number | undefined {
  const bins = binsOf(alerts, CALIBRATION_BINS);
  const judged = bins.reduce((sum, bin) => sum + bin.judged, 0);
  if (judged === 0) return undefined;
  return bins.reduce((sum, bin) => sum + (bin.judged / judged) * Math.abs(bin.beatRate - bin.claimed), 0);
}
