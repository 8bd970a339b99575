import { median } from '../market/consensus.ts';
import { probabilityAtLine } from '../market/fair-line.ts';
import { MOVE_WINDOW_MS } from '../market/moves.ts';
import { normalQuantile } from '../odds/normal.ts';
import { fairProbabilityAt, type PricedOffer } from './offers.ts';
import type { BookReading, MarketView } from './view.ts';

/**
 * What the confidence model looks at, in its order. All of it is known at the moment of detection, and measured in standard
 * deviations, shares and √hours, so that nothing is tied to one league.
 */
export const FEATURES = [
  /**
   * The edge against how far the line may still wander: (Φ⁻¹(fair probability) − Φ⁻¹(1 / price)) / √hours to the start. A line
   * moves like a Brownian motion (Stern 1994 models the score so; the exponent that recordings ask for is 0.45).
   */
  'edgeOverTime',
  /** The same, from the more cautious of two readings, with this book left out and with it; saturating (tanh). */
  'cautiousEdge',
  /** Share of the other books by each of whose own fair probabilities the price is worth taking. */
  'agreement',
  /** Other books that moved towards this side within the hour, less those that moved away, as a share of them. */
  'support',
  /** ln(price / 3) where positive: the chances of outsiders are known less well than their prices suggest. */
  'longshot',
  /** ln of the volatility of the consensus of late. */
  'volatility',
  /** How far the price's point is from the others' points, in σ: a curve through other points may be wrong there. */
  'distance',
] as const;
export type Feature = (typeof FEATURES)[number];
export type Features = Readonly<Record<Feature, number>>;

const HOUR = 3_600_000;
/** A line does not settle in the last minutes, nor wander on for ever. */
const LEAST_HOURS = 0.1;
const MOST_HOURS = 200;
const LEAST_VOLATILITY = 0.003;
const LONGSHOT_PRICE = 3;
const SATURATION = 10;

export const hoursToStart = ({ event, observedAt }: Pick<MarketView, 'event' | 'observedAt'>): number =>
  (event.commenceTime - observedAt) / HOUR;

export function featuresOf(view: MarketView, offer: PricedOffer): Features {
  const { market, sigma, lines } = view;
  const others = lines.filter(({ book }) => book !== offer.book);
  const homePoint = offer.outcome === 'away' && offer.point !== null ? 0 - offer.point : offer.point;
  const withOwn = fairProbabilityAt(market, lines, offer.index, homePoint, sigma);
  const root = Math.sqrt(clamp(hoursToStart(view), LEAST_HOURS, MOST_HOURS));
  const overTime = (fair: number) => clamp((quantile(fair) - quantile(1 / offer.price)) / root, -0.3, 0.3);
  const edgeOverTime = overTime(offer.fairProbability);
  return {
    edgeOverTime,
    cautiousEdge: Math.tanh(SATURATION * Math.min(edgeOverTime, overTime(withOwn))),
    agreement: agreementOf(view, others, offer, homePoint),
    support: supportOf(view, others, offer.index),
    longshot: clamp(Math.log(offer.price / LONGSHOT_PRICE), 0, 3),
    volatility: Math.log(clamp(view.volatility, LEAST_VOLATILITY, 1)),
    distance: homePoint === null ? 0 : Math.abs(homePoint - median(others.map(({ point }) => point ?? 0))) / sigma,
  };
}

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** Φ⁻¹, away from the ends, where a hair's breadth of probability is a long way. */
const quantile = (p: number): number => normalQuantile(clamp(p, 0.002, 0.998));

function agreementOf(
  { market, sigma }: MarketView,
  others: readonly BookReading[],
  { index, price }: PricedOffer,
  homePoint: number | null,
): number {
  let agree = 0;
  for (const book of others) {
    const fair =
      market === 'moneyline' || book.point === homePoint
        ? (book.fair[index] ?? 0)
        : probabilityAtLine(market, book.line, index, homePoint, sigma);
    if (fair * price > 1) agree++;
  }
  return agree / others.length;
}

/** A rising line favours the first outcome, a falling one the last; a draw neither. */
function supportOf(view: MarketView, others: readonly BookReading[], index: number): number {
  const ways = view.lines[0]?.prices.length ?? 2;
  const side = index === 0 ? 1 : index === ways - 1 ? -1 : 0;
  if (side === 0) return 0;
  const nets = new Map<string, number>();
  for (const { book, at, from, to } of view.moves)
    if (view.observedAt - at <= MOVE_WINDOW_MS) nets.set(book, (nets.get(book) ?? 0) + to - from);
  let support = 0;
  for (const { book } of others) support += Math.sign(nets.get(book) ?? 0);
  return (support * side) / others.length;
}
