import { isDeepStrictEqual } from 'node:util';
import { newUser, type User } from '../../domain/account/account.ts';
import type { DiscordEntitlement } from '../../domain/account/billing-facts.ts';
import { endOf, isLive } from '../../domain/account/entitlement.ts';
import { standingOf } from '../../domain/account/tiers.ts';
import type { AppEntitlements } from '../../ports/guild.ts';
import { askFacts, factsIn, type News, withFacts } from './ask-facts.ts';
import { type Differences, inShort } from './differences.ts';
import { noteEnd } from './ends.ts';
import { type Patience, patiently, untilDone } from './patiently.ts';
import { type RefreshDeps, refreshUser } from './refresh-user.ts';
import { type SyncRolesDeps, syncRoles } from './sync-roles.ts';
import { type TellDeps, tellNotices } from './tell-notices.ts';

export type CheckDeps = RefreshDeps & SyncRolesDeps & TellDeps & Patience;

export interface CheckOptions {
  readonly dryRun: boolean;
  readonly differences: Differences;
  /** What Discord listed as bought, by user; undefined where it did not say. */
  readonly bought: ReadonlyMap<string, readonly DiscordEntitlement[]> | undefined;
}

/** Compares what is on record of a user with what Stripe and Discord say, and repairs it. Gives the user as they are then. */
export async function checkUser(deps: CheckDeps, options: CheckOptions, userId: string, news: News): Promise<User> {
  const stored = await deps.users.read({ id: userId, partition: userId });
  const known = stored?.value ?? newUser(userId);
  const heard = await patiently(deps, () => askFacts(sourcesFor(deps, options, known, news), known, news));
  const truth = withFacts(known, heard, deps.now());
  if (heard.isSecondCustomer)
    options.differences.add({
      userId,
      what: 'second-customer',
      was: known.stripe?.customerId ?? 'none',
      is: news.customerId ?? 'none',
      repaired: false,
    });
  const isSame =
    isDeepStrictEqual(factsIn(known), factsIn(truth)) && isDeepStrictEqual(known.subscription, truth.subscription);
  if (options.dryRun) {
    if (!isSame) differ(options, known, truth, false);
    return truth;
  }
  if (isSame && !heard.isSecondCustomer) {
    if (endOf(known.subscription) !== undefined) await noteEnd(deps, userId);
    return tellOwed(deps, options, known);
  }
  const { user } = await patiently(deps, () => refreshUser(deps, userId, news));
  await noteEnd(deps, userId);
  if (!isSame) differ(options, known, user, true);
  await untilDone(deps, () => syncRoles(deps, userId));
  return tellOwed(deps, options, user);
}

/** Stripe need not be asked of those who have nothing that could change; Discord told of all at once. */
function sourcesFor({ payments }: CheckDeps, { bought }: CheckOptions, { stripe }: User, { customerId }: News) {
  const isAsked = customerId !== undefined || stripe?.subscriptions.some(isLive);
  const entitlements: Pick<AppEntitlements, 'of'> | undefined = bought && {
    of: async (userId) => ({ kind: 'ok', value: bought.get(userId) ?? [] }),
  };
  return { payments: isAsked ? payments : undefined, entitlements };
}

const differ = ({ differences }: CheckOptions, was: User, is: User, repaired: boolean): void =>
  differences.add({
    userId: is.id,
    what: standingOf(was.subscription) === standingOf(is.subscription) ? 'facts' : 'tier',
    was: inShort(was.subscription),
    is: inShort(is.subscription),
    repaired,
  });

async function tellOwed(deps: CheckDeps, { differences }: CheckOptions, user: User): Promise<User> {
  const owed = user.notices.map(({ kind }) => kind);
  if (owed.length === 0) return user;
  await untilDone(deps, () => tellNotices(deps, user.id));
  differences.add({ userId: user.id, what: 'notices', was: `owed: ${owed.join(', ')}`, is: 'told', repaired: true });
  return user;
}
