import type { User } from '../../domain/account/account.ts';
import type { Cooldown } from '../../domain/account/cooldown.ts';
import { weekOf } from '../../domain/signal/performance-week.ts';
import type { PaymentFacts } from '../../ports/billing.ts';
import type { Cache } from '../../ports/cache.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Documents, Key } from '../../ports/documents.ts';
import { type Destinations, destinationKey } from '../deliver-records.ts';
import { type Watchers, watchedPartitions } from '../fan-out-watchers.ts';
import type { FeedbackStore } from '../feedback.ts';
import { openCases } from './cases.ts';
import { type Patience, patiently, untilDone, untilSettled } from './patiently.ts';
import { type BillingRecords, caseKey, customerKey, endKey, subscriberKey } from './records.ts';
import { roleChanges, type SyncRolesDeps, syncRoles } from './sync-roles.ts';

export interface ForgetDeps extends SyncRolesDeps, BillingRecords, Patience {
  readonly payments?: PaymentFacts | undefined;
  readonly users: Documents<User>;
  readonly watchers: Watchers;
  readonly cooldowns: Documents<Cooldown>;
  readonly destinations: Destinations;
  readonly feedback: FeedbackStore;
  readonly cache: Cache;
  readonly now: Clock;
}

export interface ForgetReport {
  readonly deleted: readonly string[];
  /** What had to stay. */
  readonly kept: readonly { readonly what: string; readonly why: string }[];
}

/** One thing that is known of somebody, and how it goes. */
interface Known {
  readonly what: string;
  readonly remove: () => Promise<unknown>;
}

/**
 * Deletes what we hold of a person, and says what had to stay. The user's own record goes last, since it says where the rest is: a
 * run that was broken off is begun anew.
 */
export async function forgetUser(
  deps: ForgetDeps,
  userId: string,
  { dryRun }: { readonly dryRun: boolean },
): Promise<ForgetReport> {
  const key: Key = { id: userId, partition: userId };
  const user = (await deps.users.read(key))?.value;
  const disputed = (await ownCases(deps, userId)).find(isFraud);
  if (disputed)
    throw new Error(
      `The case ${disputed.about} (${disputed.kind}) is open: a person who was forgotten could come back. Close it first (npm run ops -- close ${disputed.about}).`,
    );
  const known: readonly Known[] = [
    ...(await customersOf(deps, userId, user)),
    ...(await casesOf(deps, userId)),
    ...(await thumbsOf(deps, userId)),
    ...(await documentsOf(deps, userId)),
    ...(user ? recordOf(deps, user, key) : []),
    ...(await rolesOf(deps, userId)),
  ];
  if (!dryRun) for (const { remove } of known) await remove();
  return { deleted: known.map(({ what }) => what), kept: keptOf(deps, user) };
}

/** Then its events find nobody: neither the customer's own data, which are gone with it, nor ours name the user any more. */
async function customersOf(
  { payments, customers, ...deps }: ForgetDeps,
  userId: string,
  user: User | undefined,
): Promise<readonly Known[]> {
  const second = (await openCases(deps)).filter((each) => each.userId === userId && each.kind === 'second-customer');
  const ids = new Set([
    ...(user?.customers ?? []),
    ...(user?.stripe ? [user.stripe.customerId] : []),
    ...second.map(({ customerId }) => customerId),
  ]);
  return [...ids].map((customerId) => ({
    what: payments
      ? `the customer ${customerId} at Stripe, with all subscriptions, and whose it was`
      : `whose the customer ${customerId} was`,
    remove: async () => {
      await patiently(deps, async () => payments?.deleteCustomer(customerId));
      await customers.remove(customerKey(customerId));
    },
  }));
}

const isFraud = ({ kind }: { readonly kind: string }): boolean => kind === 'dispute' || kind === 'early-fraud-warning';

const ownCases = async (deps: ForgetDeps, userId: string) =>
  (await openCases(deps)).filter((each) => each.userId === userId);

const casesOf = async (deps: ForgetDeps, userId: string): Promise<readonly Known[]> =>
  (await ownCases(deps, userId)).map(({ about, kind }) => ({
    what: `the open case ${about} (${kind})`,
    remove: () => deps.cases.remove(caseKey(about)),
  }));

