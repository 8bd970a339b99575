import { type LeagueGames, leagueGamesSchema, withAnswer } from '../domain/market/league-games.ts';
import type { EventOdds, SportEvent } from '../domain/market/market.ts';
import type { Cache } from '../ports/cache.ts';
import type { GameCatalogue } from '../ports/catalogue.ts';
import type { Clock } from '../ports/clock.ts';
import type { Documents, Key } from '../ports/documents.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { changeDocument } from './change-document.ts';

/** Partition of the leagues' lists of games; the id is the league's key. */
const PARTITION = 'catalogue';
const keyOf = (league: string): Key => ({ id: league, partition: PARTITION });

export interface ListGamesDeps {
  readonly catalogue: Documents<LeagueGames>;
  readonly cache: Cache;
  readonly telemetry: Telemetry;
}

/**
 * Has a league's list follow an answer. A copy tells that there is nothing to note, which is nearly always. A list that cannot be
 * written is told, and is no reason not to take the odds: the next answer tries again.
 * @param now when the answer was read, epoch ms
 */
export async function listGames(
  { catalogue, cache, telemetry }: ListGamesDeps,
  league: string,
  answer: readonly EventOdds[],
  now: number,
): Promise<void> {
  if (answer.length === 0) return;
  try {
    const copy = parsed(await cache.get<unknown>('catalogue', league));
    if (copy && withAnswer(copy, league, answer, now) === copy) return;
    const { value } = await changeDocument(catalogue, keyOf(league), (stored) =>
      withAnswer(stored, league, answer, now),
    );
    await cache.set('catalogue', league, value);
  } catch (error) {
    telemetry.warn('games_not_listed', { league, reason: String(error) });
  }
}

const parsed = (kept: unknown): LeagueGames | undefined => leagueGamesSchema.safeParse(kept).data;

export interface CatalogueDeps {
  readonly catalogue: Documents<LeagueGames>;
  readonly cache: Cache;
  /** Keys of the leagues that we watch. */
  readonly leagues: readonly string[];
  readonly now: Clock;
}

/** What we watch, through the cache: at most as old as its copy. Throws when there is no copy and the store does not answer. */
export function createCatalogue({ catalogue, cache, leagues, now }: CatalogueDeps): GameCatalogue {
  const stored = async (league: string): Promise<LeagueGames> =>
    (await catalogue.read(keyOf(league)))?.value ?? { league, title: '', games: [] };
  const listOf = async (league: string): Promise<LeagueGames> =>
    parsed(await cache.getOrFill<unknown>('catalogue', league, () => stored(league))) ?? stored(league);
  const listsOf = async (league: string | undefined): Promise<readonly LeagueGames[]> =>
    Promise.all(leagues.filter((each) => league === undefined || each === league).map(listOf));
  const gamesOf = async (league: string | undefined): Promise<readonly SportEvent[]> =>
    (await listsOf(league)).flatMap(eventsOf).sort((a, b) => a.commenceTime - b.commenceTime);
  return {
    leagues: async () => (await listsOf(undefined)).map((list) => ({ league: list.league, title: titleOf(list) })),
    async upcoming(league) {
      const time = now();
      return (await gamesOf(league)).filter(({ commenceTime }) => commenceTime > time);
    },
    async begun(league) {
      const time = now();
      return (await gamesOf(league)).filter(({ commenceTime }) => commenceTime <= time).reverse();
    },
    event: async (eventId) => (await gamesOf(undefined)).find(({ id }) => id === eventId),
  };
}

const eventsOf = (list: LeagueGames): readonly SportEvent[] =>
  list.games.map((game) => ({ ...game, league: list.league, leagueTitle: titleOf(list) }));

/** A league of which nothing was heard yet has its key made readable: `americanfootball_nfl` → `NFL`. */
const titleOf = ({ league, title }: LeagueGames): string =>
  title ||
  league
    .slice(league.indexOf('_') + 1)
    .replaceAll('_', ' ')
    .toUpperCase();
