import type { QueueMessages, QueueName } from '../messages/messages.ts';
import { QUEUE_NAMES } from '../messages/messages.ts';
import { type PoisonMessage, poisonQueue, type QueueInspector } from '../ports/queue.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { done, type Outcome } from './outcome.ts';

export interface WatchPoisonDeps {
  readonly inspector: QueueInspector;
  /** Why a message was given up, if its last failure was noted. */
  readonly reasonOf: (queue: keyof QueueMessages, text: string) => Promise<string | undefined>;
  readonly telemetry: Telemetry;
}

/** Counts what lies in the poison queues and says why. Takes nothing out. The value is how many there are. */
export async function watchPoisonQueues(deps: WatchPoisonDeps): Promise<Outcome<number>> {
  const counts = await Promise.all(QUEUE_NAMES.map((queue) => watch(deps, queue)));
  return done(counts.reduce((sum, count) => sum + count, 0));
}

async function watch({ inspector, reasonOf, telemetry }: WatchPoisonDeps, queue: QueueName): Promise<number> {
  const { count, sample } = await inspector.peekPoison(queue);
  telemetry.observe('poison_messages', count, { queue });
  if (count === 0) return 0;
  const reasons = await Promise.all(sample.map(({ text }) => reasonOf(queue, text)));
  telemetry.error('poison_messages_waiting', {
    queue: poisonQueue(queue),
    count,
    reasons: [...new Set(reasons.map((reason) => reason ?? 'not noted'))],
    oldest: oldestOf(sample),
  });
  return count;
}

/** Undefined when none can be seen: the count is approximate, and a message that someone is putting back is hidden meanwhile. */
const oldestOf = (sample: readonly PoisonMessage[]): string | undefined =>
  sample.length === 0 ? undefined : new Date(Math.min(...sample.map(({ since }) => since))).toISOString();
