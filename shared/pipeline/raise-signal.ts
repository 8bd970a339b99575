import { z } from 'zod';
import {
  type Claim,
  type Claimant,
  claimBy,
  type DedupeDecision,
  decideDedupe,
  dedupeKey,
  isTold,
  succeeding,
} from '../domain/signal/dedupe.ts';
import { settlementSchema } from '../domain/signal/settlement.ts';
import { ALERT_TYPES, type Signal, signalSchema } from '../domain/signal/signal.ts';
import type { Cache } from '../ports/cache.ts';
import type { Documents, Key } from '../ports/documents.ts';
import type { MessageSender } from '../ports/queue.ts';
import { type RecentSignalStore, recordRecent } from './recent-signal-store.ts';

/** A signal for ever, whether it has been handed on and, after its event's start, what became of it. Partition: the event's id. */
export const signalRecordSchema = z.object({
  signal: signalSchema,
  state: z.enum(['claimed', 'dispatched']),
  settlement: settlementSchema.optional(),
});
export type SignalRecord = z.infer<typeof signalRecordSchema>;

const MOST_CONFLICTS = 10;

export interface RaiseDeps {
  readonly claims: Documents<Claim>;
  readonly signals: Documents<SignalRecord>;
  readonly recentSignals: RecentSignalStore;
  readonly cache: Cache;
  readonly queue: MessageSender;
}

export type RaiseResult = DedupeDecision | { readonly pass: false; readonly reason: 'already-dispatched' };

/** Where the claim of an event, market and type lives. */
export const claimKey = ({ event, market, type }: { event: { id: string }; market: string; type: string }): Key => ({
  id: `${event.id}:${market}:${type}`,
  partition: event.id,
});

/**
 * Claims, records, lists, hands on, marks: in this order, so that a crash between any two steps repeats into the next one.
 * The claim in the store decides; the cache only spares a read.
 * @param move fair lines of the consensus before and after, kept with the claim for a later reversal
 */
export async function raiseSignal(deps: RaiseDeps, raised: Signal, move: Claimant['move']): Promise<RaiseResult> {
  const key = { id: raised.id, partition: raised.event.id };
  const record = await deps.signals.read(key);
  if (record?.value.state === 'dispatched') return { pass: false, reason: 'already-dispatched' };
  // What is on record was perhaps sent already: a newer model must not change it.
  const signal = record?.value.signal ?? raised;
  const decision = await claim(deps, signal, move);
  if (!decision.pass) return decision;
  await deps.signals.create(key, { signal, state: 'claimed' });
  await recordRecent(deps.recentSignals, signal);
  await deps.queue.send('alerts', { v: 1, signal });
  const claimed = await deps.signals.read(key);
  if (claimed) await deps.signals.replace(key, { ...claimed.value, state: 'dispatched' }, claimed.etag);
  return decision;
}

const claimantOf = (
  { id: signalId, type, level, detectedAt: at, offer }: Signal,
  move: Claimant['move'],
): Claimant => ({
  signalId,
  type,
  level,
  at,
  offer,
  move,
});

/**
 * What the dedupe would say of a signal now: nothing is claimed. A price that was told under another alert type is the same price.
 */
export async function wouldPass(deps: Pick<RaiseDeps, 'claims'>, signal: Signal): Promise<DedupeDecision> {
  const mine = claimBy(claimantOf(signal, NOWHERE));
  const held = await deps.claims.read(claimKey(signal));
  const decision = decideDedupe(held?.value, mine);
  if (!decision.pass || decision.reason === 'own-claim' || signal.type === 'Reversal') return decision;
  const others = ALERT_TYPES.filter((type) => type !== signal.type);
  const claims = await Promise.all(others.map((type) => deps.claims.read(claimKey({ ...signal, type }))));
  const isKnown = claims.some((claim) => claim && isTold(claim.value, mine));
  return isKnown ? { pass: false, reason: 'same-price' } : decision;
}

/** A decision does not look at the move. */
const NOWHERE = { from: 0, to: 0 } as const;

async function claim(deps: RaiseDeps, signal: Signal, move: Claimant['move']): Promise<DedupeDecision> {
  const mine = claimBy(claimantOf(signal, move));
  const mark = dedupeKey(signal.event.id, signal.market, signal.type, signal.level);
  const marked = await deps.cache.get<Claim>('dedupe', mark);
  const known = marked && decideDedupe(marked, mine);
  if (known?.pass === false) return known;
  const decision = await claimInStore(deps.claims, claimKey(signal), mine);
  if (decision.pass) await deps.cache.set('dedupe', mark, mine);
  return decision;
}

/** Of two at the same instant exactly one writes; the other then reads what the first wrote, and decides again. */
async function claimInStore(claims: Documents<Claim>, key: Key, mine: Claim): Promise<DedupeDecision> {
  for (let attempt = 0; attempt < MOST_CONFLICTS; attempt++) {
    const held = await claims.read(key);
    const decision = decideDedupe(held?.value, mine);
    if (!decision.pass || decision.reason === 'own-claim') return decision;
    const isWritten = held
      ? (await claims.replace(key, succeeding(held.value, mine), held.etag)) === 'replaced'
      : (await claims.create(key, mine)) === 'created';
    if (isWritten) return decision;
  }
  throw new Error(`the claim ${key.id} changed under us ${MOST_CONFLICTS} times; the message is retried`);
}
