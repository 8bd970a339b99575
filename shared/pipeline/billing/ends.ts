import type { User } from '../../domain/account/account.ts';
import { asOf, endOf } from '../../domain/account/entitlement.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Documents } from '../../ports/documents.ts';
import type { MessageSender } from '../../ports/queue.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { type BillingRecords, ENDING, endKey } from './records.ts';

export interface EndDeps extends Pick<BillingRecords, 'subscribers'> {
  readonly users: Documents<User>;
  readonly now: Clock;
}

const MOST_PASSES = 6;
const PAGE_SIZE = 100;

/**
 * Puts a user on the list of those whose subscription ends by time alone, with when it does, or takes them off it. Looks at the record
 * again until nothing is left to write: whoever wrote last has then looked at the record after it did.
 */
export async function noteEnd({ users, subscribers, now }: EndDeps, userId: string): Promise<void> {
  const key = endKey(userId);
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const user = (await users.read({ id: userId, partition: userId }))?.value;
    const endsAt = user && endOf(asOf(user, now()).subscription);
    const noted = await subscribers.read(key);
    if (noted?.value.endsAt === endsAt) return;
    const value = { userId, since: now(), endsAt };
    if (endsAt === undefined) await subscribers.remove(key);
    else if (noted) await subscribers.replace(key, value, noted.etag);
    else await subscribers.create(key, value);
  }
  throw new Error(`when the user ${userId} ends has changed ${MOST_PASSES} times in a row while it was noted`);
}

export interface FollowDeps extends Pick<EndDeps, 'subscribers' | 'now'> {
  readonly queue: MessageSender;
  readonly telemetry: Telemetry;
}

/**
 * Sends on whose subscription is over, so that role and message follow, and takes them off the list: the queue has them first. Never
 * throws: the next tick tries again. Counts `closer_looks{why}`.
 */
export async function followEnds(deps: FollowDeps): Promise<void> {
  try {
    for (let after: string | undefined, isLast = false; !isLast; ) {
      const page = await deps.subscribers.list(ENDING, { limit: PAGE_SIZE, after });
      for (const { value } of page.items) if ((value.endsAt ?? 0) <= deps.now()) await sendOn(deps, value.userId);
      isLast = page.next === undefined;
      after = page.next;
    }
  } catch (error) {
    deps.telemetry.error('ends_not_followed', { reason: String(error) });
  }
}

async function sendOn({ queue, subscribers, telemetry }: FollowDeps, userId: string): Promise<void> {
  await queue.send('billing-events', { v: 1, kind: 'user', userId, why: 'time-over', tries: 0 });
  telemetry.count('closer_looks', 1, { why: 'time-over' });
  await subscribers.remove(endKey(userId));
}
