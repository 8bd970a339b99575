import { type Command, message } from './command.ts';
import { textsOf } from './texts.ts';

export type AccountDeps = {};

export const account: Command<AccountDeps> = {
  definition: { name: 'account', ...textsOf('account') },
  isPrivate: true,
  needs: () => ({}),
  run: async () => message({ content: 'in the making' }),
};
