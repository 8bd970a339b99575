import type { QueueMessages, QueueName } from '../messages/messages.ts';
import { QUEUE_NAMES } from '../messages/messages.ts';
import type { Clock } from '../ports/clock.ts';
import { type PoisonMessage, poisonQueue, type QueueInspector } from '../ports/queue.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { done, type Outcome } from './outcome.ts';

export interface WatchPoisonDeps {
  readonly now: Clock;
  readonly inspector: QueueInspector;
  /** Why a message was given up, if its last failure was noted. */
  readonly reasonOf: (queue: keyof QueueMessages, text: string) => Promise<string | undefined>;
  readonly telemetry: Telemetry;
}

/** Tells how old the oldest message of each queue is, counts what lies in the poison queues and says why. Takes nothing out. The value is how many were given up. */
export async function watchPoisonQueues(deps: WatchPoisonDeps): Promise<Outcome<number>> {
  const counts = await Promise.all(QUEUE_NAMES.map((queue) => watch(deps, queue)));
  return done(counts.reduce((sum, count) => sum + count, 0));
}

async function watch({ now, inspector, reasonOf, telemetry }: WatchPoisonDeps, queue: QueueName): Promise<number> {
  const [since, { count, sample }] = await Promise.all([inspector.oldest(queue), inspector.peekPoison(queue)]);
  telemetry.gauge('queue_age_seconds', since === undefined ? 0 : Math.max(0, now() - since) / 1000, { queue });
  telemetry.gauge('poison_messages', count, { queue });
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
