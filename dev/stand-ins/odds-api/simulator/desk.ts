import type { FeedBookmaker } from '../feed.ts';
import { type Book, DEAD_BOOK } from './books.ts';
import { bell, between, chance } from './chance.ts';
import type { League } from './leagues.ts';
import type { Factor, Move, News } from './news.ts';
import { type Line, openingLine } from './opening.ts';
import { priceMarkets } from './pricing.ts';
import { type Game, startAt } from './schedule.ts';

const MINUTE = 60_000;
/** The provider reads each book that often, each at its own seconds: prices are up to that old. */
const READ_EVERY = 6_000;
const READ = 401;
const LAG = 402;
const OPINION = 403;
const DEAD = 404;
const WIGGLE = 405;
const SUSPENDED = 406;
const MISSING = 407;
const IN_PLAY = 408;

/** How often what happens: share of games with a dead feed, of windows in which prices wiggle, markets and books are away. */
const SHARE = { dead: 0.1, wiggle: 0.4, suspended: 0.012, missing: 0.008 };

const iso = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');

export interface Desk {
  readonly seed: number;
  readonly league: League;
  readonly news: News;
}

const lagOf = (seed: number, league: League, book: Book, place: number, move: Move): number => {
  const [least, most] = book.pace.lag;
  const seconds = between(least, most, seed, league.topic, move.number, place, LAG);
  return 1000 * seconds * (book.pace.waits ? move.slowness : 1);
};

/** A book's line for a game: where it opened, its own opinion, and the news that it has followed by `read`. */
const lineOf = (
  { seed, league, news }: Desk,
  game: Game,
  book: Book,
  place: number,
  read: number,
  now: number,
): Line => {
  const topic = [seed, league.topic, game.number, place] as const;
  const opening = openingLine(seed, league, game.number);
  const dead = book.key === DEAD_BOOK && chance(...topic, DEAD) < SHARE.dead;
  const playing = Math.max(0, read - startAt(game, now)) / league.plays;
  const moved = (factor: Factor): number => {
    const { sigma, move } = league[factor];
    const opinion = 0.08 * move[0] * bell(...topic, OPINION, factor.length);
    const swing =
      sigma * Math.sqrt(playing) * 0.3 * bell(seed, league.topic, game.number, IN_PLAY, Math.floor(read / MINUTE));
    if (dead) return opinion;
    const { settled, recent } = news.story(game, factor, now);
    const followed = recent.filter((one) => one.at + lagOf(seed, league, book, place, one) <= read);
    return opinion + settled + followed.reduce((sum, { delta }) => sum + delta, 0) + swing;
  };
  return { margin: opening.margin + moved('margin'), total: opening.total + moved('total') };
};

/** What the provider shows of one book for one game; undefined while the book is missing. */
export const quotesOf = (desk: Desk, game: Game, book: Book, place: number, now: number): FeedBookmaker | undefined => {
  const { seed, league } = desk;
  const topic = [seed, league.topic, game.number, place] as const;
  const during = (minutes: number, ...what: readonly number[]): number => {
    const shift = between(0, minutes * MINUTE, ...topic, ...what);
    return chance(...topic, ...what, Math.floor((now + shift) / (minutes * MINUTE)));
  };
  if (during(1, MISSING) < SHARE.missing) return undefined;
  const phase = Math.floor(between(0, READ_EVERY, ...topic, READ));
  const read = Math.floor((now - phase) / READ_EVERY) * READ_EVERY + phase;
  const mood = during(20, WIGGLE);
  const wiggle = mood < SHARE.wiggle ? (mood / SHARE.wiggle - 0.5) * 0.006 : 0;
  const markets = priceMarkets(league, game, lineOf(desk, game, book, place, read, now), book, wiggle)
    .filter((_, index) => during(3, SUSPENDED, index) >= SHARE.suspended)
    .map((market) => ({ ...market, last_update: iso(read) }));
  return { key: book.key, title: book.title, last_update: iso(read), markets };
};
