import type { RejectedRecord, Rejection } from '../../ports/odds-source.ts';

/** Why a record was left out. Counted under these names: keep them. */
export type RejectReason =
  | 'not-a-list'
  | 'event-not-an-object'
  | 'event-without-id'
  | 'event-of-another-league'
  | 'event-without-teams'
  | 'event-without-start'
  | 'event-without-bookmakers'
  | 'event-duplicate'
  | 'book-without-key'
  | 'book-without-markets'
  | 'book-duplicate'
  | 'too-many-books'
  | 'too-many-markets'
  | 'market-not-an-object'
  | 'market-duplicate'
  | 'unknown-market'
  | 'market-without-outcomes'
  | 'one-outcome'
  | 'too-many-outcomes'
  | 'outcome-not-an-object'
  | 'outcome-unknown'
  | 'outcome-duplicate'
  | 'ways-differ'
  | 'price-invalid'
  | 'point-missing'
  | 'point-out-of-range'
  | 'points-differ'
  | 'sport-without-key';

const MOST_SAMPLES = 20;
const INPUT_LENGTH = 2_000;
const PART_LENGTH = 64;

/** What was left out of one answer: all of it counted, a little of it kept, so that an absurd answer cannot fill memory. */
export interface Rejects {
  add(reason: RejectReason, input: unknown, ...at: readonly unknown[]): void;
  /** By reason, in the order of their first record. */
  all(): readonly Rejection[];
}

export const createRejects = (): Rejects => {
  const rejections = new Map<RejectReason, { reason: RejectReason; count: number; samples: RejectedRecord[] }>();
  return {
    add(reason, input, ...at) {
      const rejection = rejections.get(reason) ?? { reason, count: 0, samples: [] };
      if (rejection.count === 0) rejections.set(reason, rejection);
      rejection.count += 1;
      if (rejection.samples.length < MOST_SAMPLES) rejection.samples.push({ at: place(at), input: excerpt(input) });
    },
    all: () => [...rejections.values()],
  };
};

const place = (parts: readonly unknown[]): string =>
  parts.map((part) => (typeof part === 'string' && part !== '' ? part.slice(0, PART_LENGTH) : '?')).join('/');

const excerpt = (input: unknown): string => {
  try {
    return (JSON.stringify(input) ?? String(input)).slice(0, INPUT_LENGTH);
  } catch {
    // JSON.parse reads nesting so deep that JSON.stringify overflows the stack.
    return '(nested too deeply to print)';
  }
};
