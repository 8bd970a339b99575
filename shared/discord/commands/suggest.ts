import { folded } from '../../domain/market/folded.ts';
import type { SportEvent } from '../../domain/market/market.ts';
import type { Catalogue, KnownLeague } from '../../ports/catalogue.ts';
import type { Choice } from './command.ts';

/** Whether every word typed begins a word of the text: `buf bil` finds `Buffalo Bills`. */
export const matchesTyped = (text: string, typed: string): boolean => {
  const words = folded(text).split(/[^\p{L}\p{N}]+/u);
  return folded(typed)
    .split(/[^\p{L}\p{N}]+/u)
    .every((part) => words.some((word) => word.startsWith(part)));
};

const leagueLabel = ({ league, title }: KnownLeague): string => `${title} ${league}`;

export const suggestLeagues = async (catalogue: Catalogue, typed: string): Promise<readonly Choice[]> =>
  (await catalogue.leagues())
    .filter((known) => matchesTyped(leagueLabel(known), typed))
    .map(({ league, title }) => ({ name: title, value: league }));

/** The league that a person means: chosen from the suggestions, or typed. */
export const findLeague = async (catalogue: Catalogue, typed: string): Promise<KnownLeague | undefined> => {
  const known = await catalogue.leagues();
  return (
    known.find(({ league, title }) => folded(league) === folded(typed) || folded(title) === folded(typed)) ??
    known.find((candidate) => matchesTyped(leagueLabel(candidate), typed))
  );
};

/** Teams of the coming games. */
export const suggestTeams = async (
  catalogue: Catalogue,
  typed: string,
  league: string | undefined,
): Promise<readonly Choice[]> => {
  const teams = new Set((await catalogue.upcoming(league)).flatMap(({ home, away }) => [home, away]));
  return [...teams]
    .filter((team) => matchesTyped(team, typed))
    .sort()
    .map((team) => ({ name: team, value: team }));
};

const eventLabel = ({ home, away, leagueTitle }: SportEvent): string => `${away} at ${home} · ${leagueTitle}`;

/** Coming games, the soonest first; the value is the event's id. */
export const suggestEvents = async (catalogue: Catalogue, typed: string): Promise<readonly Choice[]> =>
  (await catalogue.upcoming())
    .filter((event) => matchesTyped(eventLabel(event), typed))
    .map((event) => ({ name: eventLabel(event), value: event.id }));
