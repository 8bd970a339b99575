import { decimalFromAmerican } from '../../../recording/to-decimal.ts';
import type { FeedMarket } from '../feed.ts';
import { americanFromDecimal } from '../present.ts';
import type { Book } from './books.ts';
import type { League } from './leagues.ts';
import type { Line } from './opening.ts';
import type { Game } from './schedule.ts';

/** The normal curve's chance below z, by its logistic likeness (off by less than 0.01), which is enough for a market. */
const chanceBelow = (z: number): number => 1 / (1 + Math.exp(-1.702 * z));

const LEAST_CHANCE = 0.03;

/** A book's decimal price of a chance: its hold added, rounded to its ladder of American prices. */
const price = (fair: number, { hold, tick }: Book): number => {
  const exact = 1 / (Math.max(fair, LEAST_CHANCE) * (1 + hold));
  const american = americanFromDecimal(Math.max(exact, 1.01));
  return decimalFromAmerican(Math.round(american / tick) * tick);
};

const half = (value: number): number => Math.round(value * 2) / 2 + 0;

/** One market of a game: names with fair chances. Wiggle shifts chance from the last outcome to the first. */
interface Offer {
  readonly key: 'h2h' | 'spreads' | 'totals';
  readonly outcomes: readonly { readonly name: string; readonly fair: number; readonly point?: number }[];
}

const moneyline = (league: League, game: Game, { margin }: Line): Offer => {
  const { sigma } = league.margin;
  if (!league.draws) {
    const home = chanceBelow(margin / sigma);
    return {
      key: 'h2h',
      outcomes: [
        { name: game.home, fair: home },
        { name: game.away, fair: 1 - home },
      ],
    };
  }
  const home = chanceBelow((margin - 0.5) / sigma);
  const away = chanceBelow((-margin - 0.5) / sigma);
  return {
    key: 'h2h',
    outcomes: [
      { name: game.home, fair: home },
      { name: game.away, fair: away },
      { name: 'Draw', fair: 1 - home - away },
    ],
  };
};

const spread = (league: League, game: Game, { margin }: Line): Offer => {
  const point = league.fixedHandicap === undefined ? half(-margin) : (margin > 0 ? -1 : 1) * league.fixedHandicap;
  const home = chanceBelow((margin + point) / league.margin.sigma);
  return {
    key: 'spreads',
    outcomes: [
      { name: game.home, fair: home, point },
      { name: game.away, fair: 1 - home, point: 0 - point },
    ],
  };
};

const total = (league: League, { total: expected }: Line): Offer => {
  const point = half(expected);
  const over = chanceBelow((expected - point) / league.total.sigma);
  return {
    key: 'totals',
    outcomes: [
      { name: 'Over', fair: over, point },
      { name: 'Under', fair: 1 - over, point },
    ],
  };
};

/** The markets that a book makes of its line; `wiggle` is a shift of chance, a few thousandths. */
export const priceMarkets = (league: League, game: Game, line: Line, book: Book, wiggle: number): FeedMarket[] =>
  [moneyline(league, game, line), spread(league, game, line), total(league, line)].map(({ key, outcomes }) => ({
    key,
    outcomes: outcomes.map(({ fair, ...outcome }, index) => ({
      ...outcome,
      price: price(index === 0 ? fair + wiggle : index === 1 ? fair - wiggle : fair, book),
    })),
  }));
