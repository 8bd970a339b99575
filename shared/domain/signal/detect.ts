import type { MarketTransition } from '../market/board.ts';
import { leagueTraits } from '../market/leagues.ts';
import { type Features, featuresOf } from './features.ts';
import { bestOffer, offersOf, type PricedOffer } from './offers.ts';
import type { AlertType } from './signal.ts';
import { type BookReading, type MarketView, type ReportedMove, viewOf } from './view.ts';

/** A signal in the making: what the rules found, before confidence decides whether it is worth telling. */
export interface Candidate {
  readonly type: AlertType;
  readonly offer: PricedOffer;
  readonly features: Features;
  readonly view: MarketView;
  /** For a Reversal: the signal that it takes back. */
  readonly reverses?: string;
}

/** A price below this edge is not worth a person's minute. */
const LEAST_EDGE = 0.005;
/** A price this far off is a palpable error: no bookmaker would honour it. */
const MOST_EDGE = 0.5;
/** Without a move to explain it, a price must be further off. */
const LEAST_GAP = 0.02;
/**
 * A first mover and two that confirm. Between two polls we cannot tell who was first: books that moved in the same one confirm
 * each other.
 */
const LEAST_MOVERS = 3;
/** "Little against it": one book in five of those that moved. */
const MOST_OPPOSING_SHARE = 0.2;
const STEAM_WINDOW_MS = 30 * 60_000;
const STEAM_SHARE = 0.6;
const STEAM_LEAST_BOOKS = 4;
const REVERSAL_WINDOW_MS = 2 * 60 * 60_000;
/** "Most of a reported move". */
const REVERSAL_SHARE = 0.6;

/**
 * All alert types by the rules of SIGNALS ("Alert types"), at most one candidate each.
 * @param reported moves that subscribers were told of in this market
 */
export function detect(transition: MarketTransition, reported: readonly ReportedMove[]): Candidate[] {
  if (transition.observedAt >= transition.event.commenceTime) return [];
  const view = viewOf(transition);
  const found = [move(view), valueGap(view), keyNumberCross(view), reversal(view, reported)];
  return found.filter((candidate) => candidate !== undefined);
}

/** SharpActivity, or SteamMove when most of the market moves within minutes: the best price among the books left behind. */
function move(view: MarketView): Candidate | undefined {
  const { direction, firstMovers, confirming, opposing } = view.pattern;
  const movers = firstMovers.length + confirming.length;
  if (direction === 0 || movers < LEAST_MOVERS) return;
  if (opposing.length > movers * MOST_OPPOSING_SHARE) return;
  const moved = new Set([...firstMovers, ...confirming]);
  const left = view.lines.filter(({ book }) => !moved.has(book)).flatMap((book) => offersToward(view, book, direction));
  return candidate(isSteam(view) ? 'SteamMove' : 'SharpActivity', view, bestOffer(left), LEAST_EDGE);
}

function isSteam(view: MarketView): boolean {
  const recent = new Set<string>();
  for (const { book, at, from, to } of view.moves)
    if (view.observedAt - at <= STEAM_WINDOW_MS && Math.sign(to - from) === view.pattern.direction) recent.add(book);
  return recent.size >= STEAM_LEAST_BOOKS && recent.size >= view.lines.length * STEAM_SHARE;
}

/**
 * ValueGap: one book has just left the market, alone. A gap that was always there is a slow or dead feed: on recordings, prices
 * that had stood off the market for more than an hour lost money against the close.
 */
function valueGap(view: MarketView): Candidate | undefined {
  const { firstMovers, confirming, opposing } = view.pattern;
  const [mover, ...others] = [...firstMovers, ...confirming, ...opposing];
  if (mover === undefined || others.length > 0) return;
  const off = view.lines.filter(({ book }) => book === mover).flatMap((book) => offersOf(view, book));
  return candidate('ValueGap', view, bestOffer(off), LEAST_GAP);
}

/** KeyNumberCross: the consensus went over 3 or 7 and some book still offers the old side of it. */
function keyNumberCross(view: MarketView): Candidate | undefined {
  if (view.market !== 'spread') return;
  const direction = view.consensus > view.previousConsensus ? 1 : -1;
  for (const margin of leagueTraits(view.event.league).keyNumbers.flatMap((key) => [key, -key])) {
    const isCrossed = (view.previousConsensus - margin) * direction < 0 && (view.consensus - margin) * direction >= 0;
    if (!isCrossed) continue;
    // The offer wins, or pushes, when the game ends on the key number: its point is on the number's old side.
    const old = allToward(view, direction).filter(({ point }) => (point ?? 0) + direction * margin >= 0);
    return candidate('KeyNumberCross', view, bestOffer(old), LEAST_EDGE);
  }
  return;
}

/** Reversal: the consensus gave back most of a move that we reported. */
function reversal(view: MarketView, reported: readonly ReportedMove[]): Candidate | undefined {
  for (const told of reported) {
    if (view.observedAt - told.at > REVERSAL_WINDOW_MS) continue;
    const size = told.to - told.from;
    if (Math.abs(size) < 0.01 * view.sigma || (told.to - view.consensus) / size < REVERSAL_SHARE) continue;
    const found = candidate('Reversal', view, bestOffer(allToward(view, size > 0 ? -1 : 1)), 0);
    if (found) return { ...found, reverses: told.signalId };
  }
  return;
}

const candidate = (
  type: AlertType,
  view: MarketView,
  offer: PricedOffer | undefined,
  leastEdge: number,
): Candidate | undefined =>
  offer && offer.edge >= leastEdge && offer.edge <= MOST_EDGE
    ? { type, offer, view, features: featuresOf(view, offer) }
    : undefined;

/** A book's offers on the side that a rising (1) or falling (−1) fair line favours. A draw is on neither. */
function offersToward(view: MarketView, book: BookReading, direction: 1 | -1): PricedOffer[] {
  const index = direction === 1 ? 0 : book.prices.length - 1;
  return offersOf(view, book).filter((offer) => offer.index === index);
}

const allToward = (view: MarketView, direction: 1 | -1): PricedOffer[] =>
  view.lines.flatMap((book) => offersToward(view, book, direction));
