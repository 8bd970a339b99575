import type { Board } from '../../domain/market/board.ts';
import type { LineMovement } from '../../domain/market/line-movement.ts';
import type { MarketType, SportEvent } from '../../domain/market/market.ts';
import type { MarketState } from '../../domain/market/market-state.ts';
import { naturalUnit } from '../../domain/market/natural-unit.ts';
import type { BookLine, LineReport, LineReports } from '../../ports/line-reports.ts';
import { type LinePicture, type LinePictureDeps, linePicture } from '../line-picture.ts';
import { type Boards, boardAtHand } from './board-at-hand.ts';

export interface LineReportsDeps extends LinePictureDeps {
  readonly boards: Boards;
}

/** From the line history, with a picture where one is wanted; from the board, who quotes it now. */
export const createLineReports = (deps: LineReportsDeps): LineReports => ({
  async report({ event, market, wantsPicture, mayCall }) {
    const board = await readBoard(deps, event.id);
    const current = board?.event ?? event;
    const drawn = await linePicture(deps, { event: current, market }, { mayCall: mayCall && wantsPicture });
    if (drawn.kind === 'no-history') return drawn;
    if (drawn.kind === 'not-at-hand' && wantsPicture) return { kind: 'not-at-hand' };
    return lineReport(current, drawn, board?.markets[market], wantsPicture);
  },
});

type Moved = Exclude<LinePicture, { readonly kind: 'no-history' }>;

function lineReport(
  event: SportEvent,
  drawn: Moved,
  state: MarketState | undefined,
  wantsPicture: boolean,
): LineReport {
  const { movement } = drawn;
  return {
    kind: 'line',
    event,
    movement,
    books: state && state.books.length > 0 ? standing(movement.market, state) : lastSeen(movement),
    ways: state?.books[0]?.prices.length ?? 2,
    picture: !wantsPicture || drawn.kind === 'not-at-hand' ? { kind: 'unwanted' } : drawn,
  };
}

const standing = (market: MarketType, { books }: MarketState): readonly BookLine[] =>
  books.map(({ book, line, prices }) => ({ book, value: naturalUnit(market, line, prices.length) }));

/** Without a board, every book that ever quoted it, where it stood last. */
const lastSeen = ({ books }: LineMovement): readonly BookLine[] =>
  books.flatMap(({ book, points }) => {
    const last = points.at(-1);
    return last ? [{ book, value: last.value }] : [];
  });

/** The board only adds: without it the line is told all the same. */
async function readBoard({ boards, telemetry }: LineReportsDeps, eventId: string): Promise<Board | undefined> {
  try {
    return await boardAtHand(boards, eventId);
  } catch (error) {
    telemetry.warn('board_not_read', { eventId, reason: String(error) });
    return undefined;
  }
}
