import type { MarketTransition } from '../market/board.ts';
import { median } from '../market/consensus.ts';
import { fairLine, fairProbabilities } from '../market/fair-line.ts';
import type { BookSnapshot } from '../market/fingerprint-schema.ts';
import { sigmaOf } from '../market/leagues.ts';
import { MOVE_WINDOW_MS, type MovePattern, movePattern } from '../market/moves.ts';

export interface BookReading extends BookSnapshot {
  /** Fair probabilities of the market's outcomes. */
  readonly fair: readonly number[];
  readonly line: number;
}

/** A move that subscribers were told of, as its dedupe claim keeps it. Lines are fair lines. */
export interface ReportedMove {
  /** The newest signal of it. */
  readonly signalId: string;
  /** All signals of it: an escalation does not reach everybody whom the first one reached. */
  readonly told: readonly string[];
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** A transition read once for all detectors. */
export interface MarketView extends Omit<MarketTransition, 'fingerprint'> {
  readonly sigma: number;
  readonly lines: readonly BookReading[];
  readonly pattern: MovePattern;
  /** Fair line of the consensus now, and before the present move began. */
  readonly consensus: number;
  readonly consensusBefore: number;
}

export function viewOf(transition: MarketTransition): MarketView {
  const { fingerprint, ...rest } = transition;
  const sigma = sigmaOf(rest.event.league, rest.market);
  const lines = fingerprint.books.map((book): BookReading => {
    const fair = fairProbabilities(book);
    return { ...book, fair, line: fairLine(rest.market, book, fair, sigma) };
  });
  const pattern = movePattern(rest.moves, rest.observedAt);
  return {
    ...rest,
    sigma,
    lines,
    pattern,
    consensus: fingerprint.consensus,
    consensusBefore: pattern.direction === 0 ? fingerprint.consensus : consensusBeforeMoves(rest, lines),
  };
}

/** The median of the books' lines with the window's moves undone. */
function consensusBeforeMoves(
  { moves, observedAt }: Pick<MarketTransition, 'moves' | 'observedAt'>,
  lines: readonly BookReading[],
): number {
  const undone = new Map<string, number>();
  for (const move of moves)
    if (observedAt - move.at <= MOVE_WINDOW_MS)
      undone.set(move.book, (undone.get(move.book) ?? 0) + move.to - move.from);
  return median(lines.map((book) => book.line - (undone.get(book.book) ?? 0)));
}
