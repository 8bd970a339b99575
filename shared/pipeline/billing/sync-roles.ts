import { newUser, type User } from '../../domain/account/account.ts';
import { asOf } from '../../domain/account/entitlement.ts';
import { TIERS, type Tier } from '../../domain/account/tier.ts';
import { standingOf } from '../../domain/account/tiers.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DiscordResult } from '../../ports/discord.ts';
import type { Documents } from '../../ports/documents.ts';
import { type GuildMember, type GuildRoles, UNKNOWN_MEMBER } from '../../ports/guild.ts';
import type { Telemetry } from '../../ports/telemetry.ts';

/** A role, or what else stands for it in Discord, by tier; undefined: not set up. */
export type TierIds = Readonly<Record<Tier, string | undefined>>;

export interface SyncRolesDeps {
  /** Not the cache: a role follows what is on record now. */
  readonly users: Documents<User>;
  /** Absent: no guild is set up. */
  readonly guild?: GuildRoles | undefined;
  readonly roles: TierIds;
  readonly telemetry: Telemetry;
  readonly now: Clock;
}

export type RolesSynced =
  | 'same'
  | 'changed'
  | 'not-in-guild'
  | 'denied'
  /** Somebody else, e.g. another bot, changes them back each time. */
  | 'contested'
  | { readonly later: number; readonly reason: string };

/** Which of our roles somebody with this subscription lacks, and which they have to lose. All others are none of our business. */
export function roleChanges(
  roles: TierIds,
  { subscription }: Pick<User, 'subscription'>,
  held: readonly string[],
): { readonly give: readonly string[]; readonly take: readonly string[] } {
  const standing = standingOf(subscription);
  const wanted = standing === 'none' ? undefined : roles[standing];
  const ours = TIERS.map((tier) => roles[tier]).filter((role) => role !== undefined);
  return {
    give: wanted !== undefined && !held.includes(wanted) ? [wanted] : [],
    take: ours.filter((role) => role !== wanted && held.includes(role)),
  };
}

const MOST_PASSES = 5;

/**
 * Makes a member's tier roles equal to what is on record, looking again until nothing is left to change: whoever changed a role last
 * has then looked at the record after it did. Counts `roles_synced{result}`.
 */
export async function syncRoles(deps: SyncRolesDeps, userId: string): Promise<RolesSynced> {
  const synced = await passes(deps, userId);
  deps.telemetry.count('roles_synced', 1, { result: typeof synced === 'string' ? synced : 'later' });
  return synced;
}

async function passes({ guild, ...deps }: SyncRolesDeps, userId: string): Promise<RolesSynced> {
  if (!guild) return 'same';
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const done = await syncOnce({ ...deps, guild }, userId);
    if (done === 'same') return pass === 0 ? 'same' : 'changed';
    if (done !== 'changed') return done;
  }
  // To go on for ever would take the limits from everybody else's roles; the daily comparison tries again.
  deps.telemetry.error('roles_contested', { userId });
  return 'contested';
}

type PassDeps = SyncRolesDeps & { readonly guild: GuildRoles };

async function syncOnce(deps: PassDeps, userId: string): Promise<RolesSynced> {
  const stored = await deps.users.read({ id: userId, partition: userId });
  const member = await deps.guild.member(userId);
  if (member.kind !== 'ok') return refused(deps, userId, member);
  return apply(deps, asOf(stored?.value ?? newUser(userId), deps.now()), member.value);
}

/** Gives before it takes, so that whoever changes tiers is never without one; a role that we may not touch stops no other. */
async function apply(deps: PassDeps, user: User, { roleIds }: GuildMember): Promise<RolesSynced> {
  const { give, take } = roleChanges(deps.roles, user, roleIds);
  const calls = [
    ...give.map((role) => () => deps.guild.giveRole(user.id, role)),
    ...take.map((role) => () => deps.guild.takeRole(user.id, role)),
  ];
  let result: RolesSynced = calls.length === 0 ? 'same' : 'changed';
  for (const call of calls) {
    const answer = await call();
    const failed = answer.kind === 'ok' ? undefined : refused(deps, user.id, answer);
    if (failed !== undefined && failed !== 'denied') return failed;
    result = failed ?? result;
  }
  return result;
}

function refused(
  { telemetry }: PassDeps,
  userId: string,
  result: Exclude<DiscordResult<never>, { kind: 'ok' }>,
): RolesSynced {
  if (result.kind === 'retry') return { later: result.afterMs, reason: result.reason };
  if (result.kind === 'unavailable') return { later: result.afterMs, reason: 'discord-unavailable' };
  if (result.code === UNKNOWN_MEMBER) return 'not-in-guild';
  telemetry.error('role_denied', { userId, code: result.code, reason: result.reason });
  telemetry.count('roles_denied', 1, { code: String(result.code) });
  return 'denied';
}
