import { type Command, message } from './command.ts';
import { suggested } from './options.ts';
import { textsOf } from './texts.ts';

export type ExplainDeps = {};

export const explain: Command<ExplainDeps> = {
  definition: {
    name: 'explain',
    ...textsOf('explain'),
    options: [suggested('signal', 'explain.signal', true)],
  },
  isPrivate: true,
  needs: () => ({ feature: 'insights', takes: 'insights' }),
  run: async () => message({ content: 'in the making' }),
};
