import type { SportEvent } from '../domain/market/market.ts';

export interface KnownLeague {
  /** League key, e.g. `americanfootball_nfl`. */
  readonly league: string;
  /** As a person reads it, e.g. `NFL`. */
  readonly title: string;
}

/** The leagues that we watch and their coming games, at most some minutes old. */
export interface Catalogue {
  leagues(): Promise<readonly KnownLeague[]>;
  /** Games that have not begun, of one league or of all, the soonest first. */
  upcoming(league?: string): Promise<readonly SportEvent[]>;
  /** A game that has not begun, or began not long ago. */
  event(eventId: string): Promise<SportEvent | undefined>;
}

/** The catalogue with what people still ask about. */
export interface GameCatalogue extends Catalogue {
  /** Games of one league or of all that began in the last day, the latest first. */
  begun(league?: string): Promise<readonly SportEvent[]>;
}
