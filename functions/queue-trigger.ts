import { app as functions } from '@azure/functions';
import type { QueueName } from '../shared/messages/messages.ts';
import type { Attempt } from '../shared/runtime/queue-handler.ts';

/** Registers one queue function: hands its handler the body and which try this is. */
export const onQueue = (
  name: string,
  queueName: QueueName,
  handle: (input: unknown, attempt: Attempt) => Promise<void>,
): void =>
  functions.storageQueue(name, {
    queueName,
    connection: 'AzureWebJobsStorage',
    handler: (input, context) =>
      handle(input, { dequeueCount: Number(context.triggerMetadata?.['dequeueCount'] ?? 1) }),
  });
