/** @import { LinePoint, MarketView } from '../state/model.ts' */

const KEPT_POINTS = 200;

/** @param {MarketView} market */
export const movedAt = (market) => market.points.at(-1)?.at ?? 0;

/**
 * Joins new points to those that the page has. The oldest go; what their books showed goes over to the first that stays.
 * @param {readonly LinePoint[]} before
 * @param {readonly LinePoint[]} added
 * @returns {readonly LinePoint[]}
 */
export const joinPoints = (before, added) => {
  const all = [...before, ...added];
  const [first, ...rest] = all.slice(-KEPT_POINTS);
  if (!first || all.length <= KEPT_POINTS) return all;
  const books = Object.assign({}, ...all.slice(0, -KEPT_POINTS).map((point) => point.books), first.books);
  return [{ ...first, books }, ...rest];
};

/**
 * How many books quote now.
 * @param {readonly LinePoint[]} points
 */
export const quotingBooks = (points) => {
  /** @type {Record<string, number | null>} */
  const newest = Object.assign({}, ...points.map((point) => point.books));
  return Object.values(newest).filter((value) => value !== null).length;
};

/**
 * One game with its markets.
 * @typedef {{ id: string, league: string, leagueTitle: string, home: string, away: string, commenceTime: number,
 *   markets: MarketView[], movedAt: number, signalAt: number }} Game
 */

/**
 * @param {Iterable<MarketView>} markets
 * @returns {Game[]}
 */
export const gamesOf = (markets) => {
  /** @type {Map<string, Game>} */
  const games = new Map();
  for (const market of markets) {
    const { eventId: id, league, leagueTitle, home, away, commenceTime } = market;
    const known = games.get(id);
    const game = known ?? { id, league, leagueTitle, home, away, commenceTime, markets: [], movedAt: 0, signalAt: 0 };
    game.markets.push(market);
    game.movedAt = Math.max(game.movedAt, movedAt(market));
    game.signalAt = Math.max(game.signalAt, market.signal?.at ?? 0);
    if (!known) games.set(id, game);
  }
  return [...games.values()];
};

/** @type {Record<string, (a: Game, b: Game) => number>} */
const ORDERS = {
  start: (a, b) => a.commenceTime - b.commenceTime,
  moved: (a, b) => b.movedAt - a.movedAt,
  signal: (a, b) => b.signalAt - a.signalAt || a.commenceTime - b.commenceTime,
};

/**
 * The games that match, in the wanted order; ties stay in a stable order.
 * @param {readonly Game[]} games
 * @param {{ text: string, league: string, sort: string }} filter
 */
export const selectGames = (games, { text, league, sort }) => {
  const wanted = text.trim().toLowerCase();
  const order = ORDERS[sort] ?? (() => 0);
  return games
    .filter((game) => (!league || game.league === league) && `${game.away} ${game.home}`.toLowerCase().includes(wanted))
    .sort((a, b) => order(a, b) || (a.id < b.id ? -1 : 1));
};
