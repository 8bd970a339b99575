import type { GameCatalogue, KnownLeague } from '../../ports/catalogue.ts';
import type { LatestOdds } from '../../ports/latest-odds.ts';
import { harmless } from '../harmless.ts';
import { oddsEmbeds } from '../odds-embed.ts';
import { closeNames } from './close-names.ts';
import {
  type Answer,
  type AnswerMessage,
  type Choice,
  type Command,
  type CommandRequest,
  freeMessage,
  message,
  notAtHand,
  type SuggestRequest,
} from './command.ts';
import { gamesOfTeam } from './find-games.ts';
import { chosenLeague, unknownLeague } from './league-option.ts';
import { suggested, textOption } from './options.ts';
import { suggestLeagues, suggestTeams } from './suggest.ts';
import { textsOf } from './texts.ts';

export interface OddsDeps {
  readonly catalogue: GameCatalogue;
  readonly latestOdds: LatestOdds;
}

export const odds: Command<OddsDeps> = {
  definition: {
    name: 'odds',
    ...textsOf('odds'),
    options: [suggested('league', 'odds.league', true), suggested('team', 'odds.team', true)],
  },
  isPrivate: true,
  needs: () => ({ takes: 'queries' }),
  run: showOdds,
  suggest: suggestLeagueOrTeam,
};

async function showOdds({ catalogue, latestOdds }: OddsDeps, request: CommandRequest): Promise<Answer> {
  const { interaction, user, now, mayCall } = request;
  const choice = await chosenLeague(catalogue, interaction.options);
  if (choice.kind === 'unknown' || !choice.known)
    return freeMessage(unknownLeague(choice.kind === 'unknown' ? choice.typed : ''));
  const { known } = choice;
  const typed = textOption(interaction.options, 'team') ?? '';
  const found = await gamesOfTeam(catalogue, known.league, typed);
  if (!found) return freeMessage(await noSuchGame(catalogue, known, typed));
  const answer = await latestOdds.of({ league: known.league, events: found.games, now, mayCall });
  if (answer.kind === 'not-at-hand') return notAtHand;
  const note = found.others.length > 0 ? othersText(typed, found.others) : undefined;
  const reader = { oddsFormat: user.oddsFormat, now };
  const embeds = oddsEmbeds(answer.games, { reader, old: answer.old, note });
  return answer.games.some(({ at }) => at !== undefined) ? message({ embeds }) : freeMessage({ embeds });
}

const MOST_OTHERS = 3;

const othersText = (typed: string, others: readonly string[]): string =>
  `“${harmless(typed)}” could also be ${names(others.slice(0, MOST_OTHERS))}${
    others.length > MOST_OTHERS ? ` or ${others.length - MOST_OTHERS} more` : ''
  }.`;

const names = (teams: readonly string[]): string => teams.map((team) => `**${harmless(team)}**`).join(', ');

async function noSuchGame(
  catalogue: GameCatalogue,
  { league, title }: KnownLeague,
  typed: string,
): Promise<AnswerMessage> {
  const games = await catalogue.upcoming(league);
  if (games.length === 0) return { content: `🤷 There is no coming game in ${harmless(title)} at the moment.` };
  const close = closeNames(
    typed,
    games.flatMap(({ home, away }) => [home, away]),
  );
  const meant = close.length > 0 ? ` Did you mean ${names(close)}?` : '';
  return {
    content: `🤷 No coming game in ${harmless(title)} has a team “${harmless(typed)}”.${meant} Type part of a team’s name and pick one of the suggestions.`,
  };
}

async function suggestLeagueOrTeam(
  { catalogue }: OddsDeps,
  { interaction }: SuggestRequest,
): Promise<readonly Choice[]> {
  const { focused, options } = interaction;
  if (focused.name === 'league') return suggestLeagues(catalogue, focused.text);
  const choice = await chosenLeague(catalogue, options);
  return suggestTeams(catalogue, focused.text, choice.kind === 'chosen' ? choice.known?.league : undefined);
}
