import { ODDS_FORMATS } from '../../domain/account/account.ts';
import { type Command, message } from './command.ts';
import { chosen, suggested } from './options.ts';
import { textsOf } from './texts.ts';

export type SettingsDeps = {};

export const settings: Command<SettingsDeps> = {
  definition: {
    name: 'settings',
    ...textsOf('settings'),
    options: [
      chosen(
        'odds',
        'settings.odds',
        ODDS_FORMATS.map((format) => [format, format]),
      ),
      suggested('timezone', 'settings.timezone', false),
    ],
  },
  isPrivate: true,
  needs: () => ({}),
  run: async () => message({ content: 'in the making' }),
};
