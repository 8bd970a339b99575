import type { Catalogue } from '../../ports/catalogue.ts';
import type { TrackRecords } from '../../ports/track-records.ts';
import { recordEmbed } from '../record-embed.ts';
import { type Answer, type Command, type CommandRequest, freeMessage, message } from './command.ts';
import { chosenLeague, unknownLeague } from './league-option.ts';
import { chosen, suggested, textOption } from './options.ts';
import { suggestLeagues } from './suggest.ts';
import { textsOf } from './texts.ts';

export interface RecordDeps {
  readonly catalogue: Catalogue;
  readonly trackRecords: TrackRecords;
}

const WINDOWS = [
  ['7 days', '7'],
  ['30 days', '30'],
  ['90 days', '90'],
  ['52 weeks', '364'],
] as const;
const USUAL_WINDOW = WINDOWS[1];

export const record: Command<RecordDeps> = {
  definition: {
    name: 'record',
    ...textsOf('record'),
    options: [suggested('league', 'record.league', false), chosen('window', 'record.window', WINDOWS)],
  },
  isPrivate: false,
  needs: () => ({}),
  run: showRecord,
  suggest: ({ catalogue }, { interaction }) => suggestLeagues(catalogue, interaction.focused.text),
};

async function showRecord(
  { catalogue, trackRecords }: RecordDeps,
  { interaction, now }: CommandRequest,
): Promise<Answer> {
  const choice = await chosenLeague(catalogue, interaction.options);
  if (choice.kind === 'unknown') return freeMessage(unknownLeague(choice.typed));
  const typed = textOption(interaction.options, 'window');
  const [window, days] = WINDOWS.find(([, value]) => value === typed) ?? USUAL_WINDOW;
  const [report, leagues] = await Promise.all([
    trackRecords.report({ league: choice.known?.league, days: Number(days), now }),
    catalogue.leagues(),
  ]);
  const titles = new Map(leagues.map(({ league, title }) => [league, title]));
  const titleOf = (league: string): string => titles.get(league) ?? league.replaceAll('_', ' ');
  return message({ embeds: [recordEmbed(report, { leagueTitle: choice.known?.title, window, titleOf })] });
}
