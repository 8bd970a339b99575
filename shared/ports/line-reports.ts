import type { LineMovement } from '../domain/market/line-movement.ts';
import type { MarketType, SportEvent } from '../domain/market/market.ts';

/** Where a book stands, in the market's natural unit. */
export interface BookLine {
  readonly book: string;
  readonly value: number;
  /** What it offers: decimal odds in the order of the market's outcomes; undefined where only its line is known. */
  readonly offer?: { readonly point: number | null; readonly prices: readonly number[] } | undefined;
}

export interface LineReport {
  readonly kind: 'line';
  /** As it was told last: a start may have moved. */
  readonly event: SportEvent;
  readonly movement: LineMovement;
  /** The books that quote it now, or did at the start. */
  readonly books: readonly BookLine[];
  /** When these were last seen to stand, epoch ms; undefined when nobody quotes the market. */
  readonly quotedAt: number | undefined;
  /** Outcomes of the market: of three, a moneyline is the home side's share against the away side's. */
  readonly ways: number;
  readonly picture:
    | { readonly kind: 'drawn'; readonly url: string }
    /** There is none now; `reason` is for a person. */
    | { readonly kind: 'undrawn'; readonly reason: string }
    /** None was asked for. */
    | { readonly kind: 'unwanted' };
}

export interface LineReportQuery {
  readonly event: SportEvent;
  readonly market: MarketType;
  readonly wantsPicture: boolean;
  /** Whether there is time to have the picture drawn. */
  readonly mayCall: boolean;
}

/** How the line of a market moved. */
export interface LineReports {
  report(
    query: LineReportQuery,
  ): Promise<LineReport | { readonly kind: 'no-history' } | { readonly kind: 'not-at-hand' }>;
}
