import type { Board } from '../../domain/market/board.ts';
import { MARKET_TYPES } from '../../domain/market/market.ts';
import type { LeagueState } from '../../domain/polling/league-state.ts';
import type { Documents } from '../../ports/documents.ts';
import { leagueKey } from '../polling/league-store.ts';
import type { AnswerAtHand } from './raw-odds.ts';

/** When a league was last polled, epoch ms. */
export const lastPoll = async (leagues: Documents<LeagueState>, league: string): Promise<number | undefined> =>
  (await leagues.read(leagueKey(league)))?.value.polledAt ?? undefined;

/** At least so late did a board's quotes stand. */
function lastQuoted({ quotedAt, markets }: Board): number | undefined {
  const seen = MARKET_TYPES.flatMap((market) => (markets[market]?.books ?? []).map(({ seenAt }) => seenAt));
  const times = quotedAt === undefined ? seen : [...seen, quotedAt];
  return times.length > 0 ? Math.max(...times) : undefined;
}

export interface LastLooks {
  /** The league's last answer, where it is at hand. */
  readonly raw: AnswerAtHand | undefined;
  /** When the league was last polled, epoch ms. */
  readonly polledAt: number | undefined;
  readonly now: number;
}

/**
 * When the quotes of a board were last seen to stand, epoch ms: when the league was last polled, unless the last answer did not
 * hold its event, or held it in play.
 */
export function boardQuotedAt(board: Board, { raw, polledAt, now }: LastLooks): number | undefined {
  if (hasBegun(board, now)) return lastQuoted(board);
  if (raw) {
    const start = raw.eventOdds(board.event.id)?.event.commenceTime;
    return start !== undefined && start > now ? raw.observedAt : lastQuoted(board);
  }
  return polledAt ?? lastQuoted(board);
}

/** From then on the board tells what stood before. */
export const hasBegun = ({ endedAt, event }: Board, now: number): boolean =>
  endedAt !== undefined || event.commenceTime <= now;
