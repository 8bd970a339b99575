import type { FeedbackRate } from '../../../shared/domain/signal/feedback-rates.ts';
import type { NotResent, Resent } from '../../../shared/pipeline/operations/resend.ts';
import { asData } from '../as-data.ts';
import { iso, lines, type Run, table } from '../printed.ts';

/** The user's tier or settings, by the reason under which the fan-out counts them. */
const UNWANTED: Readonly<Record<string, string>> = {
  tier: 'the user’s tier is not told of such alerts',
  'direct-messages-off': 'the user has switched direct messages off',
  'no-watch': 'none of the user’s watches asks for it',
  muted: 'the user has muted this game’s market',
  'quiet-hours': 'the user’s quiet hours are on',
};

const why = (refused: NotResent): string => {
  switch (refused.kind) {
    case 'stale':
      return refused.stale === 'event-begun'
        ? 'the game has begun; every stage would drop it'
        : `it is ${Math.floor(refused.ageMs / 60_000)} minutes old; every stage drops an alert after ten, for its price is gone`;
    case 'delivered':
      return `it was delivered there ${iso(refused.at)}`;
    case 'disabled':
      return `Discord said that sending there does not work: ${asData(refused.reason)}`;
    case 'unwanted':
      return UNWANTED[refused.reason] ?? refused.reason;
    case 'not-for-it':
      return 'an alert like that does not go there';
  }
};

const what = ({ signal }: Resent): string => {
  const { type, level, event, offer } = signal;
  return asData(`${level} ${type}, ${event.away} @ ${event.home}, ${offer.price} at ${offer.book}`);
};

export const resend: Run = async (app, { args: [signalId = ''], to, isDryRun }) => {
  const resent = await app.operations.resend({ signalId, to, dryRun: isDryRun });
  const { refused, delivered } = resent;
  if (refused) throw new Error(`${what(resent)}\nIt is not sent again: ${why(refused)}.`);
  return {
    json: resent,
    text: lines(
      what(resent),
      `Delivered so far: ${delivered.channels} channels, ${delivered.users} users. They do not get it again.`,
      `${isDryRun ? 'It would go' : 'It goes'} to ${
        resent.to
          ? `${resent.to.kind} ${to}`
          : 'everybody else who wants it now: tiers, settings and cooldowns count as ever'
      }.`,
    ),
  };
};

const rateCells = ({ useful, n, rate, interval: [low, high] }: FeedbackRate): (string | number)[] => [
  useful,
  n - useful,
  n,
  rate === undefined ? '' : `${Math.round(rate * 100)} %`,
  `${Math.round(low * 100)} to ${Math.round(high * 100)} %`,
];

export const feedback: Run = async (app, { weeks }) => {
  const report = await app.operations.feedback(weeks);
  const { all, cells, from } = report;
  if (all.n === 0) return { json: report, text: `Nobody has said anything of the signals since ${from}.` };
  return {
    json: report,
    text: lines(
      `What users say of the signals since ${from}; the last column is a 95 % Wilson interval.`,
      table([
        ['', '', '👍', '👎', 'n', 'useful', 'truly'],
        ...cells.map((cell) => [cell.type, cell.level, ...rateCells(cell)]),
        ['all', '', ...rateCells(all)],
      ]),
    ),
  };
};
