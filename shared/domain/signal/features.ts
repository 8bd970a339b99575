import { median } from '../market/consensus.ts';
import type { MarketType } from '../market/market.ts';
import { hold } from '../odds/fair.ts';
import type { PricedOffer } from './offers.ts';
import type { MarketView } from './view.ts';

/**
 * What a confidence model may look at: all of it known at the moment of detection, none of it tied to one league.
 * Lengths are in standard deviations of the market, so that leagues compare.
 */
export interface Features {
  readonly market: MarketType;
  /** price × fair probability − 1. */
  readonly edge: number;
  readonly books: number;
  /** First movers and confirming books. */
  readonly movers: number;
  readonly opposing: number;
  /** How far the consensus moved toward this offer's side; negative when it moved away. */
  readonly moved: number;
  /** Median distance of the other books from the consensus. */
  readonly dispersion: number;
  /** Share of other books whose own fair probability makes this price a good one. */
  readonly agreement: number;
  /** Minutes since this book last changed its quote. */
  readonly quoteAge: number;
  readonly hoursToStart: number;
  /** Hold of the offering book. */
  readonly hold: number;
}

export function featuresOf(view: MarketView, offer: PricedOffer): Features {
  const { lines, sigma, pattern } = view;
  const others = lines.filter((book) => book.book !== offer.book);
  const own = lines.find((book) => book.book === offer.book);
  const centre = median(others.map((book) => book.line));
  const toward = offer.index === 0 ? 1 : -1;
  const better = others.filter((book) => (book.line - (own?.line ?? centre)) * toward > 0).length;
  return {
    market: view.market,
    edge: offer.edge,
    books: lines.length,
    movers: pattern.firstMovers.length + pattern.confirming.length,
    opposing: pattern.opposing.length,
    moved: ((view.consensus - view.consensusBefore) * toward) / sigma,
    dispersion: median(others.map((book) => Math.abs(book.line - centre))) / sigma,
    agreement: better / Math.max(1, others.length),
    quoteAge: (view.observedAt - offer.seenAt) / 60_000,
    hoursToStart: (view.event.commenceTime - view.observedAt) / 3_600_000,
    hold: hold(own?.prices ?? []),
  };
}
