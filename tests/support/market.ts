import { advanceBoard, type Board, type MarketTransition } from '../../shared/domain/market/board.ts';
import type { BookQuote, MarketType, SportEvent } from '../../shared/domain/market/market.ts';
import { anEvent, MINUTE, NOON, odds } from './odds.ts';

/** Polls one market through successive quotes, a minute apart unless told; gives the last transition. */
export function transitionThrough(
  market: MarketType,
  polls: readonly (readonly BookQuote[])[],
  { event = anEvent(), gap = MINUTE }: { event?: SportEvent; gap?: number } = {},
): MarketTransition {
  let board: Board | undefined;
  let last: MarketTransition | undefined;
  polls.forEach((quotes, index) => {
    const advance = advanceBoard(board, odds(market, quotes, event), NOON + index * gap);
    board = advance.board;
    last = advance.transitions[0] ?? last;
  });
  if (!last) throw new Error('these polls make no transition');
  return last;
}
