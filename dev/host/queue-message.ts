import type { DequeuedMessageItem } from '@azure/storage-queue';
import type { QueueSettings } from './host-json.ts';
import type { RpcTypedData } from './rpc.ts';

/** The text of a message as the function is to see it. Throws when it is not what host.json's messageEncoding promises. */
export const decodeMessage = (body: string, encoding: QueueSettings['messageEncoding']): string => {
  if (encoding === 'none') return body;
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(body) || body.length % 4 !== 0) throw new Error('The message is not Base64.');
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body, 'base64'));
};

/** Instants as .NET writes them: no milliseconds, an offset instead of Z. */
const instant = (date: Date): RpcTypedData => ({ json: JSON.stringify(`${date.toISOString().slice(0, 19)}+00:00`) });

/** What Azure tells a function about a queue message; the library turns the names into `dequeueCount` and so on. */
export const queueTriggerMetadata = (
  message: DequeuedMessageItem,
  text: string,
): Readonly<Record<string, RpcTypedData>> => ({
  QueueTrigger: { string: text },
  Id: { string: message.messageId },
  PopReceipt: { string: message.popReceipt },
  DequeueCount: { int: message.dequeueCount },
  InsertionTime: instant(message.insertedOn),
  ExpirationTime: instant(message.expiresOn),
  NextVisibleTime: instant(message.nextVisibleOn),
});
