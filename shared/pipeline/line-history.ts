import { z } from 'zod';
import type { MarketTransition } from '../domain/market/board.ts';
import { bookSnapshotSchema, type Fingerprint } from '../domain/market/fingerprint-schema.ts';
import type { MarketType } from '../domain/market/market.ts';
import type { Documents, Key } from '../ports/documents.ts';

/**
 * The quotes of one market that changed in one poll. One small document a change, never rewritten: a write costs the same however
 * long the market lives, and a repeat finds its own id. Partition: `{eventId}:{market}`; the id sorts by time.
 */
export const lineChangeSchema = z.object({
  /** When the poll was read, epoch ms. */
  at: z.number().int(),
  /** Fair line of the consensus after it. */
  consensus: z.number(),
  books: z.array(bookSnapshotSchema).max(60),
});
export type LineChange = z.infer<typeof lineChangeSchema>;

export const lineHistoryPartition = (eventId: string, market: MarketType): string => `${eventId}:${market}`;

/** Zero-padded so that text order is time order until the year 5138. */
export const sortableTime = (at: number): string => String(at).padStart(14, '0');

interface Entry {
  readonly key: Key;
  readonly value: LineChange;
}

/** All quotes of a market at first sight. */
export const openingChange = (
  eventId: string,
  market: MarketType,
  { hash, consensus, books }: Fingerprint,
  at: number,
): Entry => ({
  key: { id: `${sortableTime(at)}-${hash.slice(0, 32)}`, partition: lineHistoryPartition(eventId, market) },
  value: { at, consensus, books },
});

/** Keeps the quotes that this transition saw for the first time. Repeating it changes nothing. */
export async function recordLineChange(
  lineHistory: Documents<LineChange>,
  transition: MarketTransition,
): Promise<void> {
  const { fingerprint, observedAt: at, event, market, transitionId } = transition;
  const books = fingerprint.books.filter((book) => book.seenAt === at);
  if (books.length === 0) return;
  await lineHistory.create(
    { id: `${sortableTime(at)}-${transitionId}`, partition: lineHistoryPartition(event.id, market) },
    { at, consensus: fingerprint.consensus, books },
  );
}
