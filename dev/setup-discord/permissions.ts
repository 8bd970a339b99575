import { PermissionFlagsBits as Bits } from 'discord-api-types/v10';
import { z } from 'zod';

/** A bit set as Discord sends it: decimal digits. */
export const bitsSchema = z.string().regex(/^\d+$/).transform(BigInt);

/** What the bot needs, as Discord's own pages call it: a bot can allow and deny others only what it may do itself. */
const NEEDED = {
  'View Channels': Bits.ViewChannel,
  'Manage Channels': Bits.ManageChannels,
  'Manage Roles': Bits.ManageRoles,
  'Send Messages': Bits.SendMessages,
  'Send Messages in Threads': Bits.SendMessagesInThreads,
  'Create Public Threads': Bits.CreatePublicThreads,
  'Create Private Threads': Bits.CreatePrivateThreads,
  'Embed Links': Bits.EmbedLinks,
  'Read Message History': Bits.ReadMessageHistory,
} as const;

/** What nobody is to get by a subscription. */
const POWERS = {
  Administrator: Bits.Administrator,
  'Manage Server': Bits.ManageGuild,
  'Manage Channels': Bits.ManageChannels,
  'Manage Roles': Bits.ManageRoles,
  'Manage Webhooks': Bits.ManageWebhooks,
  'Manage Messages': Bits.ManageMessages,
  'Manage Threads': Bits.ManageThreads,
  'Kick Members': Bits.KickMembers,
  'Ban Members': Bits.BanMembers,
  'Time out members': Bits.ModerateMembers,
  'Mention everyone': Bits.MentionEveryone,
} as const;

const named = (permissions: Readonly<Record<string, bigint>>, holds: (bit: bigint) => boolean): string[] =>
  Object.entries(permissions).flatMap(([name, bit]) => (holds(bit) ? [name] : []));

/** What the bot lacks in the server. An administrator lacks nothing. */
export const missingPermissions = (held: bigint): string[] =>
  (held & Bits.Administrator) !== 0n ? [] : named(NEEDED, (bit) => (held & bit) === 0n);

export const powersOf = (permissions: bigint): string[] => named(POWERS, (bit) => (permissions & bit) !== 0n);

/** Where a person invites the bot with all that it needs; for a bot that is there already, it adds what is missing. */
export const inviteUrl = (applicationId: string, guildId: string): string => {
  const permissions = Object.values(NEEDED).reduce((all, bit) => all | bit, 0n);
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: 'bot applications.commands',
    permissions: String(permissions),
    guild_id: guildId,
  });
  return `https://discord.com/oauth2/authorize?${query}`;
};
