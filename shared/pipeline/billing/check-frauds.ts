import { newUser } from '../../domain/account/account.ts';
import { asOf } from '../../domain/account/entitlement.ts';
import type { Fraud, FraudKind, PaymentFacts } from '../../ports/billing.ts';
import type { CheckDeps, CheckOptions } from './check-user.ts';
import { inShort } from './differences.ts';
import type { Failures } from './failures.ts';
import { ownerOf } from './owner.ts';
import { patiently, untilDone } from './patiently.ts';
import { type BillingRecords, caseKey, closedKey, customerKey } from './records.ts';
import { refreshUser } from './refresh-user.ts';
import { syncRoles } from './sync-roles.ts';
import { tellNotices } from './tell-notices.ts';

const KINDS: readonly FraudKind[] = ['dispute', 'early-fraud-warning'];
/** Far longer than an event is repeated (three days), and than somebody takes to see what a poison queue holds. */
const SINCE_MS = 35 * 24 * 60 * 60_000;

type FraudDeps = CheckDeps & BillingRecords;
type Options = Pick<CheckOptions, 'dryRun' | 'differences'>;

/**
 * Holds what Stripe says of frauds against what is suspended and what stands on the operators' list, and does what the event of each
 * would have done. Gives how many there are.
 */
export async function checkFrauds(deps: FraudDeps, options: Options, failures: Failures): Promise<number> {
  const { payments } = deps;
  if (!payments) return 0;
  const since = deps.now() - SINCE_MS;
  let frauds = 0;
  for (const kind of KINDS)
    for (let cursor: string | undefined, isLast = false; !isLast; ) {
      const page = await patiently(deps, () => payments.fraudsAfter(kind, since, cursor));
      for (const fraud of page.items)
        await failures.orNote({ fraud: fraud.suspension.id }, () => checkFraud({ ...deps, payments }, options, fraud));
      frauds += page.items.length;
      isLast = page.next === undefined;
      cursor = page.next;
    }
  return frauds;
}

type AskingDeps = FraudDeps & { readonly payments: PaymentFacts };

async function checkFraud(deps: AskingDeps, { dryRun, differences }: Options, found: Fraud): Promise<void> {
  const { id, kind } = found.suspension;
  if (await deps.cases.read(closedKey(id))) return;
  const userId = await userOf(deps, found);
  const was = await lackOf(deps, found, userId);
  if (was === undefined) return;
  if (!dryRun) await close(deps, { ...found, userId });
  const is = `${userId === undefined ? 'a case' : 'suspended, and a case'}: ${kind} ${id}`;
  differences.add({ userId: userId ?? 'unknown', what: 'fraud', was, is, repaired: !dryRun });
}

const userOf = async (
  { customers, payments, ...deps }: AskingDeps,
  { customerId }: Fraud,
): Promise<string | undefined> =>
  (await customers.read(customerKey(customerId)))?.value.userId ??
  (await patiently(deps, () => payments.userOf(customerId)));

/** How it stands, where that is not as it should be. */
async function lackOf(
  { cases, users, now }: FraudDeps,
  { suspension: { id } }: Fraud,
  userId: string | undefined,
): Promise<string | undefined> {
  const isOpen = (await cases.read(caseKey(id))) !== undefined;
  if (userId === undefined) return isOpen ? undefined : 'no case';
  const user = asOf((await users.read({ id: userId, partition: userId }))?.value ?? newUser(userId), now());
  const suspension = user.suspensions.find((each) => each.id === id);
  if (!suspension) return inShort(user.subscription);
  return isOpen || suspension.liftedAt !== undefined ? undefined : 'suspended, without a case';
}

/** Nothing that Stripe says has to do with what was bought inside Discord, whose limits are tight. */
async function close({ entitlements: _, ...deps }: AskingDeps, fraud: Fraud): Promise<void> {
  const owner = await ownerOf(deps, fraud);
  if (owner.kind === 'nobody') return;
  const { userId } = owner;
  const { customerId, suspension } = fraud;
  await patiently(deps, () => refreshUser(deps, userId, { customerId, suspension }));
  await untilDone(deps, () => syncRoles(deps, userId));
  await untilDone(deps, () => tellNotices(deps, userId));
}
