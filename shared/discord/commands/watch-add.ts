import type { Watch } from '../../domain/account/account.ts';
import { BENEFITS, leastTierWith, type Standing, standingOf } from '../../domain/account/tiers.ts';
import { watchOf } from '../../domain/account/watch.ts';
import { type Added, withWatch } from '../../domain/account/watch-edits.ts';
import { folded } from '../../domain/market/folded.ts';
import { ALERT_TYPES, atLeast, LEVELS, type Level } from '../../domain/signal/signal.ts';
import type { Catalogue } from '../../ports/catalogue.ts';
import { TIER_NAMES } from '../refusal.ts';
import { watchesEmbed } from '../watch-list.ts';
import { noRoomText, titlesOf, watchText, whatWatchesDo } from '../watch-words.ts';
import { type Answer, type CommandRequest, freeMessage, message } from './command.ts';
import { type ChangesUsers, editUser } from './edit-user.ts';
import { chosenLeague, unknownLeague } from './league-option.ts';
import { textOption } from './options.ts';

export interface WatchAddDeps extends ChangesUsers {
  readonly catalogue: Catalogue;
}

type Options = CommandRequest['interaction']['options'];
type Content = Omit<Watch, 'id'>;
type ReadContent =
  | { readonly kind: 'read'; readonly content: Content }
  | { readonly kind: 'problem'; readonly problem: string };

/** A watch of everything is asked for by a level or a type; nothing at all was more likely sent too soon. */
const NOTHING_SAID =
  '⚠️ Say what to watch: a `league`, a `team`, `types` or a `level`. With `types` or a `level` alone it is every game of every league.';
const DEFAULT_LEVEL: Level = 'Medium';
/** The longest name that a game's team can have. */
const MOST_TEAM_CHARACTERS = 100;
const HAS_WORDS = /[\p{L}\p{N}]/u;

export async function addWatch(
  deps: WatchAddDeps,
  { interaction, user: { id }, now }: CommandRequest,
): Promise<Answer> {
  const read = await readContent(deps.catalogue, interaction.options);
  if (read.kind === 'problem') return freeMessage({ content: read.problem });
  const watch = watchOf(read.content);
  const titleOf = await titlesOf(deps.catalogue);
  const { user, outcome } = await editUser(deps, id, (before) => withWatch(before, watch, interaction.id));
  const said: Readonly<Record<Added, string>> = {
    added: `👀 Watching **${watchText(watch, titleOf)}**. ${whatWatchesDo(user)}`,
    known: `👀 You watch **${watchText(watch, titleOf)}** already. ${whatWatchesDo(user)}`,
    full: noRoomText(user),
  };
  const notes = outcome === 'full' ? [] : await notesOn(deps.catalogue, watch, standingOf(user.subscription));
  return message({ content: [said[outcome], ...notes].join('\n'), embeds: [watchesEmbed(user, now, titleOf)] });
}

async function readContent(catalogue: Catalogue, options: Options): Promise<ReadContent> {
  const league = await chosenLeague(catalogue, options);
  if (league.kind === 'unknown') return problem(unknownLeague(league.typed).content ?? '');
  const team = textOption(options, 'team')?.replace(/\s+/g, ' ');
  if (team !== undefined && (team.length > MOST_TEAM_CHARACTERS || !HAS_WORDS.test(folded(team))))
    return problem(`⚠️ A \`team\` is a name or part of one, ${MOST_TEAM_CHARACTERS} characters at most.`);
  const type = oneOf(ALERT_TYPES, options['types']);
  const level = oneOf(LEVELS, options['level'] ?? DEFAULT_LEVEL);
  if (type === 'unknown') return problem(`⚠️ \`types\` is one of ${ALERT_TYPES.join(', ')}.`);
  if (level === 'unknown' || level === undefined) return problem(`⚠️ \`level\` is one of ${LEVELS.join(', ')}.`);
  const isOfAll = league.known === undefined && team === undefined;
  if (isOfAll && type === undefined && options['level'] === undefined) return problem(NOTHING_SAID);
  return {
    kind: 'read',
    content: {
      ...(league.known === undefined ? {} : { league: league.known.league }),
      ...(team === undefined ? {} : { team }),
      ...(type === undefined ? {} : { types: [type] }),
      leastLevel: level,
    },
  };
}

const problem = (text: string): ReadContent => ({ kind: 'problem', problem: text });

/** One of the known values; undefined when nothing was chosen. */
const oneOf = <T extends string>(known: readonly T[], given: unknown): T | 'unknown' | undefined =>
  given === undefined ? undefined : (known.find((value) => value === given) ?? 'unknown');

/** What somebody may not expect of the watch that they asked for. */
async function notesOn(catalogue: Catalogue, watch: Watch, standing: Standing): Promise<readonly string[]> {
  const notes: string[] = [];
  const { leastLevel } = BENEFITS[standing];
  if (!atLeast(watch.leastLevel, leastLevel)) {
    const tier = TIER_NAMES[leastTierWith('earlySignals')];
    notes.push(
      `Signals below ${leastLevel} are early ones, which come with **${tier}**: you are told of ${leastLevel} and higher.`,
    );
  }
  if (watch.team !== undefined && !(await hasComingGame(catalogue, watch)))
    notes.push('No coming game that we know of has such a team: check how it is spelled.');
  return notes;
}

async function hasComingGame(catalogue: Catalogue, { league, team = '' }: Watch): Promise<boolean> {
  const upcoming = await catalogue.upcoming(league);
  return upcoming.some(({ home, away }) => [home, away].some((name) => folded(name).includes(folded(team))));
}
