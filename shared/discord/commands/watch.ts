import { ALERT_TYPES, LEVELS } from '../../domain/signal/signal.ts';
import { watchesEmbed } from '../watch-list.ts';
import { titlesOf } from '../watch-words.ts';
import {
  type Answer,
  type Choice,
  type Command,
  type CommandRequest,
  message,
  type SuggestRequest,
} from './command.ts';
import { chosen, subcommand, suggested, textOption, typed, wholeNumber, yesNo } from './options.ts';
import { findLeague, suggestLeagues, suggestTeams } from './suggest.ts';
import { textsOf } from './texts.ts';
import { suggestTimeZones } from './time-zone-option.ts';
import { addWatch, type WatchAddDeps } from './watch-add.ts';
import { MOST_COOLDOWN_MINUTES, setMessages, type WatchMessagesDeps } from './watch-messages.ts';
import { removeWatch, suggestWatches, type WatchRemoveDeps } from './watch-remove.ts';

export type WatchDeps = WatchAddDeps & WatchRemoveDeps & WatchMessagesDeps;

export const watch: Command<WatchDeps> = {
  definition: {
    name: 'watch',
    ...textsOf('watch'),
    options: [
      subcommand('add', 'watch.add', [
        suggested('league', 'watch.add.league', false),
        suggested('team', 'watch.add.team', false),
        chosen(
          'types',
          'watch.add.types',
          ALERT_TYPES.map((type) => [type, type]),
        ),
        chosen(
          'level',
          'watch.add.level',
          LEVELS.map((level) => [level, level]),
        ),
      ]),
      subcommand('list', 'watch.list', []),
      subcommand('remove', 'watch.remove', [suggested('watch', 'watch.remove.watch', true)]),
      subcommand('messages', 'watch.messages', [
        yesNo('direct', 'watch.messages.direct'),
        wholeNumber('cooldown', 'watch.messages.cooldown', { least: 0, most: MOST_COOLDOWN_MINUTES }),
        typed('quiet', 'watch.messages.quiet', 20),
        suggested('timezone', 'watch.messages.timezone', false),
      ]),
    ],
  },
  isPrivate: true,
  needs: (name) => (name === 'add' ? { feature: 'watches' } : name === 'messages' ? { feature: 'directMessages' } : {}),
  run: runSubcommand,
  suggest: suggestOption,
};

function runSubcommand(deps: WatchDeps, request: CommandRequest): Promise<Answer> {
  switch (request.interaction.subcommand) {
    case 'add':
      return addWatch(deps, request);
    case 'remove':
      return removeWatch(deps, request);
    case 'messages':
      return setMessages(deps, request);
    default:
      return listWatches(deps, request);
  }
}

const listWatches = async ({ catalogue }: WatchDeps, { user, now }: CommandRequest): Promise<Answer> =>
  message({ embeds: [watchesEmbed(user, now, await titlesOf(catalogue))] });

async function suggestOption(deps: WatchDeps, request: SuggestRequest): Promise<readonly Choice[]> {
  const { focused, options } = request.interaction;
  switch (focused.name) {
    case 'league':
      return suggestLeagues(deps.catalogue, focused.text);
    case 'team': {
      const league = textOption(options, 'league');
      const known = league === undefined ? undefined : await findLeague(deps.catalogue, league);
      return suggestTeams(deps.catalogue, focused.text, known?.league);
    }
    case 'watch':
      return suggestWatches(deps, request);
    case 'timezone':
      return suggestTimeZones(focused.text);
    default:
      return [];
  }
}
