import { normalCdf } from '../odds/normal.ts';
import type { MarketType } from './market.ts';

/**
 * A fair line as people say it: the home side's point for a spread, points for a total, the home side's fair probability for a
 * moneyline (of three: its share against the away side, a draw apart).
 */
export function naturalUnit(market: MarketType, line: number, ways: number): number {
  if (market === 'spread') return 0 - line;
  if (market === 'total') return line;
  return ways === 3 ? 1 / (1 + Math.exp(-line)) : normalCdf(line);
}
