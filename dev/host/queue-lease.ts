import type { QueueClient } from '@azure/storage-queue';

/** A message taken from its queue: ours, and nobody else's, for as long as we hold it. */
export interface Lease {
  /** Takes the message off its queue for good. */
  remove(): Promise<void>;
  /** Gives it back, to be seen again after that many seconds. */
  release(afterSeconds: number): Promise<void>;
  /** Renews no more: unless it was removed or released, it is seen again when the lease ends. */
  abandon(): void;
}

/**
 * Holds a message: renews the lease at half its time for as long as the function runs, as Azure does, so that a slow function
 * does not get its message twice, while one whose host is gone gets it back after the lease.
 */
export const holdMessage = (
  queue: QueueClient,
  { messageId, popReceipt }: { readonly messageId: string; readonly popReceipt: string },
  leaseSeconds: number,
  onError: (thrown: unknown) => void,
): Lease => {
  let receipt = popReceipt;
  let renewal: Promise<void> = Promise.resolve();
  const renew = async (): Promise<void> => {
    try {
      const renewed = await queue.updateMessage(messageId, receipt, undefined, leaseSeconds);
      receipt = renewed.popReceipt ?? receipt;
    } catch (thrown) {
      onError(thrown);
    }
  };
  const timer = setInterval(() => {
    renewal = renew();
  }, leaseSeconds * 500);

  const end = (): Promise<void> => {
    clearInterval(timer);
    return renewal;
  };
  return {
    remove: async () => {
      await end();
      await queue.deleteMessage(messageId, receipt);
    },
    release: async (afterSeconds) => {
      await end();
      await queue.updateMessage(messageId, receipt, undefined, afterSeconds);
    },
    abandon: () => void end(),
  };
};
