import type { APIEmbed } from 'discord-api-types/v10';
import { ODDS_FORMATS, type OddsFormat, type User } from '../../domain/account/account.ts';
import { localTime } from '../../domain/account/quiet-hours.ts';
import { formatOdds } from '../format.ts';
import { type Answer, type Command, type CommandRequest, freeMessage, message } from './command.ts';
import type { ChangesUsers } from './edit-user.ts';
import { chosen, suggested } from './options.ts';
import { textsOf } from './texts.ts';
import { chosenTimeZone, suggestTimeZones, zoneText } from './time-zone-option.ts';

export type SettingsDeps = ChangesUsers;

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
  run: changeSettings,
  suggest: async (_deps, { interaction }) => suggestTimeZones(interaction.focused.text),
};

const COLOUR = 0x34_98_db;
/** A price that everybody knows: it shows what a format looks like. */
const SAMPLE_PRICE = 1.91;

async function changeSettings({ changeUser }: SettingsDeps, request: CommandRequest): Promise<Answer> {
  const { options } = request.interaction;
  const given = options['odds'];
  const oddsFormat = ODDS_FORMATS.find((format) => format === given);
  if (given !== undefined && oddsFormat === undefined)
    return freeMessage({ content: `⚠️ \`odds\` is one of ${ODDS_FORMATS.join(', ')}. Nothing was changed.` });
  const timeZone = chosenTimeZone(options);
  if (timeZone.kind === 'unknown') return freeMessage({ content: timeZone.problem });
  if (oddsFormat === undefined && timeZone.zone === undefined)
    return message({ embeds: [settingsEmbed(request.user, request.now)] });
  const user = await changeUser(request.user.id, (before) => withSettings(before, oddsFormat, timeZone.zone));
  return message({ content: '✅ Saved.', embeds: [settingsEmbed(user, request.now)] });
}

const withSettings = (user: User, oddsFormat: OddsFormat | undefined, timeZone: string | undefined): User => ({
  ...user,
  oddsFormat: oddsFormat ?? user.oddsFormat,
  ...(timeZone === undefined ? {} : { timeZone }),
});

const settingsEmbed = ({ oddsFormat, timeZone }: User, now: number): APIEmbed => ({
  title: 'Your settings',
  color: COLOUR,
  fields: [
    { name: 'Odds', value: `${oddsFormat}, like \`${formatOdds(SAMPLE_PRICE, oddsFormat)}\``, inline: true },
    {
      name: 'Time zone',
      value: timeZone === undefined ? 'not set' : `${zoneText(timeZone)}, now ${localTime(timeZone, now)}`,
      inline: true,
    },
  ],
});
