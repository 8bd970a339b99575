import { basePermissions, channelPermissions, includes, Permission } from '../../stand-ins/discord/permissions.ts';
import type { DiscordClient } from './client.ts';
import type { LockedChannelView } from './model.ts';

type Guild = Pick<DiscordClient, 'guildId' | 'guild'>;
type Role = DiscordClient['guild']['roles'] extends ReadonlyMap<string, infer R> ? R : never;
type Channel = DiscordClient['guild']['channels'] extends ReadonlyMap<string, infer C> ? C : never;

const CATEGORY = 4;

/** Whether who carries these roles sees a channel and what is written there. */
const reads = ({ guildId, guild }: Guild, channel: Channel, userId: string, roleIds: ReadonlySet<string>): boolean => {
  const roles = [...guild.roles.values()].filter(({ id }) => id === guildId || roleIds.has(id));
  const may = channelPermissions(basePermissions(roles), channel.overwrites, { guildId, userId, roleIds });
  return includes(may, Permission.ViewChannel);
};

const byPosition = (a: Role, b: Role): number => a.position - b.position;

const readersOf = (client: Guild, channel: Channel): readonly string[] =>
  [...client.guild.roles.values()]
    .filter(({ id, isManaged }) => id !== client.guildId && !isManaged && reads(client, channel, '', new Set([id])))
    .sort(byPosition)
    .map(({ name }) => name);

/** The channels that somebody cannot read, by the guild's overwrites; all of them for who is not in the guild. */
export const lockedChannels = (client: Guild, userId: string, isMember: boolean): readonly LockedChannelView[] => {
  const held = client.guild.rolesOf(userId);
  return [...client.guild.channels.values()]
    .filter((channel) => channel.type !== CATEGORY && !(isMember && reads(client, channel, userId, held)))
    .map((channel) => ({ id: channel.id, name: channel.name, readers: readersOf(client, channel) }));
};

/** The roles that somebody was given, the highest first, as they stand beside their name. */
export const shownRoles = ({ guild }: Guild, userId: string): readonly Role[] =>
  [...guild.rolesOf(userId)].flatMap((id) => guild.roles.get(id) ?? []).sort((a, b) => byPosition(b, a));
