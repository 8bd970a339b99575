import type { APIEmbed, APIEmbedField } from 'discord-api-types/v10';
import type { User, Watch } from '../domain/account/account.ts';
import { isQuiet, localTime } from '../domain/account/quiet-hours.ts';
import { tidied } from '../domain/account/tidied.ts';
import { BENEFITS, has, leastTierWith, standingOf } from '../domain/account/tiers.ts';
import { countingWatches } from '../domain/account/watch.ts';
import { zoneText } from './commands/time-zone-option.ts';
import { duration, relativeTime } from './format.ts';
import { refusalMessage, TIER_NAMES } from './refusal.ts';
import { type TitleOf, watchText } from './watch-words.ts';

const COLOUR = 0x34_98_db;
/** Discord's limit is 4,096 characters; the rest is for saying that there are more. */
const MOST_CHARACTERS = 3900;

/**
 * What a user watches, and how it is told: the numbers are those that `/watch remove` takes.
 * @param now epoch ms
 */
export function watchesEmbed(user: User, now: number, titleOf: TitleOf): APIEmbed {
  const { watches, mutes } = tidied(user, now);
  const most = BENEFITS[standingOf(user.subscription)].watches;
  return {
    title: most > 0 ? `Your watches · ${watches.length} of ${most}` : 'Your watches',
    description: fitting(linesOf(user, watches, titleOf)),
    color: COLOUR,
    fields: [messagesField(user, now), ...mutesFields(mutes.length)],
  };
}

function linesOf(user: User, watches: readonly Watch[], titleOf: TitleOf): readonly string[] {
  const standing = standingOf(user.subscription);
  const refused = has(standing, 'watches')
    ? []
    : [refusalMessage({ kind: 'feature', feature: 'watches' }, standing).content ?? ''];
  if (watches.length === 0)
    return refused.length > 0 ? refused : ['None. `/watch add` takes a league, a team, a type or a level.'];
  const counting = countingWatches({ ...user, watches: [...watches] });
  const lines = watches.map((watch, index) => {
    const starts = watch.event === undefined ? '' : ` · starts ${relativeTime(watch.event.commenceTime)}`;
    const pause = counting.includes(watch) ? '' : ' · ⏸ more than your tier has';
    return `\`${index + 1}\` ${watchText(watch, titleOf)}${starts}${pause}`;
  });
  return [...refused, ...lines];
}

/** The first lines, as many as there is room for, and how many are left out. */
function fitting(lines: readonly string[]): string {
  let room = MOST_CHARACTERS;
  const shown = lines.filter((line) => {
    room -= line.length + 1;
    return room >= 0;
  });
  const left = lines.length - shown.length;
  return [...shown, ...(left > 0 ? [`… and ${left} more`] : [])].join('\n');
}

const messagesField = (user: User, now: number): APIEmbedField => ({
  name: 'Direct messages',
  value: messagesText(user, now),
});

function messagesText({ subscription, directMessages, cooldownMinutes, quietHours }: User, now: number): string {
  if (!has(standingOf(subscription), 'directMessages')) {
    const tier = TIER_NAMES[leastTierWith('directMessages')];
    const star = has(standingOf(subscription), 'watches') ? ' Signals that match a watch carry ★ in `/signals`.' : '';
    return `They come with **${tier}**: \`/subscribe\`.${star}`;
  }
  return [
    directMessages ? 'On' : 'Off: signals that match carry ★ in `/signals`',
    cooldownMinutes === 0 ? 'No pause between two' : `At most one every ${duration(cooldownMinutes * 60_000)}`,
    quietHours === undefined ? 'No quiet hours' : quietText(quietHours, now),
  ].join('\n');
}

function quietText(quietHours: NonNullable<User['quietHours']>, now: number): string {
  const { from, to, timeZone } = quietHours;
  const there = `${localTime(timeZone, now)} there${isQuiet(quietHours, now) ? ': quiet 🌙' : ''}`;
  return `Quiet from ${from} to ${to} in ${zoneText(timeZone)} (now ${there})`;
}

const mutesFields = (count: number): readonly APIEmbedField[] =>
  count === 0
    ? []
    : [
        {
          name: 'Muted markets',
          value: `${count}, each until a day after its game has begun. The channels show them.`,
        },
      ];
