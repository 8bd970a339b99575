import type { User } from '../../domain/account/account.ts';
import type { Documents } from '../../ports/documents.ts';
import type { MessageSender } from '../../ports/queue.ts';
import type { Accounts } from '../accounts.ts';
import { type BillingCase, caseKey, closedKey, OPEN } from './records.ts';

/** What an operator has to look at, under Stripe's id of what happened. */
export interface OpenCase extends BillingCase {
  readonly about: string;
}

interface CloseDeps {
  readonly accounts: Accounts;
  readonly users: Documents<User>;
  readonly cases: Documents<BillingCase>;
  readonly queue: MessageSender;
  readonly now: () => number;
}

const PAGE_SIZE = 100;

/** All of them, in the order of their ids. */
export async function openCases({ cases }: Pick<CloseDeps, 'cases'>): Promise<readonly OpenCase[]> {
  const found: OpenCase[] = [];
  for (let after: string | undefined; ; ) {
    const page = await cases.list(OPEN, { limit: PAGE_SIZE, after });
    found.push(...page.items.map(({ key, value }) => ({ about: key.id, ...value })));
    if (page.next === undefined) return found;
    after = page.next;
  }
}

/**
 * Closes a case; the suspension that it stands for is lifted first, for good: the same warning does not suspend again, and the daily
 * comparison opens no case of it again. Roles and messages follow by the queue, which has them before the case is gone. Undefined when there is no such case.
 */
export async function closeCase(deps: CloseDeps, about: string): Promise<OpenCase | undefined> {
  const found = await deps.cases.read(caseKey(about));
  if (!found) return undefined;
  const { userId, kind, customerId } = found.value;
  if (userId !== undefined && (await deps.users.read({ id: userId, partition: userId }))) {
    await deps.accounts.change(userId, (user) => lifted(user, about, deps.now()));
    await deps.queue.send('billing-events', { v: 1, kind: 'user', userId, why: 'case-closed', tries: 0 });
  }
  await deps.cases.create(closedKey(about), { kind, customerId, at: deps.now() });
  await deps.cases.remove(caseKey(about));
  return { about, ...found.value };
}

const lifted = (user: User, suspensionId: string, now: number): User => ({
  ...user,
  suspensions: user.suspensions.map((each) =>
    each.id === suspensionId && each.liftedAt === undefined ? { ...each, liftedAt: now } : each,
  ),
});
