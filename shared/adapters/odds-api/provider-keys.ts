import type { MarketType } from '../../domain/market/market.ts';

/** The Odds API's words and ours. Nothing else in the product knows the provider's. */
const KEY_OF = { moneyline: 'h2h', spread: 'spreads', total: 'totals' } as const satisfies Record<MarketType, string>;

/** The provider's key of one of our markets. */
export const marketKey = (market: MarketType): string => KEY_OF[market];

/** Our market for a provider's key; undefined for one that we do not watch. */
export const marketOfKey = (key: unknown): MarketType | undefined => {
  switch (key) {
    case KEY_OF.moneyline:
      return 'moneyline';
    case KEY_OF.spread:
      return 'spread';
    case KEY_OF.total:
      return 'total';
    default:
      return undefined;
  }
};

/** Outcome names that are not a team's. */
export const DRAW = 'Draw';
export const OVER = 'Over';
export const UNDER = 'Under';

/** Leagues whose moneyline has a draw; decides only when as many books quote two ways as three. */
export const hasDraws = (league: string): boolean => league.startsWith('soccer_');
