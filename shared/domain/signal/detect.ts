import type { MarketTransition } from '../market/board.ts';
import { leagueTraits } from '../market/leagues.ts';
import { movePattern } from '../market/moves.ts';
import { type Features, featuresOf } from './features.ts';
import { offersOf, type PricedOffer } from './offers.ts';
import type { AlertType } from './signal.ts';
import { type MarketView, type ReportedMove, viewOf } from './view.ts';

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
 * Every price that is off the market, under the one alert type that explains it (SIGNALS, "Alert types"), and every price that a
 * reported move which turned back leaves to take. Which of them is told, confidence decides.
 * @param reported moves that subscribers were told of in this market
 */
export function detect(transition: MarketTransition, reported: readonly ReportedMove[]): Candidate[] {
  if (transition.observedAt >= transition.event.commenceTime) return [];
  const view = viewOf(transition);
  const offers = view.lines.flatMap((book) => offersOf(view, book, LEAST_EDGE));
  const typeOf = offers.length > 0 ? explaining(view) : undefined;
  const priced = typeOf ? offers.map((offer) => candidate(typeOf(offer), view, offer)) : [];
  return [...priced, ...reversal(view, reported)];
}

const candidate = (type: AlertType, view: MarketView, offer: PricedOffer): Candidate => ({
  type,
  offer,
  view,
  features: featuresOf(view, offer),
});

/** How the present move explains prices. */
function explaining(view: MarketView): (offer: PricedOffer) => AlertType {
  const { direction, firstMovers, confirming, opposing } = view.pattern;
  const moved = new Set([...firstMovers, ...confirming]);
  const isMove = moved.size >= LEAST_MOVERS && opposing.length <= moved.size * MOST_OPPOSING_SHARE;
  const crossed = crossedKey(view);
  const move = isSteam(view) ? 'SteamMove' : 'SharpActivity';
  return (offer) => {
    if (direction === 0 || !isToward(view, offer, direction)) return 'ValueGap';
    // The offer wins, or pushes, when the game ends on the key number: its point is on the number's old side.
    if (crossed !== undefined && (offer.point ?? 0) + direction * crossed >= 0) return 'KeyNumberCross';
    return isMove && !moved.has(offer.book) ? move : 'ValueGap';
  };
}

/** Whether an offer is on the side that a rising (1) or falling (−1) fair line favours. A draw is on neither. */
const isToward = ({ lines }: MarketView, { index }: PricedOffer, direction: 1 | -1): boolean =>
  index === (direction === 1 ? 0 : (lines[0]?.prices.length ?? 2) - 1);

function isSteam(view: MarketView): boolean {
  const recent = new Set<string>();
  for (const { book, at, from, to } of view.moves)
    if (view.observedAt - at <= STEAM_WINDOW_MS && Math.sign(to - from) === view.pattern.direction) recent.add(book);
  return recent.size >= STEAM_LEAST_BOOKS && recent.size >= view.lines.length * STEAM_SHARE;
}

/** The margin, 3 or 7 either way, over which this transition took the consensus in the direction of the present move. */
function crossedKey({ market, event, pattern, previousConsensus, consensus }: MarketView): number | undefined {
  const { direction } = pattern;
  if (market !== 'spread' || direction === 0) return undefined;
  return leagueTraits(event.league)
    .keyNumbers.flatMap((key) => [key, -key])
    .find((margin) => (previousConsensus - margin) * direction < 0 && (consensus - margin) * direction >= 0);
}

/** Reversal: the consensus gave back most of a move that we reported, by moves made since. */
function reversal(view: MarketView, reported: readonly ReportedMove[]): Candidate[] {
  const takenBack = reported.filter((told) => isTakenBack(view, told)).sort((a, b) => b.at - a.at);
  const [newest] = takenBack;
  if (!newest) return [];
  const back = newest.to > newest.from ? -1 : 1;
  const since = movePattern(
    view.moves.filter(({ at }) => at > newest.at),
    view.observedAt,
  );
  if (since.direction !== back) return [];
  const told = [...new Set(takenBack.flatMap((one) => one.told))].slice(0, MOST_TOLD);
  const takesBack = { signalId: newest.signalId, told };
  const turned = { ...view, pattern: since, consensusBefore: newest.to };
  return turned.lines
    .flatMap((book) => offersOf(turned, book, 0))
    .filter((offer) => isToward(turned, offer, back))
    .map((offer) => ({ ...candidate('Reversal', turned, offer), takesBack }));
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
