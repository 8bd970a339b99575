import { folded } from '../../domain/market/folded.ts';
import type { SportEvent } from '../../domain/market/market.ts';
import type { GameCatalogue } from '../../ports/catalogue.ts';
import { matchesTyped } from './suggest.ts';

/** A team's games, and what else the typed words could mean. */
export interface TeamGames {
  /** The soonest first. */
  readonly games: readonly SportEvent[];
  /** Other teams like what was typed. */
  readonly others: readonly string[];
}

/** Two games of one team on one day are further apart than a break and closer than a night and a morning. */
const SAME_DAY_MS = 12 * 60 * 60_000;
const MOST_GAMES = 3;
const HAS_WORDS = /[\p{L}\p{N}]/u;

type IsMeant = (name: string) => boolean;
const named =
  (typed: string): IsMeant =>
  (name) =>
    folded(name) === folded(typed);
/** Without a letter or a digit, nothing that was typed could tell one name from another. */
const like =
  (typed: string): IsMeant =>
  (name) =>
    HAS_WORDS.test(typed) && matchesTyped(name, typed);

/**
 * The next game of the team that somebody means, and any other on the same day; without one to come, the one that has begun.
 * A name that was written out goes before one that begins like it.
 */
export async function gamesOfTeam(
  catalogue: GameCatalogue,
  league: string,
  typed: string,
): Promise<TeamGames | undefined> {
  const [upcoming, begun] = await Promise.all([catalogue.upcoming(league), catalogue.begun(league)]);
  for (const isMeant of [named(typed), like(typed)])
    for (const games of [upcoming, begun]) {
      const found = teamGames(games, isMeant);
      if (found) return found;
    }
  return undefined;
}

function teamGames(games: readonly SportEvent[], isMeant: IsMeant): TeamGames | undefined {
  const teams = new Set(games.flatMap(({ home, away }) => [home, away]).filter(isMeant));
  const first = games.find(({ home, away }) => teams.has(home) || teams.has(away));
  if (!first) return undefined;
  const team = teams.has(first.home) ? first.home : first.away;
  const sameDay = games
    .filter(({ home, away }) => home === team || away === team)
    .filter(({ commenceTime }) => Math.abs(commenceTime - first.commenceTime) <= SAME_DAY_MS)
    .slice(0, MOST_GAMES)
    .sort((a, b) => a.commenceTime - b.commenceTime);
  return { games: sameDay, others: [...teams].filter((other) => other !== team) };
}

/** A game, and the others that the typed words could mean. */
export interface FoundGame {
  readonly event: SportEvent;
  readonly others: readonly SportEvent[];
}

/** The game that somebody means: a suggestion that was chosen, else the soonest that has the words, else the latest that has begun. */
export async function findGame(catalogue: GameCatalogue, typed: string): Promise<FoundGame | undefined> {
  const chosen = await catalogue.event(typed);
  if (chosen) return { event: chosen, others: [] };
  const [upcoming, begun] = await Promise.all([catalogue.upcoming(), catalogue.begun()]);
  for (const games of [upcoming, begun]) {
    const [event, ...others] = games.filter((game) => like(typed)(wordsOf(game)));
    if (event) return { event, others };
  }
  return undefined;
}

const wordsOf = ({ home, away, leagueTitle }: SportEvent): string => `${away} at ${home} · ${leagueTitle}`;
