import { TEAMS } from './teams.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How one number of a game, its margin or its total, behaves. */
interface Factor {
  /** Opening value: mean and spread over games. */
  readonly mean: number;
  readonly spread: number;
  /** Spread of results around the line: turns distances into chances. */
  readonly sigma: number;
  /** Size of a move, least and most. */
  readonly move: readonly [number, number];
}

export interface League {
  /** Tells its chances from those of the other leagues. */
  readonly topic: number;
  readonly key: string;
  readonly title: string;
  readonly group: string;
  readonly description: string;
  readonly teams: readonly string[];
  /** Games begin that far apart. */
  readonly every: number;
  /** A game is on offer that long before its start, and that long after it. */
  readonly listed: number;
  readonly plays: number;
  /** News comes that often, to one of the league's games. */
  readonly news: number;
  readonly margin: Factor;
  readonly total: Factor;
  /** Three-way: a result within half a unit of level is a draw. */
  readonly draws?: true;
  /** The handicap is always that big (hockey's puck line). */
  readonly fixedHandicap?: number;
  /** Opening margins gather around these numbers, so that some lines cross them. */
  readonly keyNumbers?: readonly number[];
}

/**
 * The leagues on offer. Basketball plays every 40 minutes and is the lively one: some game of it always begins in 30 to 110
 * minutes, delays included, and news comes every 15 s. All lengths in ms, margins and totals in points or goals.
 */
export const LEAGUES: readonly League[] = [
  {
    topic: 1,
    key: 'basketball_nba',
    title: 'NBA',
    group: 'Basketball',
    description: 'US Basketball',
    teams: TEAMS.nba,
    every: 40 * MINUTE,
    listed: 12 * HOUR,
    plays: 150 * MINUTE,
    news: 15_000,
    margin: { mean: 2.2, spread: 5, sigma: 12, move: [0.9, 1.7] },
    total: { mean: 226, spread: 6, sigma: 18, move: [1.4, 2.6] },
  },
  {
    topic: 2,
    key: 'americanfootball_nfl',
    title: 'NFL',
    group: 'American Football',
    description: 'US Football',
    teams: TEAMS.nfl,
    every: 5 * HOUR,
    listed: 96 * HOUR,
    plays: 190 * MINUTE,
    news: 180_000,
    margin: { mean: 1.6, spread: 4.5, sigma: 13.3, move: [0.9, 1.8] },
    total: { mean: 45, spread: 3, sigma: 13.3, move: [1, 2] },
    keyNumbers: [3, 7],
  },
  {
    topic: 3,
    key: 'icehockey_nhl',
    title: 'NHL',
    group: 'Ice Hockey',
    description: 'US Ice Hockey',
    teams: TEAMS.nhl,
    every: 3 * HOUR,
    listed: 30 * HOUR,
    plays: 150 * MINUTE,
    news: 120_000,
    margin: { mean: 0.2, spread: 0.4, sigma: 2.4, move: [0.18, 0.34] },
    total: { mean: 6, spread: 0.3, sigma: 2.4, move: [0.18, 0.34] },
    fixedHandicap: 1.5,
  },
  {
    topic: 4,
    key: 'soccer_epl',
    title: 'EPL',
    group: 'Soccer',
    description: 'English Premier League',
    teams: TEAMS.epl,
    every: 6 * HOUR,
    listed: 72 * HOUR,
    plays: 115 * MINUTE,
    news: 180_000,
    margin: { mean: 0.3, spread: 0.6, sigma: 1.6, move: [0.12, 0.22] },
    total: { mean: 2.7, spread: 0.3, sigma: 1.6, move: [0.12, 0.22] },
    draws: true,
  },
];
