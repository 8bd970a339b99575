import type { QueueName } from '../../messages/messages.ts';
import type { Clock } from '../../ports/clock.ts';
import type { GivenUp, PoisonKeeper } from '../../ports/poison.ts';

export interface MemoryPoison extends PoisonKeeper {
  /** As the Functions host does with what failed for the last time. */
  giveUp(queue: QueueName, text: string): void;
}

interface MemoryPoisonDeps {
  readonly now: Clock;
  /** Takes what is put back. */
  readonly send: (queue: QueueName, text: string) => Promise<void>;
}

const MOST_LOOKED_AT = 32;

/** Poison queues in this process. */
export function memoryPoison({ now, send }: MemoryPoisonDeps): MemoryPoison {
  const queues = new Map<QueueName, Map<string, GivenUp>>();
  const held = new Set<string>();
  let ids = 0;

  const messagesOf = (queue: QueueName): Map<string, GivenUp> => queues.get(queue) ?? new Map();
  const visible = (queue: QueueName): readonly GivenUp[] =>
    [...messagesOf(queue).values()].filter(({ id }) => !held.has(id));

  return {
    giveUp(queue, text) {
      const messages = messagesOf(queue);
      const id = `poison-${++ids}`;
      queues.set(queue, messages.set(id, { id, text, since: now() }));
    },
    look: async (queue) => ({
      count: messagesOf(queue).size,
      oldest: visible(queue).slice(0, MOST_LOOKED_AT),
    }),
    async *hold(queue) {
      const mine = visible(queue);
      for (const { id } of mine) held.add(id);
      try {
        for (const message of mine) {
          const remove = async () => void messagesOf(queue).delete(message.id);
          yield { ...message, remove, putBack: () => send(queue, message.text).then(remove) };
        }
      } finally {
        for (const { id } of mine) held.delete(id);
      }
    },
  };
}
