import { BENEFITS } from '../../domain/account/tiers.ts';
import { RESPONSIBLE_GAMBLING } from '../alert-embed.ts';
import { type Command, message } from './command.ts';
import { textsOf } from './texts.ts';

export interface HelpDeps {
  /** What each command says of itself, in the order of the table. */
  readonly summaries: readonly { readonly name: string; readonly description: string }[];
}

export const help: Command<HelpDeps> = {
  definition: { name: 'help', ...textsOf('help') },
  isPrivate: true,
  needs: () => ({}),
  run: async ({ summaries }) =>
    message({
      embeds: [
        {
          title: 'OddsTracker',
          description: [
            'We watch bookmakers’ prices and tell you when informed money moves a market **while a price worth taking is still on offer**.',
            '',
            ...summaries.map(({ name, description }) => `\`/${name}\` ${description}`),
          ].join('\n'),
          fields: [
            {
              name: 'What the levels mean',
              value:
                'Confidence is the chance that the price beats the closing line. **High** 80% and more, **Medium** 65%, **Low** 55%. `/record` shows how those claims did.',
            },
            {
              name: 'Under an alert',
              value: `**Explain**, **Chart** and **Mute** come with Core, **Watch** with Starter (${BENEFITS.starter.watches} watches). 👍 and 👎 tell us whether it was of use.`,
            },
          ],
          footer: { text: RESPONSIBLE_GAMBLING },
        },
      ],
    }),
};
