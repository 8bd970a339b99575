import type { User, Watch } from '../domain/account/account.ts';
import { BENEFITS, has, leastTierWith, nextTier, standingOf } from '../domain/account/tiers.ts';
import type { Level } from '../domain/signal/signal.ts';
import type { Catalogue } from '../ports/catalogue.ts';
import { harmless } from './harmless.ts';
import { refusalMessage, TIER_NAMES } from './refusal.ts';
import { SIGNAL_TYPES } from './signal-words.ts';

/** A league's name as a person reads it, harmless. */
export type TitleOf = (league: string) => string;

/** Names of leagues; one that we watch no more goes by its key. */
export async function titlesOf(catalogue: Catalogue): Promise<TitleOf> {
  const titles = new Map((await catalogue.leagues()).map(({ league, title }) => [league, title]));
  return (league) => harmless(titles.get(league) ?? league);
}

const LEVELS_WATCHED: Readonly<Record<Level, string>> = {
  Low: 'every level',
  Medium: 'Medium and higher',
  High: 'High only',
};
const MOST_TEAM_CHARACTERS = 32;
const MOST_GAME_CHARACTERS = 60;

/** What a watch asks for, e.g. `Jets · NFL · Steam move · Medium and higher`. */
export const watchText = (watch: Watch, titleOf: TitleOf): string =>
  [
    subjectOf(watch),
    watch.league === undefined ? 'every league' : titleOf(watch.league),
    ...(watch.types ?? []).map((type) => SIGNAL_TYPES[type].name),
    LEVELS_WATCHED[watch.leastLevel],
  ].join(' · ');

function subjectOf({ event, team }: Watch): string {
  if (event !== undefined) return harmless(event.label, MOST_GAME_CHARACTERS);
  return team === undefined ? 'Every game' : harmless(team, MOST_TEAM_CHARACTERS);
}

/** What comes of a signal that matches one of the user's watches. */
export function whatWatchesDo({ subscription, directMessages }: User): string {
  const standing = standingOf(subscription);
  if (!has(standing, 'directMessages')) {
    const tier = TIER_NAMES[leastTierWith('directMessages')];
    return `Signals that match carry ★ in \`/signals\`. With **${tier}** they also come as direct messages: \`/subscribe\`.`;
  }
  return directMessages
    ? 'Signals that match come as direct messages, and carry ★ in `/signals`.'
    : 'Signals that match carry ★ in `/signals`; direct messages are off (`/watch messages`).';
}

/** That there is no room for another watch, and what can be done. */
export function noRoomText({ subscription }: User): string {
  const standing = standingOf(subscription);
  const { watches } = BENEFITS[standing];
  if (watches === 0) return refusalMessage({ kind: 'feature', feature: 'watches' }, standing).content ?? '';
  const more = nextTier(standing);
  const upgrade = more === undefined ? '' : ` **${TIER_NAMES[more]}** has ${BENEFITS[more].watches}: \`/subscribe\`.`;
  return `🔒 All of your ${watches} watches are in use. \`/watch remove\` makes room.${upgrade}`;
}
