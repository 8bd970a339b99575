import { BENEFITS, type Feature, has, leastTierWith, type Standing } from '../../domain/account/tiers.ts';
import { RESPONSIBLE_GAMBLING } from '../alert-embed.ts';
import { TIER_NAMES } from '../refusal.ts';
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
  run: async ({ summaries }, { standing }) =>
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
              value: buttonsText(standing),
            },
          ],
          footer: { text: RESPONSIBLE_GAMBLING },
        },
      ],
    }),
};

/** The buttons of an alert that a tier opens, by what they need. */
const BUTTONS: readonly (readonly [feature: Feature, label: string])[] = [
  ['watches', 'Watch'],
  ['insights', 'Explain'],
  ['insights', 'Chart'],
  ['directMessages', 'Mute'],
];

/** What the asker has of them, and which tier has the others. */
function buttonsText(standing: Standing): string {
  const yours = BUTTONS.filter(([feature]) => has(standing, feature)).map(([, label]) => `**${label}**`);
  const others = BUTTONS.filter(([feature]) => !has(standing, feature)).map(
    ([feature, label]) => `**${label}** comes with ${TIER_NAMES[leastTierWith(feature)]}`,
  );
  const have = yours.length === 0 ? [] : [`You have ${yours.join(', ')} (${BENEFITS[standing].watches} watches).`];
  const lack = others.length === 0 ? [] : [`${others.join(', ')}: \`/subscribe\`.`];
  return [...have, ...lack, '👍 and 👎 tell us whether it was of use.'].join('\n');
}
