import type { QueueMessages } from '../messages/messages.ts';

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
