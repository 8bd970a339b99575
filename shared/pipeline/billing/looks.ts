import type { Cache } from '../../ports/cache.ts';
import type { Clock } from '../../ports/clock.ts';
import { drop, type Outcome } from '../outcome.ts';

/** So much later a look has to have begun than what it has seen came to another instance: clocks differ by a second or two. */
const MARGIN_MS = 5_000;

/** A look at a customer at Stripe and at all that follows from it, up to the last role and the last message. */
export const customerLook = (customerId: string): string => customerId;
/** A look at what follows from a user's record, to the same end. */
export const recordLook = (userId: string): string => `record-${userId}`;

/** When something came to us. */
interface Arrival {
  /** At the door, epoch ms; undefined: nobody knows. */
  readonly arrivedAt: number | undefined;
  /** In this process, by {@link Looks.moment}. */
  readonly inHandSince: number;
}

/**
 * Several events tell of one purchase. Whatever came to us before a look began has been seen by it; only a look that was done to its
 * end counts, so that one which failed or was lost leaves nobody waiting.
 */
export interface Looks {
  /** Grows with each call: what is in hand now came before every look that begins later in this process, whatever clocks say. */
  moment(): number;
  /** Looks, one at a time at the same thing, unless a look that is over began after the arrival: then it drops. */
  once(what: string, arrival: Arrival, look: () => Promise<Outcome>): Promise<Outcome>;
  /** That a look which began then is over, and well. True for ever, so that it does not matter who says so last. */
  note(what: string, begunAt: number): Promise<void>;
}

/** Why a message was dropped that a look has seen. */
export const SEEN = 'seen-before';

/** Looks of this process that are under way or wait for each other. */
interface Turns {
  count: number;
  last: Promise<unknown>;
  /** The moment at which the last look began that ended well. */
  seen: number;
}

/** Without Redis every instance knows its own looks alone, and looks again. */
export function createLooks({ cache, now }: { readonly cache: Cache; readonly now: Clock }): Looks {
  let ticks = 0;
  const underWay = new Map<string, Turns>();
  const note = (what: string, begunAt: number) => cache.set('look', what, begunAt);

  const wasSeen = async (what: string, arrivedAt: number | undefined): Promise<boolean> => {
    if (arrivedAt === undefined) return false;
    const begunAt = await cache.get<unknown>('look', what);
    return typeof begunAt === 'number' && begunAt >= arrivedAt + MARGIN_MS;
  };

  const takeTurn = async (what: string, arrival: Arrival, turns: Turns, look: () => Promise<Outcome>) => {
    await turns.last;
    if (turns.seen > arrival.inHandSince || (await wasSeen(what, arrival.arrivedAt))) return drop(SEEN);
    const [moment, begunAt] = [++ticks, now()];
    const outcome = await look();
    if (outcome.kind !== 'done') return outcome;
    turns.seen = moment;
    await note(what, begunAt);
    return outcome;
  };

  return {
    moment: () => ++ticks,
    note,
    async once(what, arrival, look) {
      const turns = underWay.get(what) ?? { count: 0, last: Promise.resolve(), seen: 0 };
      underWay.set(what, turns);
      turns.count++;
      const turn = takeTurn(what, arrival, turns, look);
      turns.last = turn.catch(() => undefined);
      try {
        return await turn;
      } finally {
        // Whoever comes now is in hand later than every look that began.
        if (--turns.count === 0) underWay.delete(what);
      }
    },
  };
}
