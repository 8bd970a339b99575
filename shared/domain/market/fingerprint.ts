import { createHash } from 'node:crypto';
import type { BookSnapshot, Fingerprint, Move } from './fingerprint-schema.ts';
import type { EventId, MarketType } from './market.ts';
import { movePattern } from './moves.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Thousandths of the line's unit: far below any move, far above floating-point error. */
const roundLine = (line: number): number => Math.round(line * 1000) / 1000;

/**
 * The fingerprint of a market: equal for equal markets, whatever the order in which books were listed.
 * @param books sorted by key, rounded
 * @param now when the poll was read, epoch ms
 */
export function fingerprintOf(
  eventId: EventId,
  market: MarketType,
  books: readonly BookSnapshot[],
  consensusLine: number,
  moves: readonly Move[],
  now: number,
): Fingerprint {
  const { direction, firstMovers, confirming } = movePattern(moves, now);
  const consensus = roundLine(consensusLine);
  let canonical = `${eventId}|${market}|${consensus}|${direction}|${firstMovers.join()}|${confirming.join()}`;
  for (const { book, point, prices, seenAt } of books) canonical += `|${book};${point};${prices.join()};${seenAt}`;
  return {
    hash: sha256(canonical),
    consensus,
    direction,
    firstMovers: [...firstMovers],
    confirming: [...confirming],
    books: books.map(snapshot),
  };
}

const snapshot = ({ book, point, prices, seenAt, readAt }: BookSnapshot): BookSnapshot =>
  readAt === undefined ? { book, point, prices, seenAt } : { book, point, prices, seenAt, readAt };

/** Identity of a change of a market: the same for every poll and instance that sees the same change. */
export const transitionIdOf = (eventId: EventId, market: MarketType, previousHash: string, hash: string): string =>
  sha256(`${eventId}|${market}|${previousHash}|${hash}`).slice(0, 32);
