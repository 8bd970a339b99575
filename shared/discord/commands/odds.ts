import { type Command, message } from './command.ts';
import { suggested } from './options.ts';
import { textsOf } from './texts.ts';

export type OddsDeps = {};

export const odds: Command<OddsDeps> = {
  definition: {
    name: 'odds',
    ...textsOf('odds'),
    options: [suggested('league', 'odds.league', true), suggested('team', 'odds.team', true)],
  },
  isPrivate: true,
  needs: () => ({ takes: 'queries' }),
  run: async () => message({ content: 'in the making' }),
};
