import { bell, between, chance } from './chance.ts';
import type { League } from './leagues.ts';

const MARGIN = 201;
const TOTAL = 202;
const NEAR_KEY = 0.55;

/** A game's two numbers: the home side's expected margin, and the expected total. */
export interface Line {
  readonly margin: number;
  readonly total: number;
}

const openingMargin = (seed: number, league: League, number: number): number => {
  const topic = [seed, league.topic, number, MARGIN] as const;
  const keys = league.keyNumbers;
  if (keys && chance(...topic) < NEAR_KEY) {
    const key = keys[Math.floor(chance(...topic, 1) * keys.length)] ?? 0;
    const side = chance(...topic, 2) < 0.6 ? 1 : -1;
    return side * (key + between(-0.6, 0.6, ...topic, 3));
  }
  return league.margin.mean + league.margin.spread * bell(...topic);
};

/** Where the market opens a game. */
export const openingLine = (seed: number, league: League, number: number): Line => ({
  margin: openingMargin(seed, league, number),
  total: league.total.mean + league.total.spread * bell(seed, league.topic, number, TOTAL),
});
