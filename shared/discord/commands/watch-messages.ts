import type { MessageWishes } from '../../domain/account/message-wishes.ts';
import { withWishes } from '../../domain/account/message-wishes.ts';
import { readWindow } from '../../domain/account/quiet-hours.ts';
import type { Catalogue } from '../../ports/catalogue.ts';
import { watchesEmbed } from '../watch-list.ts';
import { titlesOf } from '../watch-words.ts';
import { type Answer, type CommandRequest, freeMessage, message } from './command.ts';
import { type ChangesUsers, editUser } from './edit-user.ts';
import { textOption } from './options.ts';
import { chosenTimeZone, zoneText } from './time-zone-option.ts';

export interface WatchMessagesDeps extends ChangesUsers {
  readonly catalogue: Catalogue;
}

type Options = CommandRequest['interaction']['options'];
type ReadWishes =
  | { readonly kind: 'read'; readonly wishes: MessageWishes }
  | { readonly kind: 'problem'; readonly problem: string };

export const MOST_COOLDOWN_MINUTES = 1440;

export async function setMessages(
  deps: WatchMessagesDeps,
  { interaction, user: asked, now }: CommandRequest,
): Promise<Answer> {
  const read = readWishes(interaction.options);
  if (read.kind === 'problem') return freeMessage({ content: read.problem });
  const titleOf = await titlesOf(deps.catalogue);
  const { user, outcome } = await editUser(deps, asked.id, (before) => withWishes(before, read.wishes));
  const content = outcome === 'granted' ? '✅ This is how you are told:' : NO_TIME_ZONE;
  return message({ content, embeds: [watchesEmbed(user, now, titleOf)] });
}

const NO_TIME_ZONE = `⚠️ Quiet hours need your time zone once: add the option \`timezone\`, e.g. ${zoneText('America/New_York')}. Nothing was changed.`;

function readWishes(options: Options): ReadWishes {
  const direct = options['direct'];
  if (direct !== undefined && typeof direct !== 'boolean')
    return problem('⚠️ `direct` is yes or no. Nothing was changed.');
  const cooldown = options['cooldown'];
  if (cooldown !== undefined && !isCooldown(cooldown))
    return problem(`⚠️ \`cooldown\` is a whole number of minutes, 0 to ${MOST_COOLDOWN_MINUTES}. Nothing was changed.`);
  const quietText = textOption(options, 'quiet');
  const quiet = quietText?.toLowerCase() === 'off' ? 'off' : quietText && readWindow(quietText);
  if (quietText !== undefined && !quiet)
    return problem('⚠️ `quiet` is a time of day to another, like `23:00-07:00`, or `off`. Nothing was changed.');
  const timeZone = chosenTimeZone(options);
  if (timeZone.kind === 'unknown') return problem(timeZone.problem);
  return {
    kind: 'read',
    wishes: { directMessages: direct, cooldownMinutes: cooldown, quiet: quiet || undefined, timeZone: timeZone.zone },
  };
}

const problem = (text: string): ReadWishes => ({ kind: 'problem', problem: text });

const isCooldown = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_COOLDOWN_MINUTES;
