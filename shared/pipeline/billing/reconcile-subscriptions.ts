import type { DiscordEntitlement } from '../../domain/account/billing-facts.ts';
import type { PaymentFacts } from '../../ports/billing.ts';
import type { AppEntitlements } from '../../ports/guild.ts';
import { checkFrauds } from './check-frauds.ts';
import { checkRoles } from './check-roles.ts';
import { type CheckDeps, type CheckOptions, checkUser } from './check-user.ts';
import { collectDifferences, type Difference } from './differences.ts';
import { countFailures } from './failures.ts';
import { ownerOf } from './owner.ts';
import { patiently, untilSettled } from './patiently.ts';
import { type BillingRecords, customerKey, EVERYBODY } from './records.ts';

export interface ReconcileDeps extends CheckDeps, BillingRecords {
  readonly entitlements?: AppEntitlements | undefined;
}

export interface ReconcileOptions {
  /** Says what differs, and changes nothing. */
  readonly dryRun: boolean;
  /** Told how far it is, in a few words. */
  readonly onProgress?: ((text: string) => unknown) | undefined;
}

export interface ReconcileReport {
  readonly users: number;
  readonly subscriptions: number;
  readonly entitlements: number;
  readonly members: number;
  /** Disputes and early fraud warnings of the last weeks. */
  readonly frauds: number;
  /** What could not be looked at, and why. */
  readonly notes: readonly string[];
  readonly differences: readonly Difference[];
  /** How many differences are not listed. */
  readonly more: number;
}

/** So many users at a time: Stripe and the database allow more. */
const AT_ONCE = 8;
const PAGE_SIZE = 100;

/**
 * Compares Stripe, Discord, our users and the server's roles with each other, page by page, and repairs what differs: what events and
 * crashes left behind, and what nobody sends an event of. Each repair stands for itself; a run that was broken off is begun anew.
 * Somebody who cannot be looked at is passed over and told of. Throws when Stripe or Discord stays away.
 */
export async function reconcileSubscriptions(
  deps: ReconcileDeps,
  { dryRun, onProgress }: ReconcileOptions,
): Promise<ReconcileReport> {
  const differences = collectDifferences(deps.telemetry);
  const bought = await boughtInDiscord(deps);
  const options: CheckOptions = { dryRun, differences, bought: bought.byUser };
  const seen = new Set<string>();
  const failures = countFailures(deps.telemetry);
  const progress = () =>
    onProgress?.(`${seen.size} users, ${differences.listed.length + differences.more()} differences`);
  const check = async (userId: string, customerId?: string): Promise<void> => {
    seen.add(userId);
    await failures.orNote({ userId }, () => checkUser(deps, options, userId, { customerId }));
    progress();
  };
  const frauds = await checkFrauds(deps, options, failures);
  const paid = await checkCustomers(deps, dryRun, check);
  const once = async (userId: string): Promise<void> => (seen.has(userId) ? undefined : check(userId));
  await inGroups([...(bought.byUser?.keys() ?? [])], once);
  await forEachSubscriber(deps, once);
  const { members, notes } = await checkRoles(deps, options, seen, failures);
  return {
    users: seen.size,
    subscriptions: paid.subscriptions,
    entitlements: bought.count,
    members,
    frauds,
    notes: [...paid.notes, ...bought.notes, ...notes, ...failures.notes()],
    differences: differences.listed,
    more: differences.more(),
  };
}

async function inGroups<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += AT_ONCE) await Promise.all(items.slice(at, at + AT_ONCE).map(work));
}

interface Bought {
  readonly byUser: ReadonlyMap<string, readonly DiscordEntitlement[]> | undefined;
  readonly count: number;
  readonly notes: readonly string[];
}

async function boughtInDiscord({ entitlements, ...deps }: ReconcileDeps): Promise<Bought> {
  if (!entitlements) return { byUser: undefined, count: 0, notes: [] };
  const byUser = new Map<string, DiscordEntitlement[]>();
  let count = 0;
  for (let cursor: string | undefined; ; ) {
    const page = await untilSettled(deps, () => entitlements.after(cursor));
    if (page.kind === 'permanent')
      return {
        byUser: undefined,
        count,
        notes: [`Discord does not say what was bought there (${page.code}: ${page.reason}).`],
      };
    for (const { userId, entitlement } of page.value.items) {
      byUser.set(userId, [...(byUser.get(userId) ?? []), entitlement]);
      count++;
    }
    if (page.value.next === undefined) return { byUser, count, notes: [] };
    cursor = page.value.next;
  }
}

/** Everybody who pays at Stripe, each customer once; an owner who is not on record yet is found by what Stripe keeps of them. */
async function checkCustomers(
  deps: ReconcileDeps,
  dryRun: boolean,
  check: (userId: string, customerId: string) => Promise<void>,
): Promise<{ readonly subscriptions: number; readonly notes: readonly string[] }> {
  const { payments } = deps;
  if (!payments) return { subscriptions: 0, notes: ['Payments are not set up: Stripe was not asked.'] };
  const customers = new Set<string>();
  let subscriptions = 0;
  let strangers = 0;
  for (let cursor: string | undefined; ; ) {
    const page = await patiently(deps, () => payments.subscriptionsAfter(cursor));
    const fresh = new Set(page.items.map(({ customerId }) => customerId).filter((id) => !customers.has(id)));
    await inGroups([...fresh], async (customerId) => {
      const userId = await userOf(deps, payments, dryRun, customerId);
      if (userId === undefined) strangers++;
      else await check(userId, customerId);
    });
    for (const id of fresh) customers.add(id);
    subscriptions += page.items.length;
    if (page.next === undefined) break;
    cursor = page.next;
  }
  return {
    subscriptions,
    notes: strangers === 0 ? [] : [`${strangers} paying customers at Stripe are nobody’s here.`],
  };
}

async function userOf(
  deps: ReconcileDeps,
  payments: PaymentFacts,
  dryRun: boolean,
  customerId: string,
): Promise<string | undefined> {
  const recorded = (await deps.customers.read(customerKey(customerId)))?.value.userId;
  if (recorded !== undefined) return recorded;
  const userId = await patiently(deps, () => payments.userOf(customerId));
  if (userId === undefined || dryRun) return userId;
  const owner = await ownerOf(deps, { kind: 'customer', customerId, userId });
  return owner.kind === 'user' ? owner.userId : undefined;
}

async function forEachSubscriber(deps: ReconcileDeps, work: (userId: string) => Promise<void>): Promise<void> {
  for (let after: string | undefined; ; ) {
    const page = await deps.subscribers.list(EVERYBODY, { limit: PAGE_SIZE, after });
    await inGroups(page.items, ({ value }) => work(value.userId));
    if (page.next === undefined) return;
    after = page.next;
  }
}
