import type { BudgetReport } from '../../../shared/domain/polling/budget-report.ts';
import { iso, lines, type Run, table } from '../printed.ts';

const NAMES = {
  active: 'games that are near or move',
  upcoming: 'games that are further off',
  onDemand: 'questions of users',
} as const;

const whole = (credits: number): string => Math.round(credits).toLocaleString('en-US');
const percent = (share: number): string => `${Math.round(share * 100)} %`;

const paceWords = ({ pace, projected, goneAt, total, elapsed }: BudgetReport): string => {
  if (pace === undefined || projected === undefined)
    return `${percent(elapsed)} of the month has passed: too early to tell a pace.`;
  const ahead = `${percent(elapsed)} of the month has passed; the pace is ${pace.toFixed(2)} of an even one.`;
  return goneAt === undefined
    ? `${ahead} Going on like that, the month takes ${whole(projected)} of ${whole(total)}.`
    : `${ahead} Going on like that, they would be gone ${iso(goneAt)}: polling slows down before, so that they last.`;
};

const PAUSES = {
  'out-of-credits': 'Nothing is polled: the provider says that the credits are gone.',
  'bad-key': 'Nothing is polled: the provider refuses ODDS_API_KEY. Change it; the next accepted call ends the pause.',
} as const;

export const budget: Run = async (app) => {
  const report = await app.operations.budget();
  const { month, total, isReported, used, remaining, classes, pause } = report;
  return {
    json: report,
    text: lines(
      `${iso(month.start).slice(0, 'YYYY-MM'.length)}: ${whole(used)} of ${whole(total)} credits used, ${whole(remaining)} left; ${
        isReported ? 'as the provider told' : 'by ODDS_MONTHLY_CREDITS, for the provider has not told yet'
      }.`,
      table([
        ['', 'used', 'its share', 'left', 'now'],
        ...classes.map((one) => [
          NAMES[one.class],
          whole(one.used),
          whole(one.share),
          whole(one.remaining),
          whole(one.allowance),
        ]),
      ]),
      paceWords(report),
      pause ? [`${PAUSES[pause.reason]} Until ${iso(pause.until)}, unless something changes before.`] : [],
    ),
  };
};
