import { BENEFITS, leastTierWith } from '../../domain/account/tiers.ts';
import { countingWatches } from '../../domain/account/watch.ts';
import { atLeast, LEVELS, type Level } from '../../domain/signal/signal.ts';
import type { Catalogue } from '../../ports/catalogue.ts';
import type { RecentSignals } from '../../ports/recent-signals.ts';
import { TIER_NAMES } from '../refusal.ts';
import { noSignalsText, signalsEmbed } from '../signals-embed.ts';
import { type Answer, type Command, type CommandRequest, freeMessage, message } from './command.ts';
import { chosenLeague, unknownLeague } from './league-option.ts';
import { chosen, suggested, textOption } from './options.ts';
import { suggestLeagues } from './suggest.ts';
import { textsOf } from './texts.ts';

export interface SignalsDeps {
  readonly catalogue: Catalogue;
  readonly recentSignals: RecentSignals;
}

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
  run: listSignals,
  suggest: ({ catalogue }, { interaction }) => suggestLeagues(catalogue, interaction.focused.text),
};

async function listSignals({ catalogue, recentSignals }: SignalsDeps, request: CommandRequest): Promise<Answer> {
  const { user, standing, now, interaction } = request;
  const choice = await chosenLeague(catalogue, interaction.options);
  if (choice.kind === 'unknown') return freeMessage(unknownLeague(choice.typed));
  const wanted = LEVELS.find((level) => level === textOption(interaction.options, 'level'));
  const floor = BENEFITS[standing].leastLevel;
  const least = wanted && atLeast(wanted, floor) ? wanted : floor;
  const news = await recentSignals.newest({ league: choice.known?.league, least });
  const listed = { leagueTitle: choice.known?.title, least };
  const note = wanted && least !== wanted ? heldBack(wanted, least) : undefined;
  if (news.length === 0)
    return freeMessage({ content: [noSignalsText(listed), ...(note === undefined ? [] : [note])].join('\n') });
  const reader = { oddsFormat: user.oddsFormat, watches: countingWatches(user), now };
  return message({ embeds: [signalsEmbed(news, { listed, reader, note })] });
}

const heldBack = (wanted: Level, least: Level): string =>
  `🔒 ${wanted} signals are early ones, which come with **${TIER_NAMES[leastTierWith('earlySignals')]}** (\`/subscribe\`): this is ${least} and higher.`;
