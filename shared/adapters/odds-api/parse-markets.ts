import type { BookQuote, MarketQuotes, MarketType } from '../../domain/market/market.ts';
import { parseQuote } from './parse-quote.ts';
import { hasDraws, marketKey, marketOfKey } from './provider-keys.ts';
import { isNewer, isObject, type RawBook, type RawMarket, timeOf } from './raw.ts';
import type { Rejects } from './rejects.ts';

/** What a market's outcomes are read against. */
export interface MarketContext {
  readonly eventId: string;
  readonly league: string;
  readonly home: string;
  readonly away: string;
  readonly rejects: Rejects;
}

/** The markets of one event, from its books (each once, sorted by key). A market that nobody quotes is left out. */
export const parseMarkets = (books: readonly RawBook[], context: MarketContext): readonly MarketQuotes[] => {
  const moneyline: BookQuote[] = [];
  const spread: BookQuote[] = [];
  const total: BookQuote[] = [];
  for (let i = 0; i < books.length; i++) {
    const book = books[i];
    if (book === undefined) continue;
    for (let j = 0; j < book.markets.length; j++) {
      const market = knownMarket(book, j, context);
      if (market === undefined) continue;
      const quotes = market === 'moneyline' ? moneyline : market === 'spread' ? spread : total;
      addQuote(quotes, market, book, book.markets[j] as RawMarket, context);
    }
  }
  const markets: MarketQuotes[] = [];
  if (moneyline.length > 0) markets.push({ market: 'moneyline', quotes: sameWays(moneyline, context) });
  if (spread.length > 0) markets.push({ market: 'spread', quotes: spread });
  if (total.length > 0) markets.push({ market: 'total', quotes: total });
  return markets;
};

/** The market of that place in a book's list, unless it is unreadable, none of ours, or there again and newer. */
const knownMarket = (book: RawBook, at: number, context: MarketContext): MarketType | undefined => {
  const record = book.markets[at];
  if (!isObject(record)) {
    context.rejects.add('market-not-an-object', record, context.eventId, book.key);
    return undefined;
  }
  const market = marketOfKey(record.key);
  if (market === undefined) {
    context.rejects.add('unknown-market', record, context.eventId, book.key, record.key);
    return undefined;
  }
  if (book.markets.length > 1 && isSuperseded(book.markets, at, record)) {
    context.rejects.add('market-duplicate', record, context.eventId, book.key, record.key);
    return undefined;
  }
  return market;
};

/** Whether the same market is there again and newer; of equally old ones the first stays. */
const isSuperseded = (markets: readonly unknown[], at: number, record: RawMarket): boolean => {
  for (let i = 0; i < markets.length; i++) {
    if (i === at) continue;
    const other = markets[i];
    if (!isObject(other) || other.key !== record.key) continue;
    if (i < at ? !isNewer(record.last_update, other.last_update) : isNewer(other.last_update, record.last_update))
      return true;
  }
  return false;
};

const addQuote = (
  quotes: BookQuote[],
  market: MarketType,
  book: RawBook,
  record: RawMarket,
  { eventId, home, away, rejects }: MarketContext,
): void => {
  const outcomes = record.outcomes;
  const quote = Array.isArray(outcomes)
    ? parseQuote(market, book.key, outcomes, home, away)
    : 'market-without-outcomes';
  if (typeof quote === 'string') rejects.add(quote, record, eventId, book.key, record.key);
  else quotes.push(withReadAt(quote, record.last_update ?? book.last_update));
};

/** A quote that says when the provider last read it, where that is known. */
const withReadAt = (quote: BookQuote, lastUpdate: unknown): BookQuote => {
  const readAt = timeOf(lastUpdate);
  return Number.isNaN(readAt) ? quote : { ...quote, readAt };
};

/** The quotes that have as many outcomes as most: two and three ways cannot be compared. */
const sameWays = (quotes: BookQuote[], { eventId, league, rejects }: MarketContext): readonly BookQuote[] => {
  let three = 0;
  for (let i = 0; i < quotes.length; i++) if (quotes[i]?.prices.length === 3) three++;
  if (three === 0 || three === quotes.length) return quotes;
  const two = quotes.length - three;
  const ways = three > two || (three === two && hasDraws(league)) ? 3 : 2;
  return quotes.filter((quote) => {
    const same = quote.prices.length === ways;
    if (!same) rejects.add('ways-differ', quote, eventId, quote.book, marketKey('moneyline'));
    return same;
  });
};
