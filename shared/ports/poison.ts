import type { QueueName } from '../messages/messages.ts';

/** A message that was given up, whole, as it lies in its poison queue. */
export interface GivenUp {
  readonly id: string;
  /** As it was sent: our own JSON, or anything at all. */
  readonly text: string;
  /** When it came into the poison queue, epoch ms. */
  readonly since: number;
}

/** A message that was given up, while it is ours: nobody else is given it. */
export interface HeldPoison extends GivenUp {
  /**
   * Sends it to its queue again, as it is and with as long to live as any other there, and only then deletes it here: who dies in
   * between leaves it in both, which is once too often and never lost.
   */
  putBack(): Promise<void>;
  /** Deletes it. */
  remove(): Promise<void>;
}

/** Looks into poison queues and clears them. Throws when they cannot be reached; a queue that is not there is empty. */
export interface PoisonKeeper {
  /** About how many messages of a queue were given up, and the oldest of them (32 at most). Takes nothing out. */
  look(queue: QueueName): Promise<{ readonly count: number; readonly oldest: readonly GivenUp[] }>;
  /**
   * The messages that lie there now, each once, about the oldest first; what comes meanwhile is left out, so that this ends even where
   * all that is put back is given up again. They are let go of when whoever asked stops asking, or after five minutes.
   */
  hold(queue: QueueName): AsyncIterable<HeldPoison>;
}
