import type { Board } from '../../domain/market/board.ts';
import type { LineMovement } from '../../domain/market/line-movement.ts';
import type { MarketType, SportEvent } from '../../domain/market/market.ts';
import type { MarketState } from '../../domain/market/market-state.ts';
import { naturalUnit } from '../../domain/market/natural-unit.ts';
import type { LeagueState } from '../../domain/polling/league-state.ts';
import type { Documents } from '../../ports/documents.ts';
import type { BookLine, LineReport, LineReports } from '../../ports/line-reports.ts';
import { type LinePicture, type LinePictureDeps, linePicture } from '../line-picture.ts';
import { type Boards, boardAtHand } from './board-at-hand.ts';
import { boardQuotedAt, lastPoll } from './quoted-at.ts';
import { readRawOdds } from './raw-odds.ts';

export interface LineReportsDeps extends LinePictureDeps {
  readonly boards: Boards;
  readonly leagues: Documents<LeagueState>;
}

/** From the line history, with a picture where one is wanted; from the board, who quotes it now. */
export const createLineReports = (deps: LineReportsDeps): LineReports => ({
  async report({ event, market, wantsPicture, mayCall }) {
    const board = await ifItCan(deps, 'board', event.id, () => boardAtHand(deps.boards, event.id));
    const current = board?.event ?? event;
    const drawn = await linePicture(deps, { event: current, market }, { mayCall: mayCall && wantsPicture });
    if (drawn.kind === 'no-history') return drawn;
    if (drawn.kind === 'not-at-hand' && wantsPicture) return { kind: 'not-at-hand' };
    const state = board?.markets[market];
    // Without a board, the quotes stood at least when one of them changed last.
    const at = board ? await quotedAt(deps, board) : drawn.movement.until;
    const quotes = { state, quotedAt: board && state?.books.length === 0 ? undefined : at };
    return lineReport(current, drawn, quotes, wantsPicture);
  },
});

type Moved = Exclude<LinePicture, { readonly kind: 'no-history' }>;

function lineReport(
  event: SportEvent,
  drawn: Moved,
  { state, quotedAt }: { readonly state: MarketState | undefined; readonly quotedAt: number | undefined },
  wantsPicture: boolean,
): LineReport {
  const { movement } = drawn;
  return {
    kind: 'line',
    event,
    movement,
    books: state && state.books.length > 0 ? standing(movement.market, state) : lastSeen(movement),
    quotedAt,
    ways: state?.books[0]?.prices.length ?? 2,
    picture: !wantsPicture || drawn.kind === 'not-at-hand' ? { kind: 'unwanted' } : drawn,
  };
}

const standing = (market: MarketType, { books }: MarketState): readonly BookLine[] =>
  books.map(({ book, line, point, prices }) => ({
    book,
    value: naturalUnit(market, line, prices.length),
    offer: { point, prices },
  }));

/** Without a board, every book that ever quoted it, where it stood last. */
const lastSeen = ({ books }: LineMovement): readonly BookLine[] =>
  books.flatMap(({ book, points }) => {
    const last = points.at(-1);
    return last ? [{ book, value: last.value }] : [];
  });

/** In the order of cost: the league's last answer in the cache, else when it was last polled. */
async function quotedAt(deps: LineReportsDeps, board: Board): Promise<number | undefined> {
  const { id, league } = board.event;
  const raw = await ifItCan(deps, 'raw odds', id, () => readRawOdds(deps.cache, league));
  const polledAt = raw ? undefined : await ifItCan(deps, 'league', id, () => lastPoll(deps.leagues, league));
  return boardQuotedAt(board, { raw, polledAt, now: deps.now() });
}

/** What only adds to a line: without it, it is told all the same. */
async function ifItCan<T>(
  { telemetry }: LineReportsDeps,
  source: string,
  eventId: string,
  ask: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    telemetry.warn('line_source_not_read', { source, eventId, reason: String(error) });
    return undefined;
  }
}
