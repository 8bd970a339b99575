import { FEATURES } from '../../shared/domain/signal/features.ts';
import type { Calibration } from './calibrate.ts';
import { table } from './table.ts';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const signed = (share: number): string => `${share >= 0 ? '+' : ''}${percent(share)}`;

/** What a person wants to know of a calibration: how unseen weeks were foreseen, and what the model says. */
export function describeCalibration({ model, folds, skill, crossValidated }: Calibration): string {
  const rows = Object.entries(crossValidated).map(([group, figures]) => [
    group,
    String(figures.judged),
    String(figures.unjudged),
    figures.judged > 0 ? percent(figures.beatRate) : '–',
    figures.judged > 0 ? signed(figures.meanClv) : '–',
    figures.judged > 0 ? signed(figures.medianClv) : '–',
    figures.judged > 0 ? figures.calibrationError.toFixed(3) : '–',
    figures.perLeagueDay.toFixed(1),
  ]);
  const header = ['league: level', 'judged', 'unjudged', 'beat close', 'mean CLV', 'median CLV', 'cal. error', 'a day'];
  const { bars, beat, calibration } = model;
  return [
    `Cross-validation by time: ${folds} weeks, each foreseen by weights fitted on all earlier ones (calibration and bars: on these weeks).`,
    `Skill ${skill.toFixed(4)}.`,
    '',
    table(header, rows),
    '',
    'Log-odds of beating the close, before calibration:',
    table(
      ['feature', 'weight'],
      [['(intercept)', String(beat.intercept)], ...FEATURES.map((name) => [name, String(beat.weights[name])])],
    ),
    `Calibration: ${calibration.intercept} + ${calibration.slope} × log-odds. Bars: Low ${bars.Low}, Medium ${bars.Medium}, High ${bars.High}.`,
  ].join('\n');
}
