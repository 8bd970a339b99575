import { createHash } from 'node:crypto';

/** A delivery that the app planned: to a channel, or to a user's direct messages. */
export interface PlannedDelivery {
  readonly channelId?: string | undefined;
  readonly userId?: string | undefined;
  readonly nonce: string;
}

export interface Reconciliation {
  readonly delivered: number;
  /** Planned, and never received. */
  readonly lost: number;
  /** Messages received beyond the first of their alert in their channel. */
  readonly duplicates: number;
}

/**
 * Counts what arrived, by channel and nonce, in a few bytes each and for as long as the stand-in runs: half a million messages a
 * day do not fill the memory. Two keys fall together with a chance of n² / 2^54.
 */
export interface Ledger {
  /** Notes a message that was stored anew. */
  receive(channelId: string, nonce: string | undefined): void;
  /** Notes a repeat that was answered with the first message. */
  suppress(): void;
  counts(): { readonly deliveries: number; readonly duplicates: number; readonly suppressed: number };
  has(channelId: string, nonce: string): boolean;
}

const fingerprint = (channelId: string, nonce: string): number => {
  const digest = createHash('sha1').update(`${channelId}\n${nonce}`).digest();
  return digest.readUInt32LE(0) * 2 ** 21 + (digest.readUInt32LE(4) >>> 11) + 1;
};

/** A set of whole numbers from 1 to 2^53 in one flat table: open addressing, at most half full. */
const createNumberSet = () => {
  let table = new Float64Array(1024);
  let size = 0;
  const place = (slots: Float64Array, value: number): number => {
    let slot = value % slots.length;
    while (slots[slot] !== 0 && slots[slot] !== value) slot = (slot + 1) % slots.length;
    return slot;
  };
  const grow = (): void => {
    const bigger = new Float64Array(table.length * 2);
    for (const value of table) if (value !== 0) bigger[place(bigger, value)] = value;
    table = bigger;
  };
  return {
    has: (value: number): boolean => table[place(table, value)] === value,
    /** False when it was there. */
    add: (value: number): boolean => {
      const slot = place(table, value);
      if (table[slot] === value) return false;
      table[slot] = value;
      size += 1;
      if (size * 2 > table.length) grow();
      return true;
    },
  };
};

/** An empty ledger. */
export const createLedger = (): Ledger => {
  const seen = createNumberSet();
  let deliveries = 0;
  let duplicates = 0;
  let suppressed = 0;
  return {
    receive: (channelId, nonce) => {
      deliveries += 1;
      if (nonce !== undefined && !seen.add(fingerprint(channelId, nonce))) duplicates += 1;
    },
    suppress: () => {
      suppressed += 1;
    },
    counts: () => ({ deliveries, duplicates, suppressed }),
    has: (channelId, nonce) => seen.has(fingerprint(channelId, nonce)),
  };
};

/** Compares what was planned with what arrived. `channelOf` tells a user's direct-message channel, if one was opened. */
export const reconcile = (
  ledger: Ledger,
  planned: Iterable<PlannedDelivery>,
  channelOf: (userId: string) => string | undefined,
): Reconciliation => {
  let delivered = 0;
  let lost = 0;
  for (const { channelId, userId, nonce } of planned) {
    const channel = channelId ?? (userId === undefined ? undefined : channelOf(userId));
    if (channel !== undefined && ledger.has(channel, nonce)) delivered += 1;
    else lost += 1;
  }
  return { delivered, lost, duplicates: ledger.counts().duplicates };
};
