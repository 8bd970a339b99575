import type { Figures } from '../../shared/domain/signal/confidence-model.ts';
import { summarise } from '../../shared/domain/signal/performance.ts';
import type { Alert } from './policy.ts';

const BINS = 10;

/**
 * Expected calibration error: Σ n_b/n · |beat rate − mean confidence| over ten bins of confidence (Naeini, Cooper & Hauskrecht 2015).
 */
export function calibrationError(rows: readonly { readonly confidence: number; readonly beats: boolean }[]): number {
  const bins = Map.groupBy(rows, ({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)));
  let error = 0;
  for (const bin of bins.values()) {
    const claimed = bin.reduce((sum, { confidence }) => sum + confidence, 0);
    const beats = bin.filter((row) => row.beats).length;
    error += Math.abs(beats - claimed) / rows.length;
  }
  return error;
}

/** @param days league-days in which there was something to look at */
export function figuresOf(alerts: readonly Alert[], days: number): Figures {
  const rows = alerts.map(({ sample, claim }) => ({ confidence: claim.confidence, clv: sample.clv ?? null }));
  const { judged, unjudged, beatRate = 0, meanClv = 0, medianClv = 0 } = summarise(rows);
  const settled = rows.flatMap(({ confidence, clv }) => (clv === null ? [] : [{ confidence, beats: clv > 0 }]));
  return {
    judged,
    unjudged,
    beatRate: fourDigits(beatRate),
    meanClv: fourDigits(meanClv),
    medianClv: fourDigits(medianClv),
    calibrationError: fourDigits(settled.length > 0 ? calibrationError(settled) : 0),
    perLeagueDay: fourDigits(days > 0 ? alerts.length / days : 0),
  };
}

const fourDigits = (value: number): number => Math.round(value * 1e4) / 1e4 + 0;
