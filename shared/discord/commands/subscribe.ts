import { type Command, message } from './command.ts';
import { textsOf } from './texts.ts';

export type SubscribeDeps = {};

export const subscribe: Command<SubscribeDeps> = {
  definition: { name: 'subscribe', ...textsOf('subscribe') },
  isPrivate: true,
  needs: () => ({}),
  run: async () => message({ content: 'in the making' }),
};
