import { z } from 'zod';
import { type EventOdds, type SportEvent, sportEventSchema } from './market.ts';

const MOST_GAMES = 500;

const listedGameSchema = sportEventSchema.pick({ id: true, home: true, away: true, commenceTime: true });
type ListedGame = z.infer<typeof listedGameSchema>;

/** One league as people ask about it: its title, and its games, those to come and those of the last day. A persisted document. */
export const leagueGamesSchema = z.object({
  league: z.string().min(1).max(64),
  /** As the provider writes it, e.g. `NFL`; empty until it is known. */
  title: z.string().max(100),
  /** The soonest first. */
  games: z.array(listedGameSchema).max(MOST_GAMES),
});
export type LeagueGames = z.infer<typeof leagueGamesSchema>;

/** So long after their start people still ask how a line moved. */
const KEPT_MS = 24 * 60 * 60_000;

/**
 * The list after an answer. A game that is missing from the answer stays: answers may be partial, and a start that passes needs no
 * change. The very list that was given when there is nothing to note.
 * @param now epoch ms
 */
export function withAnswer(
  listed: LeagueGames | undefined,
  league: string,
  answer: readonly Pick<EventOdds, 'event'>[],
  now: number,
): LeagueGames {
  const before: LeagueGames = listed ?? { league, title: '', games: [] };
  const games = new Map(before.games.map((game) => [game.id, game]));
  const changed = answer.filter(({ event }) => isRecent(event, now) && !isSame(games.get(event.id), event));
  const title = answer[0]?.event.leagueTitle ?? before.title;
  if (changed.length === 0 && title === before.title) return before;
  for (const { event } of changed) games.set(event.id, listedGame(event));
  const after: LeagueGames = { league, title, games: kept([...games.values()], now) };
  return isSameList(before, after) ? before : after;
}

const isRecent = ({ commenceTime }: ListedGame, now: number): boolean => commenceTime > now - KEPT_MS;

const isSame = (known: ListedGame | undefined, { home, away, commenceTime }: ListedGame): boolean =>
  known?.commenceTime === commenceTime && known.home === home && known.away === away;

const isSameList = (a: LeagueGames, b: LeagueGames): boolean =>
  a.title === b.title && a.games.length === b.games.length && a.games.every((game, index) => game === b.games[index]);

const listedGame = ({ id, home, away, commenceTime }: SportEvent): ListedGame => ({ id, home, away, commenceTime });

/** Where there are too many, those that began longest ago go first, then those that are farthest away. */
function kept(games: readonly ListedGame[], now: number): ListedGame[] {
  const recent = games.filter((game) => isRecent(game, now)).sort(bySoonest);
  const begun = recent.findIndex(({ commenceTime }) => commenceTime > now);
  const from = Math.min(begun < 0 ? recent.length : begun, Math.max(0, recent.length - MOST_GAMES));
  return recent.slice(from, from + MOST_GAMES);
}

const bySoonest = (a: ListedGame, b: ListedGame): number =>
  a.commenceTime - b.commenceTime || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
