import type { BookQuote, MarketType } from '../../domain/market/market.ts';
import { isDecimalOdds } from '../../domain/odds/odds.ts';
import { DRAW, OVER, UNDER } from './provider-keys.ts';
import { isObject, type RawOutcome } from './raw.ts';
import type { RejectReason } from './rejects.ts';

const MOST_POINTS = 1_000;

/**
 * One book's outcomes of one market as a quote, or the reason why they are none. This is the hot path (two million outcomes in a
 * month's recording), hence plain loops and no object but the result.
 */
export const parseQuote = (
  market: MarketType,
  book: string,
  outcomes: readonly unknown[],
  home: string,
  away: string,
): BookQuote | RejectReason => {
  if (outcomes.length < 2) return outcomes.length === 1 ? 'one-outcome' : 'market-without-outcomes';
  if (market === 'moneyline') return parseMoneyline(book, outcomes, home, away);
  if (market === 'spread') return parsePair(book, outcomes, home, away, -1);
  return parsePair(book, outcomes, OVER, UNDER, 1);
};

/** Two or three ways; the third must be the draw. */
const parseMoneyline = (
  book: string,
  outcomes: readonly unknown[],
  home: string,
  away: string,
): BookQuote | RejectReason => {
  if (outcomes.length > 3) return 'too-many-outcomes';
  const first = pick(outcomes, home);
  const last = pick(outcomes, away);
  if (typeof first === 'string') return first;
  if (typeof last === 'string') return last;
  const homePrice = first.price;
  const awayPrice = last.price;
  if (!isDecimalOdds(homePrice) || !isDecimalOdds(awayPrice)) return 'price-invalid';
  if (outcomes.length === 2) return { book, point: null, prices: [homePrice, awayPrice] };
  const draw = pick(outcomes, DRAW);
  if (typeof draw === 'string') return draw;
  const drawPrice = draw.price;
  if (!isDecimalOdds(drawPrice)) return 'price-invalid';
  return { book, point: null, prices: [homePrice, drawPrice, awayPrice] };
};

/** A spread (`mirror` −1: points are opposite) or a total (`mirror` 1: points are the same, and above 0). */
const parsePair = (
  book: string,
  outcomes: readonly unknown[],
  firstName: string,
  secondName: string,
  mirror: 1 | -1,
): BookQuote | RejectReason => {
  if (outcomes.length > 2) return 'too-many-outcomes';
  const first = pick(outcomes, firstName);
  const second = pick(outcomes, secondName);
  if (typeof first === 'string') return first;
  if (typeof second === 'string') return second;
  const point = first.point;
  const other = second.point;
  if (typeof point !== 'number' || typeof other !== 'number') return 'point-missing';
  if (!(Math.abs(point) <= MOST_POINTS) || (mirror === 1 && point <= 0)) return 'point-out-of-range';
  if (point !== mirror * other) return 'points-differ';
  const firstPrice = first.price;
  const secondPrice = second.price;
  if (!isDecimalOdds(firstPrice) || !isDecimalOdds(secondPrice)) return 'price-invalid';
  // Adding 0 turns −0, which would be another fingerprint, into 0.
  return { book, point: point + 0, prices: [firstPrice, secondPrice] };
};

/** The outcome of that name. With as many outcomes as names, a missing one means that another is unknown or there twice. */
const pick = (outcomes: readonly unknown[], name: string): RawOutcome | RejectReason => {
  for (let i = 0; i < outcomes.length; i++) {
    const outcome = outcomes[i];
    if (!isObject(outcome)) return 'outcome-not-an-object';
    if (outcome.name === name) return outcome;
  }
  return hasDuplicates(outcomes) ? 'outcome-duplicate' : 'outcome-unknown';
};

const hasDuplicates = (outcomes: readonly unknown[]): boolean =>
  new Set(outcomes.map((outcome) => (isObject(outcome) ? outcome.name : undefined))).size < outcomes.length;
