import type { APIEmbed } from 'discord-api-types/v10';
import type { OddsFormat, Watch } from '../domain/account/account.ts';
import { matchesWatch } from '../domain/account/watch.ts';
import { type RecentSignal, stateOf } from '../domain/signal/recent-signal.ts';
import type { Level } from '../domain/signal/signal.ts';
import type { SignalNews } from '../ports/recent-signals.ts';
import { RESPONSIBLE_GAMBLING } from './alert-embed.ts';
import { bookName } from './bookmakers.ts';
import { relativeTime } from './format.ts';
import { harmless } from './harmless.ts';
import { matchup } from './outcome-label.ts';
import { priceText, stateText } from './signal-words.ts';

/** Which signals are listed. */
export interface Listed {
  /** As a person reads it; undefined for all leagues. */
  readonly leagueTitle: string | undefined;
  readonly least: Level;
}

export interface Reader {
  readonly oddsFormat: OddsFormat;
  readonly watches: readonly Watch[];
  /** Epoch ms. */
  readonly now: number;
}

/** Discord's limit is 4,096 characters; the rest is for a note. */
const MOST_CHARACTERS = 3800;
const COLOUR = 0x34_98_db;
const STAR = '★';

/**
 * Signals as a list that reads well on a phone, two lines each.
 * @param note said below the list
 */
export function signalsEmbed(
  news: readonly SignalNews[],
  { listed, reader, note }: { readonly listed: Listed; readonly reader: Reader; readonly note?: string | undefined },
): APIEmbed {
  const entries = news.map((one) => entryOf(one, reader, listed.leagueTitle === undefined));
  const hasStar = news.some(({ signal }) => isWatched(signal, reader));
  return {
    title: ['Recent signals', ...listedParts(listed)].join(' · '),
    description: [...fitting(entries, MOST_CHARACTERS), ...(note === undefined ? [] : [note])].join('\n\n'),
    color: COLOUR,
    footer: { text: hasStar ? `${STAR} matches a watch of yours · ${RESPONSIBLE_GAMBLING}` : RESPONSIBLE_GAMBLING },
  };
}

/** What a list without any says: how often there are some, too. */
export const noSignalsText = (listed: Listed): string => {
  const of = listedParts(listed).join(' · ');
  return `🔭 No signals${of === '' ? '' : ` (${of})`} in the last 8 days. They come when informed money moves a market and a book lags: in season a league has had 2 to 15 of Medium and High a day, and quiet days in between. \`/record\` shows how they did.`;
};

const listedParts = ({ leagueTitle, least }: Listed): string[] => [
  ...(leagueTitle === undefined ? [] : [harmless(leagueTitle)]),
  ...(least === 'Low' ? [] : [least === 'High' ? 'High' : `${least} and higher`]),
];

function entryOf({ signal, settlement }: SignalNews, reader: Reader, showsLeague: boolean): string {
  const { event, offer, level, detectedAt } = signal;
  const star = isWatched(signal, reader) ? `${STAR} ` : '';
  const about = [
    ...(showsLeague ? [harmless(event.leagueTitle, 20)] : []),
    ...(namesTeam(signal) ? [] : [matchup(event)]),
    stateText(stateOf(signal, settlement, reader.now), event),
    relativeTime(detectedAt),
  ];
  return `${star}**${priceText(signal, reader.oddsFormat)}** · ${bookName(offer.book)} · ${level}\n${about.join(' · ')}`;
}

const namesTeam = ({ offer }: RecentSignal): boolean => offer.outcome === 'home' || offer.outcome === 'away';

const isWatched = (signal: RecentSignal, { watches }: Reader): boolean =>
  watches.some((watch) => matchesWatch(watch, signal));

/** The first entries, as many as there is room for. */
function fitting(entries: readonly string[], most: number): readonly string[] {
  let room = most;
  return entries.filter((entry) => {
    room -= entry.length + 2;
    return room >= 0;
  });
}
