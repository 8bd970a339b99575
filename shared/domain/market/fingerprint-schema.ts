import { z } from 'zod';

/** One book's present quote, and since when we know it. */
export const bookSnapshotSchema = z.object({
  book: z.string().max(64),
  point: z.number().nullable(),
  prices: z.array(z.number().gt(1)).min(2).max(3),
  /** When we first saw exactly this quote, epoch ms. */
  seenAt: z.number().int(),
  /** When the provider last read it at the book, epoch ms: no part of the fingerprint, for it advances without a change. */
  readAt: z.number().int().optional(),
});
export type BookSnapshot = z.infer<typeof bookSnapshotSchema>;

/** A change of one book's fair line larger than its noise, dated by the poll in which we first saw it. */
export const moveSchema = z.object({
  book: z.string().max(64),
  at: z.number().int(),
  /** Fair line before and after, in the units of `fairLine`. */
  from: z.number(),
  to: z.number(),
});
export type Move = z.infer<typeof moveSchema>;

/** A market at one moment, as later stages need it. */
export const fingerprintSchema = z.object({
  /** SHA-256, hex, over everything below and the event and market it belongs to. */
  hash: z.string().length(64),
  /** Robust centre of all books' fair lines, in the units of `fairLine`. */
  consensus: z.number(),
  /** Where the present move goes: up or down the fair line; 0 when nothing moves. */
  direction: z.union([z.literal(1), z.literal(-1), z.literal(0)]),
  firstMovers: z.array(z.string().max(64)).max(60),
  confirming: z.array(z.string().max(64)).max(60),
  /** Sorted by book. */
  books: z.array(bookSnapshotSchema).max(60),
});
export type Fingerprint = z.infer<typeof fingerprintSchema>;
