import type { AlertType, Level } from './signal.ts';
import { evidenceOf, type TrackRecord, type TrackRecordCell } from './track-record.ts';

/** Fewer settled signals than this prove less than the recordings that the model was fitted on. */
const LEAST_SETTLED = 100;
/** Fewer than this is no record of one type: then all of its level speak for it. */
const LEAST_FITTED = 20;

interface Like {
  readonly type: AlertType;
  readonly level: Level;
}

/**
 * How alerts like this one did, for a person: by the first settled record that holds a hundred of them, else by the one that came
 * with the model. It says which.
 * @param settled records of the last 52 weeks, the narrowest first
 * @param fitted the model's own record, from cross-validation
 */
export function basisOf(
  settled: readonly (TrackRecord | undefined)[],
  fitted: readonly TrackRecordCell[],
  like: Like,
): string {
  for (const record of settled) {
    const cell = evidenceOf(record, like);
    if (cell && cell.judged >= LEAST_SETTLED) return sentence(cell, 'settled alerts');
  }
  return fittedSentence(fitted, like) ?? 'no alert like this was settled yet';
}

function fittedSentence(fitted: readonly TrackRecordCell[], { type, level }: Like): string | undefined {
  const own = fitted.find((cell) => cell.type === type && cell.level === level);
  if (own && own.judged >= LEAST_FITTED) return sentence(own, 'on recorded odds');
  // Recordings tell nothing of what we reported, so nothing of its turning back either.
  if (type === 'Reversal') return undefined;
  const ofLevel = fitted.filter((cell) => cell.level === level);
  const judged = ofLevel.reduce((sum, cell) => sum + cell.judged, 0);
  const beats = ofLevel.reduce((sum, cell) => sum + cell.beats, 0);
  return judged > 0 ? sentence({ judged, beats }, 'on recorded odds', `${level} alerts`) : undefined;
}

const sentence = (
  { judged, beats }: Pick<TrackRecordCell, 'judged' | 'beats'>,
  source: string,
  what = 'alerts like this',
): string => `${what}: ${Math.round((100 * beats) / judged)}% beat the close, n = ${judged}, ${source}`;
