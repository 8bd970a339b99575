import type { Clock } from '../../ports/clock.ts';

interface Delayed<T> {
  readonly message: T;
  readonly visibleAt: number;
}

/** Below this many read messages the array is left alone: moving the rest down costs more than the room it frees. */
const COMPACT_FROM = 1024;

/** One queue's messages: the visible ones first in, first out; the delayed ones ordered by when they become visible. */
export interface MessageList<T> {
  add(message: T, delayMs: number): void;
  /** The next visible message, left in its place. */
  peek(): T | undefined;
  /** The next visible message, removed. After a `peek` it is the peeked one. */
  take(): T | undefined;
  /** All messages, delayed ones included. */
  size(): number;
  /** When the next delayed message becomes visible, epoch ms. */
  nextVisibleAt(): number | undefined;
}

export function messageList<T>(now: Clock): MessageList<T> {
  const visible: T[] = [];
  const delayed: Delayed<T>[] = [];
  let head = 0;

  const release = (): void => {
    const time = now();
    while (delayed[0] && delayed[0].visibleAt <= time) {
      visible.push(delayed[0].message);
      delayed.shift();
    }
  };

  const compact = (): void => {
    if (head === visible.length || (head >= COMPACT_FROM && head * 2 > visible.length)) {
      visible.splice(0, head);
      head = 0;
    }
  };

  return {
    add(message, delayMs) {
      if (delayMs <= 0) {
        visible.push(message);
        return;
      }
      const visibleAt = now() + delayMs;
      const later = delayed.findIndex((other) => other.visibleAt > visibleAt);
      delayed.splice(later === -1 ? delayed.length : later, 0, { message, visibleAt });
    },
    peek() {
      if (delayed.length > 0) release();
      return visible[head];
    },
    take() {
      if (delayed.length > 0 && head === visible.length) release();
      if (head === visible.length) return undefined;
      const message = visible[head];
      head++;
      compact();
      return message;
    },
    size: () => visible.length - head + delayed.length,
    nextVisibleAt: () => delayed[0]?.visibleAt,
  };
}
