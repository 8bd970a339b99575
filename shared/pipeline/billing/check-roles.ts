import { newUser, type User } from '../../domain/account/account.ts';
import { asOf } from '../../domain/account/entitlement.ts';
import { TIERS } from '../../domain/account/tier.ts';
import { type GuildMember, type GuildRoles, UNKNOWN_MEMBER } from '../../ports/guild.ts';
import type { CheckDeps, CheckOptions } from './check-user.ts';
import type { Failures } from './failures.ts';
import { untilDone, untilSettled } from './patiently.ts';
import { roleChanges, syncRoles } from './sync-roles.ts';

const PAGE_SIZE = 1000;

interface CheckedRoles {
  readonly members: number;
  readonly notes: readonly string[];
}

/**
 * Compares the tier roles of all members with what is on record, and repairs them. Who neither has a role of ours nor ever had to do
 * with money is passed over.
 */
export async function checkRoles(
  deps: CheckDeps,
  options: CheckOptions,
  subscribers: ReadonlySet<string>,
  failures: Failures,
): Promise<CheckedRoles> {
  const { guild } = deps;
  if (!guild) return { members: 0, notes: ['No server is set up (DISCORD_GUILD_ID): roles were not looked at.'] };
  let members = 0;
  for (let after: string | undefined; ; ) {
    const listed = await untilSettled(deps, () => guild.membersAfter(after, PAGE_SIZE));
    if (listed.kind === 'permanent') return singly(deps, options, guild, subscribers, failures, listed);
    for (const member of listed.value.members)
      if (subscribers.has(member.userId) || holdsOurs(deps, member))
        await failures.orNote({ userId: member.userId }, () => checkMember(deps, options, member));
    members += listed.value.members.length;
    if (listed.value.next === undefined) return { members, notes: [] };
    after = listed.value.next;
  }
}

const holdsOurs = ({ roles }: CheckDeps, { roleIds }: GuildMember): boolean =>
  TIERS.some((tier) => roleIds.some((id) => id === roles[tier]));

/** Without the right to list members each subscriber is asked for; who holds a role and never subscribed is not found so. */
async function singly(
  deps: CheckDeps,
  options: CheckOptions,
  guild: GuildRoles,
  subscribers: ReadonlySet<string>,
  failures: Failures,
  { code, reason }: { readonly code: number; readonly reason: string },
): Promise<CheckedRoles> {
  let members = 0;
  for (const userId of subscribers) {
    const member = await untilSettled(deps, () => guild.member(userId));
    if (member.kind === 'ok') {
      members++;
      await failures.orNote({ userId }, () => checkMember(deps, options, member.value));
    } else if (member.code !== UNKNOWN_MEMBER)
      deps.telemetry.error('role_denied', { userId, code: member.code, reason: member.reason });
  }
  const note = `Discord does not list the server’s members (${code}: ${reason}), which needs the Server Members intent: only subscribers were looked at, one by one.`;
  return { members, notes: [note] };
}

async function checkMember(deps: CheckDeps, options: CheckOptions, member: GuildMember): Promise<void> {
  const { userId, roleIds } = member;
  const stored = await deps.users.read({ id: userId, partition: userId });
  const user: User = asOf(stored?.value ?? newUser(userId), deps.now());
  const { give, take } = roleChanges(deps.roles, user, roleIds);
  if (give.length + take.length === 0) return;
  const ours = roleIds.filter((id) => TIERS.some((tier) => deps.roles[tier] === id));
  const synced = options.dryRun ? undefined : await untilDone(deps, () => syncRoles(deps, userId));
  options.differences.add({
    userId,
    what: 'roles',
    was: namesOf(deps, ours),
    is: namesOf(deps, [...ours.filter((id) => !take.includes(id)), ...give]),
    repaired: synced === 'changed' || synced === 'same',
  });
}

const namesOf = ({ roles }: CheckDeps, roleIds: readonly string[]): string =>
  TIERS.filter((tier) => roleIds.some((id) => id === roles[tier])).join(' and ') || 'none';
