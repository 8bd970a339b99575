import { type Command, message } from './command.ts';
import { chosen, suggested } from './options.ts';
import { textsOf } from './texts.ts';

export type RecordDeps = {};

export const record: Command<RecordDeps> = {
  definition: {
    name: 'record',
    ...textsOf('record'),
    options: [
      suggested('league', 'record.league', false),
      chosen('window', 'record.window', [
        ['7 days', '7'],
        ['30 days', '30'],
        ['90 days', '90'],
        ['52 weeks', '364'],
      ]),
    ],
  },
  isPrivate: false,
  needs: () => ({}),
  run: async () => message({ content: 'in the making' }),
};
