import type { BookQuote, EventOdds, MarketType, SportEvent } from '../../shared/domain/market/market.ts';
import { eventIdSchema } from '../../shared/domain/market/market.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** A Sunday noon to count from. */
export const NOON = Date.parse('2030-09-08T12:00:00Z');

export const anEvent = (changes: Partial<SportEvent> = {}): SportEvent => ({
  id: eventIdSchema.parse('game1'),
  league: 'americanfootball_nfl',
  leagueTitle: 'NFL',
  home: 'Harbor Hawks',
  away: 'Prairie Wolves',
  commenceTime: NOON + 5 * HOUR,
  ...changes,
});

/** `quote('alpha', -2.5, 1.91, 1.91)`; point null for a moneyline. */
export const quote = (book: string, point: number | null, ...prices: number[]): BookQuote => ({ book, point, prices });

export const odds = (market: MarketType, quotes: readonly BookQuote[], event = anEvent()): EventOdds => ({
  event,
  markets: [{ market, quotes: [...quotes].sort((a, b) => (a.book < b.book ? -1 : 1)) }],
});

export const BOOKS = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot'] as const;

/** All books at one spread and price. */
export const everywhere = (point: number, home = 1.91, away = 1.91): BookQuote[] =>
  BOOKS.map((book) => quote(book, point, home, away));

/** The same quotes with some books at another point. */
export const movedTo = (quotes: readonly BookQuote[], point: number, books: readonly string[]): BookQuote[] =>
  quotes.map((one) => (books.includes(one.book) ? { ...one, point } : one));
