import type { QueueMessages, QueueName } from '../messages/messages.ts';

/** Sends a message to one of our queues. Throws {@link MessageTooLargeError} over 48 KiB, or when the queue cannot be reached. */
export interface MessageSender {
  send<Q extends keyof QueueMessages>(
    queue: Q,
    message: QueueMessages[Q],
    options?: { readonly delaySeconds?: number },
  ): Promise<void>;
}

/** A message over the limit is a defect of its producer: it is never sent in part. */
export class MessageTooLargeError extends Error {
  override readonly name = 'MessageTooLargeError';
}

/** A message that was given up, as it lies in its poison queue. */
export interface PoisonMessage {
  readonly id: string;
  /** As it was sent: our own JSON, or anything at all; cut to 2,000 characters. */
  readonly text: string;
  /** When it came into the poison queue, epoch ms. */
  readonly since: number;
}

/** Looks at queues without taking anything out of them. Throws when they cannot be reached; a queue that is not there is empty. */
export interface QueueInspector {
  /** About how many messages wait, delayed ones and those under way included. */
  depth(queue: QueueName): Promise<number>;
  /** When the oldest message that may be taken now was sent, epoch ms; undefined when there is none. */
  oldest(queue: QueueName): Promise<number | undefined>;
  /** About how many messages of a queue were given up, and the oldest of them (32 at most). */
  peekPoison(queue: QueueName): Promise<{ readonly count: number; readonly sample: readonly PoisonMessage[] }>;
}

/** Where the Functions host puts what failed for the last time. */
export const poisonQueue = (queue: QueueName): string => `${queue}-poison`;
