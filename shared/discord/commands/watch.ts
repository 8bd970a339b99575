import { ALERT_TYPES, LEVELS } from '../../domain/signal/signal.ts';
import { type Command, message } from './command.ts';
import { chosen, subcommand, suggested, typed, wholeNumber, yesNo } from './options.ts';
import { textsOf } from './texts.ts';

export type WatchDeps = {};

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
        wholeNumber('cooldown', 'watch.messages.cooldown', { least: 0, most: 1440 }),
        typed('quiet', 'watch.messages.quiet', 20),
        suggested('timezone', 'watch.messages.timezone', false),
      ]),
    ],
  },
  isPrivate: true,
  needs: (name) => (name === 'add' ? { feature: 'watches' } : name === 'messages' ? { feature: 'directMessages' } : {}),
  run: async () => message({ content: 'in the making' }),
};
