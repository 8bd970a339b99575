import type { MarketType } from './market.ts';

/** What scoring needs to know of a league. */
export interface LeagueTraits {
  /** Standard deviation of results around the closing spread and total, in points, runs or goals. */
  readonly sigma: { readonly spread: number; readonly total: number };
  /** Margins on which games end far more often than on their neighbours, as distances from zero. */
  readonly keyNumbers: readonly number[];
}

const traits = (spread: number, total: number, keyNumbers: readonly number[] = []): LeagueTraits => ({
  sigma: { spread, total },
  keyNumbers,
});

/** Stern (1991) for the NFL's margin; the others from published closing-line residuals, rounded. */
const LEAGUES: Readonly<Record<string, LeagueTraits>> = {
  americanfootball_nfl: traits(13.3, 13.3, [3, 7]),
  americanfootball_ncaaf: traits(16, 16, [3, 7]),
  basketball_wnba: traits(12, 16),
  basketball_nba: traits(12, 18),
  basketball_ncaab: traits(11, 16),
  baseball_mlb: traits(4.3, 4.4),
  baseball_kbo: traits(4.6, 4.8),
  icehockey_nhl: traits(2.5, 2.4),
};

/** A league that is not listed is judged by its sport. */
const SPORTS: Readonly<Record<string, LeagueTraits>> = {
  americanfootball: traits(14, 14, [3, 7]),
  basketball: traits(12, 17),
  baseball: traits(4.4, 4.5),
  icehockey: traits(2.5, 2.4),
  soccer: traits(1.7, 1.7),
};
const UNKNOWN = traits(10, 10);

export const leagueTraits = (league: string): LeagueTraits =>
  LEAGUES[league] ?? SPORTS[league.slice(0, league.indexOf('_'))] ?? UNKNOWN;

/** σ of a market in its own unit; a moneyline is measured in standard deviations already. */
export const sigmaOf = (league: string, market: MarketType): number =>
  market === 'moneyline' ? 1 : leagueTraits(league).sigma[market];
