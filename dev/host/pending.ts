import type { InvocationResult } from './worker.ts';

/** The invocations that a worker has not answered yet, by invocation id. */
export const createPending = () => {
  const waiting = new Map<string, (result: InvocationResult) => void>();
  return {
    /** Resolves with what {@link settle} gives, or `lost`. */
    add: (id: string): Promise<InvocationResult> => new Promise((resolve) => waiting.set(id, resolve)),
    /** Answers one; nothing happens when it is no longer waiting. */
    settle: (id: string, result: InvocationResult): void => {
      waiting.get(id)?.(result);
      waiting.delete(id);
    },
    /** The worker is gone, and with it every answer. */
    loseAll: (): void => {
      for (const resolve of waiting.values()) resolve({ kind: 'lost' });
      waiting.clear();
    },
  };
};
