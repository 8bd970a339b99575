import { fairLine, fairProbabilities, lineNoise } from './fair-line.ts';
import type { BookSnapshot, Move } from './fingerprint-schema.ts';
import { sigmaOf } from './leagues.ts';
import type { MarketType, SportEvent } from './market.ts';
import { keepMoves, movePattern } from './moves.ts';
import { naturalUnit } from './natural-unit.ts';

/** From `at` (epoch ms) on, until the next point, the line stands at `value`, in the market's natural unit. */
export interface LinePoint {
  readonly at: number;
  readonly value: number;
}

/** One book's fair line over time. */
export interface BookMovement {
  readonly book: string;
  readonly points: readonly LinePoint[];
}

/** How one market moved in a span of time. Every list of points is in the order of time, and bounded. */
export interface LineMovement {
  readonly market: MarketType;
  readonly consensus: readonly LinePoint[];
  /** Sorted by key; the {@link MOST_BOOKS} that changed last. */
  readonly books: readonly BookMovement[];
  /** The consensus at the beginning, and after the last change. */
  readonly from: number;
  readonly to: number;
  /** The beginning, and when a quote last changed: epoch ms. */
  readonly since: number;
  readonly until: number;
  /** Who began the move that was under way at the last change; nobody when none was. */
  readonly firstMovers: readonly string[];
}

/** The quotes of a market that changed in one poll, and the fair line of its consensus after it. */
interface Change {
  readonly at: number;
  readonly consensus: number;
  readonly books: readonly BookSnapshot[];
}

const MOST_BOOKS = 60;
/** More than a picture of a phone's width can show. */
const MOST_POINTS = 240;
const TWO_WAY = 2;

/**
 * Reads a market's line history as lines over time.
 * @param changes in the order of time
 * @param notBefore the beginning, epoch ms, where the market was seen before it; default: since first sight
 * @returns undefined when there are none, or none that holds a number
 */
export function lineMovement(
  market: MarketType,
  league: SportEvent['league'],
  changes: readonly Change[],
  notBefore = Number.NEGATIVE_INFINITY,
): LineMovement | undefined {
  const sigma = sigmaOf(league, market);
  const consensus: LinePoint[] = [];
  const tracks = new Map<string, Track>();
  let moves: readonly Move[] = [];
  let ways = TWO_WAY;
  for (const change of changes) {
    ways = change.books[0]?.prices.length ?? ways;
    step(consensus, change.at, rounded(market, naturalUnit(market, change.consensus, ways)));
    moves = keepMoves(moves, movesOf(market, sigma, tracks, change), change.at);
  }
  const line = startingAt(notBefore, consensus);
  const [first, last] = [line[0], line.at(-1)];
  const [since, until] = [changes[0]?.at, changes.at(-1)?.at];
  if (!first || !last || since === undefined || until === undefined) return undefined;
  return {
    market,
    consensus: thinOut(line, MOST_POINTS),
    books: booksOf(tracks, notBefore),
    from: first.value,
    to: last.value,
    since: Math.max(since, notBefore),
    until: Math.max(until, notBefore),
    firstMovers: movePattern(moves, until).firstMovers,
  };
}

/** One book while its history is being read. */
interface Track {
  readonly points: LinePoint[];
  /** Its fair line after its last move: what the next one is measured from. */
  anchor: number;
}

/** Takes one change on: the books' points, and which of them are moves. */
function movesOf(
  market: MarketType,
  sigma: number,
  tracks: Map<string, Track>,
  { at, books }: Pick<Change, 'at' | 'books'>,
): Move[] {
  const moves: Move[] = [];
  for (const quote of books) {
    const fair = fairProbabilities(quote);
    const line = fairLine(market, quote, fair, sigma);
    if (!Number.isFinite(line)) continue;
    const track = tracks.get(quote.book) ?? { points: [], anchor: line };
    tracks.set(quote.book, track);
    step(track.points, at, rounded(market, naturalUnit(market, line, quote.prices.length)));
    if (Math.abs(line - track.anchor) <= lineNoise(quote, fair, sigma)) continue;
    moves.push({ book: quote.book, at, from: track.anchor, to: line });
    track.anchor = line;
  }
  return moves;
}

/** Adds a point where the line changes; what stays as it was needs none. */
function step(points: LinePoint[], at: number, value: number): void {
  if (!Number.isFinite(value)) return;
  const last = points.at(-1);
  if (last?.at === at) points.pop();
  if (points.at(-1)?.value !== value) points.push({ at, value });
}

/** A line from then on: it begins with the value at which it stood. */
function startingAt(notBefore: number, points: readonly LinePoint[]): readonly LinePoint[] {
  const index = points.findLastIndex(({ at }) => at < notBefore);
  const standing = points[index];
  if (!standing) return points;
  const later = points.slice(index + 1);
  return later[0]?.at === notBefore ? later : [{ at: notBefore, value: standing.value }, ...later];
}

const booksOf = (tracks: ReadonlyMap<string, Track>, notBefore: number): BookMovement[] =>
  [...tracks]
    .map(([book, { points }]) => ({ book, points: thinOut(startingAt(notBefore, points), MOST_POINTS) }))
    .sort((a, b) => (b.points.at(-1)?.at ?? 0) - (a.points.at(-1)?.at ?? 0))
    .slice(0, MOST_BOOKS)
    .sort((a, b) => (a.book < b.book ? -1 : 1));

/** Thousandths of a point, hundredths of a percentage point: finer than anybody can see. */
const rounded = (market: MarketType, value: number): number => {
  const scale = market === 'moneyline' ? 10_000 : 1000;
  return Math.round(value * scale) / scale + 0;
};

/**
 * At most `most` (4 or more) of the points, in their order: the first, the last, the least and the greatest, and of each of equally
 * long spans of time the same, so that stepped lines through them look as they did.
 */
export function thinOut(points: readonly LinePoint[], most: number): readonly LinePoint[] {
  const [first, last] = [points[0], points.at(-1)];
  if (points.length <= most || !first || !last) return points;
  const spans = Math.floor((most - 1) / 3);
  const length = (last.at - first.at + 1) / spans;
  const kept = [first];
  for (let from = 1; from < points.length; ) {
    const span = Math.floor(((points[from]?.at ?? 0) - first.at) / length);
    let to = from;
    while (to < points.length && Math.floor(((points[to]?.at ?? 0) - first.at) / length) === span) to++;
    kept.push(...telling(points.slice(from, to)));
    from = to;
  }
  return kept;
}

/** The least, the greatest and the last of some points, in their order. */
function telling(points: readonly LinePoint[]): LinePoint[] {
  let [least, greatest] = [points[0], points[0]];
  for (const point of points) {
    if (least && point.value < least.value) least = point;
    if (greatest && point.value > greatest.value) greatest = point;
  }
  return points.filter((point) => point === least || point === greatest || point === points.at(-1));
}
