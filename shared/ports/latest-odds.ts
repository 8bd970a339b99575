import type { MarketQuotes, SportEvent } from '../domain/market/market.ts';

/** A game with what the books quote, or, once it has begun, what they last quoted before. */
export interface GameOdds {
  /** As it was told last: a start may have moved. */
  readonly event: SportEvent;
  readonly hasBegun: boolean;
  readonly markets: readonly MarketQuotes[];
  /** When these quotes were last seen to stand, epoch ms; undefined when there are none. */
  readonly at: number | undefined;
}

/** Why quotes are older than they should be. */
export type WhyOld =
  /** Newer ones are being read at this moment. */
  | 'being-read'
  /** Those who ask have used up their share of what may be asked of the provider. */
  | 'no-credits'
  /** The provider does not answer, or not in time. */
  | 'unavailable';

export interface LatestOddsQuery {
  readonly league: string;
  /** Games of that league. */
  readonly events: readonly SportEvent[];
  /** Epoch ms. */
  readonly now: number;
  /** Whether there is time for a call to the provider. */
  readonly mayCall: boolean;
}

export type LatestOddsAnswer =
  | {
      readonly kind: 'odds';
      /** In the order of the events asked for. */
      readonly games: readonly GameOdds[];
      /** Given when a game that has not begun is shown with quotes that could not be renewed. */
      readonly old: WhyOld | undefined;
    }
  /** Newer ones can be had, with time for a call. */
  | { readonly kind: 'not-at-hand' };

/** The present odds of games, from what is at hand as long as that is young, else from the provider. */
export interface LatestOdds {
  /** Rejects only when nothing at all can be told. */
  of(query: LatestOddsQuery): Promise<LatestOddsAnswer>;
}
