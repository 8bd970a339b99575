import type { ThresholdChange } from '../../../shared/domain/signal/drift.ts';
import { LEVELS, type Level } from '../../../shared/domain/signal/signal.ts';
import type { LeagueBars } from '../../../shared/pipeline/operations/thresholds.ts';
import { asData } from '../as-data.ts';
import { iso, lines, type Run, table } from '../printed.ts';

const barWords = (bar: number): string => (bar > 1 ? 'nothing is sent' : `sent from ${bar.toFixed(2)}`);

const rowsOf = ({ league, raises, bars, held }: LeagueBars): (string | number)[][] =>
  LEVELS.map((level) => [
    league,
    level,
    `+${raises[level].toFixed(2)}`,
    barWords(bars[level]),
    held.includes(level) ? 'held by an operator' : 'by the daily check',
  ]);

const differs = ({ raises, held }: LeagueBars): boolean => held.length > 0 || LEVELS.some((level) => raises[level] > 0);

export const thresholdsShow: Run = async (app, { args: [league] }) => {
  if (league !== undefined) {
    const one = await app.operations.thresholdOf(league);
    return { json: one, text: lines(table(rowsOf(one))) };
  }
  const shown = await app.operations.showThresholds();
  const others = shown.leagues.filter(differs);
  return {
    json: shown,
    text: lines(
      `The model’s own bars: ${LEVELS.map((level) => `${level} ${shown.model[level].toFixed(2)}`).join(', ')}.`,
      table(others.flatMap(rowsOf)),
      others.length === shown.leagues.length
        ? []
        : `${shown.leagues.length - others.length} leagues are as the model has it.`,
    ),
  };
};

export const thresholdsSet: Run = async (app, { args, why, isDryRun }) => {
  const [league = '', level, raise = ''] = args;
  const set = await app.operations.setThreshold({
    league,
    level: level as Level,
    raise: raise === 'auto' ? 'auto' : Number(raise),
    why,
    dryRun: isDryRun,
  });
  const { before, after, isChanged } = set;
  if (!isChanged) return { json: set, text: `It is so already: ${sentence(after, set.level)}` };
  return {
    json: set,
    text: lines(
      `${isDryRun ? 'It would be' : 'Done'}: ${sentence(after, set.level)}`,
      `Before: ${sentence(before, set.level)}`,
      isDryRun ? [] : 'It counts within a minute. What was told before stays told.',
      after.held.includes(set.level) ? `It holds until npm run ops -- thresholds set ${league} ${set.level} auto.` : [],
    ),
  };
};

const sentence = ({ league, raises, bars, held }: LeagueBars, level: Level): string =>
  `${level} of ${league} asks for ${raises[level].toFixed(2)} more than the model, ${barWords(bars[level])}, ${
    held.includes(level) ? 'held by an operator' : 'by the daily check'
  }.`;

export const thresholdsHistory: Run = async (app, { args: [league = ''] }) => {
  const { history } = await app.operations.thresholdOf(league);
  return {
    json: history,
    text: history.length === 0 ? `Nothing was ever changed of ${league}.` : lines(table(history.map(historyRow))),
  };
};

const historyRow = ({ day, at, level, from, to, by, why, isGivenBack }: ThresholdChange): string[] => [
  at === undefined ? day : iso(at),
  level,
  isGivenBack ? `given back at ${to.toFixed(2)}` : `${from.toFixed(2)} → ${to.toFixed(2)}`,
  by === 'operator' ? 'an operator' : 'the daily check',
  why === undefined ? '' : asData(why),
];
