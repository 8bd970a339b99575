import type { PricedOffer } from './offers.ts';
import type { MarketView } from './view.ts';

/** What a confidence model looks at: all of it known at the moment of detection, none of it tied to one league. */
export interface Features {
  /** price × fair probability − 1. */
  readonly edge: number;
  /** First movers and confirming books. */
  readonly movers: number;
  readonly hoursToStart: number;
  /** Outcomes of the market: 2 or 3. */
  readonly ways: number;
}

export const featuresOf = (view: MarketView, offer: PricedOffer): Features => ({
  edge: offer.edge,
  movers: view.pattern.firstMovers.length + view.pattern.confirming.length,
  hoursToStart: (view.event.commenceTime - view.observedAt) / 3_600_000,
  ways: view.lines[0]?.prices.length ?? 2,
});
