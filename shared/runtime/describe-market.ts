import { fairLine, fairProbabilities } from '../domain/market/fair-line.ts';
import type { Fingerprint } from '../domain/market/fingerprint-schema.ts';
import { sigmaOf } from '../domain/market/leagues.ts';
import type { MarketType, SportEvent } from '../domain/market/market.ts';
import { naturalUnit } from '../domain/market/natural-unit.ts';
import type { Telemetry } from '../ports/telemetry.ts';

/** Tells whoever listens locally of a market as people read it: numbers in the market's own unit. */
export function describeMarket(
  telemetry: Telemetry,
  event: SportEvent,
  market: MarketType,
  { consensus, books }: Fingerprint,
  at: number,
): void {
  const sigma = sigmaOf(event.league, market);
  const ways = books[0]?.prices.length ?? 2;
  telemetry.debug('market_changed', {
    eventId: event.id,
    league: event.league,
    leagueTitle: event.leagueTitle,
    home: event.home,
    away: event.away,
    market,
    commenceTime: event.commenceTime,
    at,
    consensus: naturalUnit(market, consensus, ways),
    books: books.map((book) => {
      const line = fairLine(market, book, fairProbabilities(book), sigma);
      return `${book.book}:${naturalUnit(market, line, ways).toFixed(4)}`;
    }),
  });
}
