import { LEVELS } from '../../domain/signal/signal.ts';
import { type Command, message } from './command.ts';
import { chosen, suggested } from './options.ts';
import { textsOf } from './texts.ts';

export type SignalsDeps = {};

export const signals: Command<SignalsDeps> = {
  definition: {
    name: 'signals',
    ...textsOf('signals'),
    options: [
      suggested('league', 'signals.league', false),
      chosen(
        'level',
        'signals.level',
        LEVELS.map((level) => [level, level]),
      ),
    ],
  },
  isPrivate: true,
  needs: () => ({ takes: 'queries' }),
  run: async () => message({ content: 'in the making' }),
};