const WEEK_MS = 7 * 24 * 60 * 60_000;
/** Thumbs are kept for a year. */
const WEEKS = 54;
const PAGE_SIZE = 1000;

async function thumbsOf({ feedback, now }: ForgetDeps, userId: string): Promise<readonly Known[]> {
  const keys: Key[] = [];
  for (let week = 0; week < WEEKS; week++) {
    const partition = weekOf(now() - week * WEEK_MS);
    for (let after: string | undefined, isLast = false; !isLast; ) {
      const page = await feedback.list(partition, { limit: PAGE_SIZE, after });
      keys.push(...page.items.filter(({ value }) => value.userId === userId).map(({ key }) => key));
      isLast = page.next === undefined;
      after = page.next;
    }
  }
  if (keys.length === 0) return [];
  const remove = async () => {
    for (const key of keys) await feedback.remove(key);
  };
  return [{ what: `${keys.length} thumbs given to signals`, remove }];
}

async function documentsOf(deps: ForgetDeps, userId: string): Promise<readonly Known[]> {
  const places: readonly (readonly [string, Pick<Documents<unknown>, 'read' | 'remove'>, Key])[] = [
    ['the place in the list of subscribers', deps.subscribers, subscriberKey(userId)],
    ['when the subscription ends', deps.subscribers, endKey(userId)],
    ['when direct messages were sent last', deps.cooldowns, { id: userId, partition: userId }],
    ['the direct-message channel', deps.destinations, destinationKey({ kind: 'user', userId })],
  ];
  const found: Known[] = [];
  for (const [what, store, key] of places)
    if (await store.read(key)) found.push({ what, remove: () => store.remove(key) });
  return found;
}

/** The copies first: they are found by the record. */
function recordOf({ users, watchers, cache }: ForgetDeps, user: User, key: Key): readonly Known[] {
  const lists = [...new Set([...user.listedIn, ...watchedPartitions(user)])];
  const remove = async () => {
    for (const partition of lists) await watchers.remove({ id: user.id, partition });
    await users.remove(key);
    await cache.forget('subscription', user.id);
  };
  return [{ what: `the settings, ${user.watches.length} watches and the state of the subscription`, remove }];
}

/** After the record is gone, from which the roles would be given again. */
async function rolesOf({ guild, ...deps }: ForgetDeps, userId: string): Promise<readonly Known[]> {
  if (!guild) return [];
  const member = await untilSettled(deps, () => guild.member(userId));
  if (member.kind !== 'ok') return [];
  const { take } = roleChanges(deps.roles, { subscription: { status: 'none' } }, member.value.roleIds);
  if (take.length === 0) return [];
  const remove = async () => {
    const synced = await untilDone(deps, () => syncRoles({ ...deps, guild }, userId));
    if (synced === 'denied') throw new Error('the bot may not take the tier roles: its own role must stand above them');
  };
  return [{ what: 'the tier roles in the server', remove }];
}

function keptOf(deps: ForgetDeps, user: User | undefined): ForgetReport['kept'] {
  const customerId = user?.stripe?.customerId;
  return [
    ...(customerId === undefined
      ? []
      : [
          { what: `invoices and payments of ${customerId} at Stripe`, why: 'the law has them kept for years' },
          ...(deps.payments
            ? []
            : [{ what: `the customer ${customerId} at Stripe`, why: 'payments are not set up here: delete it there' }]),
        ]),
    ...(user?.discordEntitlements.length
      ? [{ what: 'what was bought inside Discord', why: 'only the buyer can end it, in Discord’s own settings' }]
      : []),
    { what: 'which signals were delivered to the user', why: 'kept against sending twice; gone after 30 days' },
    { what: 'that cases were closed, without whose they were', why: 'they would be opened again' },
    { what: 'allowances used and interactions answered', why: 'kept against abuse; gone after a day' },
    { what: 'rejected messages and logs', why: 'kept to find faults; gone at the end of their retention' },
    { what: 'sums and counts', why: 'they name nobody' },
  ];
}
