import { MARKET_TYPES } from '../../domain/market/market.ts';
import { type Command, message } from './command.ts';
import { chosen, suggested } from './options.ts';
import { textsOf } from './texts.ts';

export type LineDeps = {};

export const line: Command<LineDeps> = {
  definition: {
    name: 'line',
    ...textsOf('line'),
    options: [
      suggested('event', 'line.event', true),
      {
        ...chosen(
          'market',
          'line.market',
          MARKET_TYPES.map((market) => [market, market]),
        ),
        required: true,
      },
    ],
  },
  isPrivate: true,
  needs: () => ({ takes: 'queries' }),
  run: async () => message({ content: 'in the making' }),
};
