import { decimalFromAmerican } from '../../recording/to-decimal.ts';
import type { FeedBookmaker, FeedEvent, FeedMarket, OddsFeed } from './feed.ts';
import type { EventsQuery, OddsQuery } from './query.ts';

/** American price of decimal odds: (d − 1)·100 from evens up, −100/(d − 1) below; whole numbers. */
export const americanFromDecimal = (price: number): number =>
  Math.round(price >= 2 ? (price - 1) * 100 : -100 / (price - 1));

const same = (price: number): number => price;

const converter = (feed: OddsFeed, american: boolean): ((price: number) => number) => {
  if (american) return feed.oddsFormat === 'decimal' ? americanFromDecimal : same;
  return feed.oddsFormat === 'american' ? decimalFromAmerican : same;
};

const date = (iso: string | undefined, unix: boolean): string | number | undefined =>
  unix && iso !== undefined ? Math.floor(Date.parse(iso) / 1000) : iso;

const heading = ({ id, sport_key, sport_title, commence_time, home_team, away_team }: FeedEvent, unix: boolean) => ({
  id,
  sport_key,
  sport_title,
  commence_time: date(commence_time, unix),
  home_team,
  away_team,
});

const wanted = (events: readonly FeedEvent[], { from, to, eventIds }: EventsQuery): readonly FeedEvent[] =>
  events.filter((event) => {
    const start = Date.parse(event.commence_time);
    return start >= from && start <= to && (eventIds?.has(event.id) ?? true);
  });

/** The answer of `/events`. */
export const presentEvents = (events: readonly FeedEvent[], query: EventsQuery): readonly object[] =>
  wanted(events, query).map((event) => heading(event, query.unixDates));

const presentMarket = (market: FeedMarket, unix: boolean, price: (native: number) => number) => ({
  key: market.key,
  last_update: date(market.last_update, unix),
  outcomes: market.outcomes.map((outcome) => ({ ...outcome, price: price(outcome.price) })),
});

const presentBookmaker = (bookmaker: FeedBookmaker, query: OddsQuery, price: (native: number) => number) => ({
  key: bookmaker.key,
  title: bookmaker.title,
  last_update: date(bookmaker.last_update, query.unixDates),
  markets: bookmaker.markets
    .filter(({ key }) => query.markets.has(key))
    .map((market) => presentMarket(market, query.unixDates, price)),
});

/** The answer of `/odds`. Every book of both feeds is in region `us`. Books without a wanted market are left out. */
export const presentOdds = (feed: OddsFeed, events: readonly FeedEvent[], query: OddsQuery): readonly object[] => {
  const price = converter(feed, query.american);
  const offered = ({ key }: FeedBookmaker) => query.bookmakers?.has(key) ?? query.regions.has('us');
  return wanted(events, query).map((event) => ({
    ...heading(event, query.unixDates),
    bookmakers: event.bookmakers
      .filter(offered)
      .map((bookmaker) => presentBookmaker(bookmaker, query, price))
      .filter(({ markets }) => markets.length > 0),
  }));
};
