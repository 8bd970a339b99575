import { z } from 'zod';
import type { GuildMember, GuildRoles } from '../../ports/guild.ts';
import { call, type DiscordCall, type DiscordRestOptions, empty, jsonOf } from './call.ts';
import { MEMBER_LISTS, MEMBER_READS, ROLE_CHANGES } from './limiter.ts';

interface GuildRolesOptions extends DiscordRestOptions {
  readonly guildId: string;
}

/** Discord's own bound. */
const MOST_MEMBERS = 1000;
const REASON = 'OddsTracker: follows the subscription';

const snowflake = z.string().regex(/^\d{1,20}$/);
const memberSchema = z
  .object({ user: z.object({ id: snowflake }), roles: z.array(snowflake) })
  .transform(({ user, roles }): GuildMember => ({ userId: user.id, roleIds: roles }));
const membersSchema = z.array(memberSchema);

const byId = (a: GuildMember, b: GuildMember): number => (BigInt(a.userId) < BigInt(b.userId) ? -1 : 1);

/** Throws as `createDiscordRest` does. A member whom Discord does not know is a `permanent` result, code 10007. */
export const createGuildRoles = ({ guildId, ...options }: GuildRolesOptions): GuildRoles => {
  const members = `/guilds/${guildId}/members`;
  const changeRole = (userId: string, roleId: string, method: 'PUT' | 'DELETE'): DiscordCall<undefined> => ({
    name: method === 'PUT' ? 'give-role' : 'take-role',
    limit: ROLE_CHANGES,
    method,
    path: `${members}/${userId}/roles/${roleId}`,
    reason: REASON,
    read: empty,
  });

  return {
    member: (userId) =>
      call(options, {
        name: 'read-member',
        limit: MEMBER_READS,
        method: 'GET',
        path: `${members}/${userId}`,
        read: jsonOf(memberSchema),
      }),
    giveRole: (userId, roleId) => call(options, changeRole(userId, roleId, 'PUT')),
    takeRole: (userId, roleId) => call(options, changeRole(userId, roleId, 'DELETE')),
    async membersAfter(after, most) {
      const limit = Math.min(Math.max(1, Math.floor(most)), MOST_MEMBERS);
      const listed = await call(options, {
        name: 'list-members',
        limit: MEMBER_LISTS,
        method: 'GET',
        path: `${members}?${new URLSearchParams({ limit: String(limit), after: after ?? '0' })}`,
        read: jsonOf(membersSchema),
      });
      if (listed.kind !== 'ok') return listed;
      const page = listed.value.toSorted(byId);
      return { kind: 'ok', value: { members: page, next: page.length < limit ? undefined : page.at(-1)?.userId } };
    },
  };
};
