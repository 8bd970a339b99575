import type { DiscordEntitlement } from '../domain/account/billing-facts.ts';
import type { DiscordResult } from './discord.ts';

/** Discord's code: the user is not in the guild. */
export const UNKNOWN_MEMBER = 10007;

export interface GuildMember {
  readonly userId: string;
  readonly roleIds: readonly string[];
}

/** The members of our guild and their roles, within Discord's limits. A `permanent` result carries Discord's code. */
export interface GuildRoles {
  member(userId: string): Promise<DiscordResult<GuildMember>>;
  /** Idempotent. */
  giveRole(userId: string, roleId: string): Promise<DiscordResult<undefined>>;
  /** Idempotent. */
  takeRole(userId: string, roleId: string): Promise<DiscordResult<undefined>>;
  /** Members in ascending order of id, ids greater than `after`; needs the Server Members intent (else 50001). */
  membersAfter(
    after: string | undefined,
    limit: number,
  ): Promise<DiscordResult<{ readonly members: readonly GuildMember[]; readonly next: string | undefined }>>;
}

/** What was bought inside Discord: entitlements to SKUs that we map to tiers, neither deleted nor ended. */
export interface AppEntitlements {
  of(userId: string): Promise<DiscordResult<readonly DiscordEntitlement[]>>;
  /** Of all users, in ascending order of id. */
  after(cursor: string | undefined): Promise<
    DiscordResult<{
      readonly items: readonly { readonly userId: string; readonly entitlement: DiscordEntitlement }[];
      readonly next: string | undefined;
    }>
  >;
}
