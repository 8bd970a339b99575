import type { Board } from '../../domain/market/board.ts';
import type { Documents } from '../../ports/documents.ts';
import type { CopiedDocuments } from '../cached-documents.ts';
import { boardKey } from '../ingest-odds.ts';

export type Boards = Documents<Board> & Partial<CopiedDocuments<Board>>;

/** An event's board to be looked at, not to be decided on: a copy will do. */
export const boardAtHand = async (boards: Boards, eventId: string): Promise<Board | undefined> =>
  (await boards.copy?.(eventId)) ?? (await boards.read(boardKey(eventId)))?.value;
