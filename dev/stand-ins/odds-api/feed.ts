interface FeedOutcome {
  readonly name: string;
  readonly price: number;
  readonly point?: number;
}

export interface FeedMarket {
  readonly key: string;
  readonly last_update?: string;
  readonly outcomes: readonly FeedOutcome[];
}

export interface FeedBookmaker {
  readonly key: string;
  readonly title?: string;
  readonly last_update?: string;
  readonly markets: readonly FeedMarket[];
}

/** An event as The Odds API writes it, times in ISO. */
export interface FeedEvent {
  readonly id: string;
  readonly sport_key: string;
  readonly sport_title?: string;
  readonly commence_time: string;
  readonly home_team?: string | null;
  readonly away_team?: string | null;
  readonly bookmakers: readonly FeedBookmaker[];
}

export interface FeedSport {
  readonly key: string;
  readonly group: string;
  readonly title: string;
  readonly description: string;
  /** Whether it is in season; absent: it is. */
  readonly active?: boolean;
}

/** Where the stand-in's prices come from. Both kinds show the whole market at the present of their clock. */
export interface OddsFeed {
  /** The format its prices are in; the server converts when it is asked for the other one. */
  readonly oddsFormat: 'decimal' | 'american';
  sports(): readonly FeedSport[];
  /** Events of a league with all books and markets, those in play included; undefined: no such league. */
  events(sport: string): readonly FeedEvent[] | undefined;
}
