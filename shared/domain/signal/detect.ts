import type { MarketTransition } from '../market/board.ts';
import { leagueTraits } from '../market/leagues.ts';
import { movePattern } from '../market/moves.ts';
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
  /** For a Reversal: the newest signal that it takes back, and all that were told of that move. */
  readonly takesBack?: Pick<ReportedMove, 'signalId' | 'told'>;
}

/** A price below this edge is not worth a person's minute. */
const LEAST_EDGE = 0.005;
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
/** A move of less than this many standard deviations cannot be seen to turn back. */
const LEAST_REVERSIBLE = 0.01;
/** Signals that one Reversal takes back. */
const MOST_TOLD = 8;

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
  return candidate(isSteam(view) ? 'SteamMove' : 'SharpActivity', view, left, LEAST_EDGE);
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
  return candidate('ValueGap', view, off, LEAST_GAP);
}

/** KeyNumberCross: moving books took the consensus over 3 or 7, and some book still offers the old side of it. */
function keyNumberCross(view: MarketView): Candidate | undefined {
  const { direction } = view.pattern;
  if (view.market !== 'spread' || direction === 0) return;
  for (const margin of leagueTraits(view.event.league).keyNumbers.flatMap((key) => [key, -key])) {
    const isCrossed = (view.previousConsensus - margin) * direction < 0 && (view.consensus - margin) * direction >= 0;
    if (!isCrossed) continue;
    // The offer wins, or pushes, when the game ends on the key number: its point is on the number's old side.
    const old = allToward(view, direction).filter(({ point }) => (point ?? 0) + direction * margin >= 0);
    const found = candidate('KeyNumberCross', view, old, LEAST_EDGE);
    if (found) return found;
  }
  return;
}

/** Reversal: the consensus gave back most of a move that we reported, by moves made since. */
function reversal(view: MarketView, reported: readonly ReportedMove[]): Candidate | undefined {
  const takenBack = reported.filter((told) => isTakenBack(view, told)).sort((a, b) => b.at - a.at);
  const [newest] = takenBack;
  if (!newest) return;
  const back = newest.to > newest.from ? -1 : 1;
  const since = movePattern(
    view.moves.filter(({ at }) => at > newest.at),
    view.observedAt,
  );
  if (since.direction !== back) return;
  const told = [...new Set(takenBack.flatMap((one) => one.told))].slice(0, MOST_TOLD);
  const turned = { ...view, pattern: since, consensusBefore: newest.to };
  const found = candidate('Reversal', turned, allToward(view, back), 0);
  return found && { ...found, takesBack: { signalId: newest.signalId, told } };
}

/** A message that comes late shows a market from before the report: it takes nothing back. */
function isTakenBack({ observedAt, consensus, sigma }: MarketView, { at, from, to }: ReportedMove): boolean {
  const age = observedAt - at;
  const size = to - from;
  return (
    age > 0 &&
    age <= REVERSAL_WINDOW_MS &&
    Math.abs(size) >= LEAST_REVERSIBLE * sigma &&
    (to - consensus) / size >= REVERSAL_SHARE
  );
}

function candidate(
  type: AlertType,
  view: MarketView,
  offers: readonly PricedOffer[],
  leastEdge: number,
): Candidate | undefined {
  const offer = bestOffer(offers, leastEdge);
  return offer && { type, offer, view, features: featuresOf(view, offer) };
}

/** A book's offers on the side that a rising (1) or falling (−1) fair line favours. A draw is on neither. */
function offersToward(view: MarketView, book: BookReading, direction: 1 | -1): PricedOffer[] {
  const index = direction === 1 ? 0 : book.prices.length - 1;
  return offersOf(view, book).filter((offer) => offer.index === index);
}

const allToward = (view: MarketView, direction: 1 | -1): PricedOffer[] =>
  view.lines.flatMap((book) => offersToward(view, book, direction));
