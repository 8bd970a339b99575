import type { RejectedRecord } from '../../ports/odds-source.ts';

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
  | 'too-many-rejected';

const MOST_KEPT = 2_000;
const INPUT_LENGTH = 2_000;
const PART_LENGTH = 64;

/** The rejected records of one answer: bounded, so that an absurd answer cannot fill memory. */
export interface Rejects {
  readonly records: RejectedRecord[];
  add(reason: RejectReason, input: unknown, ...at: readonly unknown[]): void;
}

export const createRejects = (): Rejects => {
  const records: RejectedRecord[] = [];
  return {
    records,
    add(reason, input, ...at) {
      if (records.length < MOST_KEPT) records.push({ reason, at: place(at), input: excerpt(input) });
      else if (records.length === MOST_KEPT) records.push({ reason: 'too-many-rejected', at: place(at), input: '' });
    },
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
