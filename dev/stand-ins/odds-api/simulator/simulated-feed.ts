import type { FeedEvent, OddsFeed } from '../feed.ts';
import { BOOKS } from './books.ts';
import { type Desk, quotesOf } from './desk.ts';
import { LEAGUES, type League } from './leagues.ts';
import { createNews } from './news.ts';
import { createSchedule, type Game, type Schedule, startAt } from './schedule.ts';

export interface SimulationOptions {
  /** An integer: another seed is another world. */
  readonly seed: number;
  /** Epoch ms. */
  readonly now: () => number;
}

interface Market extends Desk {
  readonly schedule: Schedule;
}

const eventAt = (desk: Desk, game: Game, now: number): FeedEvent => ({
  id: game.id,
  sport_key: desk.league.key,
  sport_title: desk.league.title,
  commence_time: new Date(startAt(game, now)).toISOString().replace('.000Z', 'Z'),
  home_team: game.home,
  away_team: game.away,
  bookmakers: BOOKS.flatMap((book, place) => quotesOf(desk, game, book, place, now) ?? []),
});

const openMarket = (seed: number, league: League): Market => {
  const schedule = createSchedule(seed, league);
  return { seed, league, schedule, news: createNews(seed, league, schedule) };
};

/**
 * A market that never sleeps: news reaches the originating books first, then the followers, then the laggards, with steam, noise,
 * dead feeds, suspended markets, missing books and moving starts. What it shows is a function of seed and time alone.
 */
export const simulatedFeed = ({ seed, now }: SimulationOptions): OddsFeed => {
  const markets = new Map(LEAGUES.map((league) => [league.key, openMarket(seed, league)]));
  return {
    oddsFormat: 'decimal',
    sports: () => LEAGUES.map(({ key, group, title, description }) => ({ key, group, title, description })),
    events: (sport) => {
      const market = markets.get(sport);
      if (!market) return undefined;
      const moment = now();
      return market.schedule.gamesAt(moment).map((game) => eventAt(market, game, moment));
    },
  };
};
