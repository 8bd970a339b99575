import { hold } from '../odds/fair.ts';
import { isDecimalOdds } from '../odds/odds.ts';
import { fairProbabilityOf } from '../signal/closing-line.ts';
import { consensusLine } from './consensus.ts';
import { fairLine, fairProbabilities } from './fair-line.ts';
import { sigmaOf } from './leagues.ts';
import { type BookQuote, type MarketQuotes, type MarketType, type Outcome, outcomesOf } from './market.ts';
import { naturalUnit } from './natural-unit.ts';

/** What can be had for one outcome. */
export interface BestPrice {
  readonly outcome: Outcome;
  /** Its own point: an away spread has the away side's sign; null for a moneyline. */
  readonly point: number | null;
  /** Decimal odds. */
  readonly price: number;
  /** Who offers them, in the order of the quotes. */
  readonly books: readonly string[];
  /** Fair probability at that point by all books together; undefined where none can be worked out. */
  readonly fair: number | undefined;
}

/** A market as somebody sees it who wants the best price. */
export interface BestPrices {
  readonly market: MarketType;
  /** In the order of the market's outcomes, at the point that most books quote; an outcome without a price is left out. */
  readonly outcomes: readonly BestPrice[];
  /** Fair line of the consensus in the market's natural unit; undefined where no book quotes every outcome. */
  readonly consensus: number | undefined;
  /** Books in the market, and those at that point. */
  readonly books: number;
  readonly booksAtPoint: number;
  /** Mean hold of the books that quote every outcome. */
  readonly meanHold: number | undefined;
  /** Hold of the best prices together: below 0 they add up to a gain. Undefined where an outcome has none. */
  readonly bestHold: number | undefined;
}

/** Undefined when nobody quotes the market. A price or a point that is none counts as missing. */
export function bestPrices(league: string, { market, quotes }: MarketQuotes): BestPrices | undefined {
  const usable = quotes.filter(({ point, prices }) => isPoint(market, point) && prices.some(isDecimalOdds));
  const whole = usable.filter(({ prices }) => prices.every(isDecimalOdds));
  const ways = usable[0]?.prices.length;
  if (ways === undefined) return undefined;
  const consensus = consensusOf(league, market, whole);
  const point = mainPoint(usable, consensus);
  const there = usable.filter((quote) => quote.point === point);
  const outcomes = outcomesOf(market, ways).flatMap((outcome, index) => {
    const price = bestOf(there, index);
    return price === undefined ? [] : [bestPrice({ league, market, whole, there }, { outcome, index, point, price })];
  });
  return {
    market,
    outcomes,
    consensus,
    books: usable.length,
    booksAtPoint: there.length,
    meanHold: meanOf(whole.map(({ prices }) => hold(prices))),
    bestHold: outcomes.length === ways ? hold(outcomes.map(({ price }) => price)) : undefined,
  };
}

const isPoint = (market: MarketType, point: number | null): boolean =>
  market === 'moneyline' ? point === null : point !== null && Number.isFinite(point);

function consensusOf(league: string, market: MarketType, whole: readonly BookQuote[]): number | undefined {
  const sigma = sigmaOf(league, market);
  const lines = whole
    .map((quote) => ({ line: fairLine(market, quote, fairProbabilities(quote), sigma) }))
    .filter(({ line }) => Number.isFinite(line));
  const ways = whole[0]?.prices.length;
  return lines.length === 0 || ways === undefined ? undefined : naturalUnit(market, consensusLine(lines), ways);
}

/** The point that most books quote; of equally many the one nearest to the consensus. */
function mainPoint(quotes: readonly BookQuote[], consensus: number | undefined): number | null {
  const counts = new Map<number | null, number>();
  for (const { point } of quotes) counts.set(point, (counts.get(point) ?? 0) + 1);
  const far = (point: number | null): number => Math.abs((point ?? 0) - (consensus ?? 0));
  const [main] = [...counts].sort(
    ([pointA, countA], [pointB, countB]) =>
      countB - countA || far(pointA) - far(pointB) || (pointA ?? 0) - (pointB ?? 0),
  );
  return main?.[0] ?? null;
}

function bestOf(quotes: readonly BookQuote[], index: number): number | undefined {
  const prices = quotes.map(({ prices }) => prices[index]).filter(isDecimalOdds);
  return prices.length > 0 ? Math.max(...prices) : undefined;
}

interface Quoted {
  readonly league: string;
  readonly market: MarketType;
  /** Quotes of every outcome, at any point. */
  readonly whole: readonly BookQuote[];
  /** Quotes at the main point. */
  readonly there: readonly BookQuote[];
}

interface Best {
  readonly outcome: Outcome;
  readonly index: number;
  /** The home side's, for a spread. */
  readonly point: number | null;
  readonly price: number;
}

function bestPrice({ league, market, whole, there }: Quoted, { outcome, index, point: home, price }: Best): BestPrice {
  const point = outcome === 'away' && home !== null ? 0 - home : home;
  const books = there.filter(({ prices }) => prices[index] === price).map(({ book }) => book);
  const fair = fairProbabilityOf(league, market, whole, { outcome, point });
  return { outcome, point, price, books, fair: fair !== undefined && Number.isFinite(fair) ? fair : undefined };
}

const meanOf = (values: readonly number[]): number | undefined =>
  values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : undefined;
