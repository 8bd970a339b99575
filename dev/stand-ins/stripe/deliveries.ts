import pLimit from 'p-limit';
import { inOrder, type Order } from './line.ts';
import { createPost, type PostOptions, type Target } from './post.ts';
import type { Event } from './rows.ts';

/** Orders for how events travel. */
export interface Deliveries {
  /** From now on everything waits. */
  hold(): void;
  /** Ends waiting. What waited goes out one after the other, in that order (`as-is`: as it happened). */
  release(order?: Order, seed?: number): void;
  /** From now on each event arrives so many times (1: once). */
  duplicate(times: number): void;
  /** The next `count` deliveries get lost, and nobody notices. */
  lose(count: number): void;
}

export interface DeliveryStats {
  /** Events taken in by a target. */
  readonly delivered: number;
  /** Attempts that a target did not answer with 2xx, or not in time. */
  readonly refused: number;
  /** Given up after the last attempt. */
  readonly failed: number;
  readonly lost: number;
  /** Waiting to be released. */
  readonly held: number;
  /** On their way, or waiting for another attempt. */
  readonly pending: number;
}

export interface Delivering extends Deliveries {
  send(event: Event, targets: readonly Target[]): void;
  /** Resolves when nothing is on its way: what is held back does not count. */
  idle(): Promise<void>;
  stats(): DeliveryStats;
  /** Breaks off what is on its way. */
  stop(): void;
}

interface Delivery {
  readonly event: Event;
  readonly target: Target;
}

/** Stripe sends several at once, too. */
const MOST_AT_ONCE = 8;
const MOST_HELD = 20_000;

export const createDeliveries = (options: PostOptions): Delivering => {
  const limit = pLimit(MOST_AT_ONCE);
  const counts = { delivered: 0, refused: 0, failed: 0, lost: 0 };
  const post = createPost(options, () => {
    counts.refused += 1;
  });
  const state = { isHeld: false, times: 1, toLose: 0, pending: 0 };
  let held: Delivery[] = [];
  let waiting: (() => void)[] = [];

  const settle = (): void => {
    state.pending -= 1;
    if (state.pending > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  const deliver = async (delivery: Delivery): Promise<void> => {
    try {
      const isIn = await post.send(delivery.event, delivery.target);
      if (isIn) counts.delivered += 1;
      else counts.failed += 1;
    } finally {
      settle();
    }
  };
  /** The first attempts are made one after the other; who is refused is tried again later, beside the others. */
  const deliverInTurn = async (deliveries: readonly Delivery[]): Promise<void> => {
    for (const delivery of deliveries) {
      const first = Promise.withResolvers<void>();
      void post.send(delivery.event, delivery.target, first.resolve).then((isIn) => {
        if (isIn) counts.delivered += 1;
        else counts.failed += 1;
        settle();
      });
      await first.promise;
    }
  };
  const copies = (event: Event, target: Target): Delivery[] => {
    if (state.toLose > 0) {
      state.toLose -= 1;
      counts.lost += 1;
      return [];
    }
    return Array.from({ length: state.times }, () => ({ event, target }));
  };

  return {
    send: (event, targets) => {
      const deliveries = targets
        .filter((target) => target.wants(event.type))
        .flatMap((target) => copies(event, target));
      event.pending_webhooks = deliveries.length;
      if (state.isHeld) {
        held = [...held, ...deliveries].slice(-MOST_HELD);
        return;
      }
      state.pending += deliveries.length;
      for (const delivery of deliveries) void limit(() => deliver(delivery));
    },
    hold: () => {
      state.isHeld = true;
    },
    release: (order = 'as-is', seed = 1) => {
      const released = inOrder(held, order, seed);
      state.isHeld = false;
      held = [];
      state.pending += released.length;
      void deliverInTurn(released);
    },
    duplicate: (times) => {
      state.times = times;
    },
    lose: (count) => {
      state.toLose = count;
    },
    idle: () =>
      state.pending === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.push(resolve);
          }),
    stats: () => ({ ...counts, held: held.length, pending: state.pending }),
    stop: post.stop,
  };
};
