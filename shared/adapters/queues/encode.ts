import { MAX_MESSAGE_BYTES, type QueueMessages } from '../../messages/messages.ts';
import { MessageTooLargeError } from '../../ports/queue.ts';

/**
 * The text of a message as it lies in the queue: plain JSON, since host.json says `messageEncoding: none`.
 * @param traceparent the step of a trace that its reader goes on with (W3C Trace Context)
 * @throws MessageTooLargeError over {@link MAX_MESSAGE_BYTES} bytes of UTF-8, naming the queue and both sizes, never the content.
 */
export function encodeMessage<Q extends keyof QueueMessages>(
  queue: Q,
  message: QueueMessages[Q],
  traceparent?: string,
): string {
  const text = JSON.stringify(traceparent === undefined ? message : { ...message, traceparent });
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_MESSAGE_BYTES) {
    throw new MessageTooLargeError(
      `A message for the queue ${queue} has ${bytes} bytes, over the limit of ${MAX_MESSAGE_BYTES}: split it or carry a reference`,
    );
  }
  return text;
}
