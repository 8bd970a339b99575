import { leastTierWith } from '../../domain/account/tiers.ts';
import { MARKET_TYPES, type SportEvent } from '../../domain/market/market.ts';
import type { Usage } from '../../ports/allowances.ts';
import type { GameCatalogue } from '../../ports/catalogue.ts';
import type { LineReport, LineReports } from '../../ports/line-reports.ts';
import { duration, relativeTime } from '../format.ts';
import { harmless } from '../harmless.ts';
import { lineEmbed } from '../line-embed.ts';
import { matchup } from '../outcome-label.ts';
import { refusalMessage, TIER_NAMES } from '../refusal.ts';
import { closeNames } from './close-names.ts';
import {
  type Answer,
  type AnswerMessage,
  type Asker,
  type Choice,
  type Command,
  type CommandRequest,
  freeMessage,
  message,
  notAtHand,
  type SuggestRequest,
} from './command.ts';
import { findGame } from './find-games.ts';
import { chosen, suggested, textOption } from './options.ts';
import { suggestEvents } from './suggest.ts';
import { textsOf } from './texts.ts';

/** The points of explanations and charts: a line costs a query, its chart one of these. */
export interface InsightPoints {
  /** Undefined for those whose tier has none. A point that was taken for this very question counts as left. */
  usage(asker: Asker, interactionId: string): Promise<Usage | undefined>;
  /** Takes one for a question, once however often it is asked; false when none is left. */
  take(asker: Asker, interactionId: string): Promise<boolean>;
}

export interface LineDeps {
  readonly catalogue: GameCatalogue;
  readonly lineReports: LineReports;
  readonly insightPoints: InsightPoints;
}

export const line: Command<LineDeps> = {
  definition: {
    name: 'line',
    ...textsOf('line'),
    options: [
      suggested('event', 'line.event', true),
      {
        ...chosen(
          'market',
          'line.market',
          MARKET_TYPES.map((market) => [market, market]),
        ),
        required: true,
      },
    ],
  },
  isPrivate: true,
  needs: () => ({ takes: 'queries' }),
  run: showLine,
  suggest: suggestGames,
};

async function showLine(deps: LineDeps, request: CommandRequest): Promise<Answer> {
  const { interaction, user, mayCall, now } = request;
  const typed = textOption(interaction.options, 'event') ?? '';
  const wanted = textOption(interaction.options, 'market');
  const market = MARKET_TYPES.find((each) => each === wanted);
  if (!market) return freeMessage({ content: `🤷 Pick one of these markets: ${MARKET_TYPES.join(', ')}.` });
  const found = await findGame(deps.catalogue, typed);
  if (!found) return freeMessage(await noSuchGame(deps.catalogue, typed));
  const usage = await deps.insightPoints.usage(request, interaction.id);
  const wantsPicture = usage !== undefined && usage.left > 0;
  const report = await deps.lineReports.report({ event: found.event, market, wantsPicture, mayCall });
  if (report.kind === 'not-at-hand') return notAtHand;
  if (report.kind === 'no-history') return freeMessage(neverSeen(found.event, market));
  const picture = await paidPicture(deps, request, report, usage);
  const notes = [...picture.notes, ...(found.others.length > 0 ? [othersText(typed, found.others)] : [])];
  return message({ embeds: [lineEmbed(report, { now, oddsFormat: user.oddsFormat, notes, imageUrl: picture.url })] });
}

interface Picture {
  readonly url?: string;
  /** Why there is none. */
  readonly notes: readonly string[];
}

/** The picture, once it is paid for: a point is taken for what was drawn, and for nothing else. */
async function paidPicture(
  { insightPoints }: LineDeps,
  request: CommandRequest,
  { picture }: LineReport,
  usage: Usage | undefined,
): Promise<Picture> {
  if (!usage)
    return { notes: [`🔒 The chart comes with **${TIER_NAMES[leastTierWith('insights')]}**: \`/subscribe\`.`] };
  const { content: spent = '' } = refusalMessage(
    { kind: 'spent', takes: 'insights', resetsInMs: usage.resetsInMs },
    request.standing,
  );
  const noneLeft = { notes: [spent] };
  switch (picture.kind) {
    case 'unwanted':
      return noneLeft;
    case 'undrawn':
      return { notes: [`📉 No chart this time: ${harmless(picture.reason, 150)}. It cost you no chart.`] };
    case 'drawn':
      return (await insightPoints.take(request, request.interaction.id)) ? { url: picture.url, notes: [] } : noneLeft;
  }
}

const neverSeen = (event: SportEvent, market: string): AnswerMessage => ({
  content: `🤷 We have not seen a ${market} quoted for ${matchup(event)} yet. The other markets may have a history.`,
});

const MOST_OTHERS = 3;

const gameText = (event: SportEvent): string => `${matchup(event)} (${relativeTime(event.commenceTime)})`;

const othersText = (typed: string, others: readonly SportEvent[]): string =>
  `“${harmless(typed)}” could also be ${others.slice(0, MOST_OTHERS).map(gameText).join(', ')}${
    others.length > MOST_OTHERS ? ` or ${others.length - MOST_OTHERS} more` : ''
  }.`;

async function noSuchGame(catalogue: GameCatalogue, typed: string): Promise<AnswerMessage> {
  const games = await catalogue.upcoming();
  const close = closeNames(
    typed,
    games.flatMap(({ home, away }) => [home, away]),
  );
  const meant = close.length > 0 ? ` Did you mean ${close.map((team) => `**${harmless(team)}**`).join(', ')}?` : '';
  return {
    content: `🤷 No coming game is like “${harmless(typed)}”.${meant} Type part of a team’s name and pick one of the suggestions.`,
  };
}

/** Games of the same teams, as in a series of days, are told apart by their starts. */
async function suggestGames({ catalogue }: LineDeps, { interaction, now }: SuggestRequest): Promise<readonly Choice[]> {
  const [choices, events] = await Promise.all([
    suggestEvents(catalogue, interaction.focused.text),
    catalogue.upcoming(),
  ]);
  const starts = new Map<string, number>(events.map(({ id, commenceTime }) => [id, commenceTime]));
  const counts = new Map<string, number>();
  for (const { name } of choices) counts.set(name, (counts.get(name) ?? 0) + 1);
  return choices.map(({ name, value }) => {
    const start = starts.get(value);
    const isAlone = counts.get(name) === 1 || start === undefined;
    return { name: isAlone ? name : `in ${duration(start - now)} · ${name}`, value };
  });
}
