import { PermissionFlagsBits as Bits } from 'discord-api-types/v10';
import { COMMAND_DEFINITIONS } from '../../../shared/discord/commands/registration.ts';
import type { Role } from '../../stand-ins/discord/guild.ts';
import { type Broken, settingOf } from './case.ts';
import type { World } from './world.ts';

/** Changes the bot's role, as only a person can. */
const changeBotRole = ({ discord }: World, changes: Partial<Role>): (() => void) => {
  const roles = discord.guild.roles as Map<string, Role>;
  const role = roles.get(discord.guild.botRoleId);
  if (!role) throw new Error('the bot has no role');
  roles.set(role.id, { ...role, ...changes });
  return () => roles.set(role.id, role);
};

/** Changes who may do what in a channel; undefined: takes the overwrite away. */
const overwrite = async (world: World, channel: string, id: string, bits?: { allow: bigint; deny: bigint }) => {
  const kept = world.discord.guild.channels.get(channel)?.overwrites.find((one) => one.id === id);
  const set = (wish: { allow: bigint; deny: bigint } | undefined) => {
    const path = `/channels/${channel}/permissions/${id}`;
    return wish
      ? world.callDiscord('PUT', path, { type: 0, allow: String(wish.allow), deny: String(wish.deny) })
      : world.callDiscord('DELETE', path);
  };
  await set(bits);
  return () => set(kept);
};

const register = async (world: World, commands: readonly object[]) => {
  const { applicationId, guildId } = world.discord;
  const put = (list: readonly object[]) =>
    world.callDiscord('PUT', `/applications/${applicationId}/guilds/${guildId}/commands`, [...list]);
  await put(commands);
  return () => put(COMMAND_DEFINITIONS);
};

const SHARP_CHANNEL = 'DISCORD_SHARP_CHANNEL_ID';
const VIEW = { allow: Bits.ViewChannel, deny: 0n };

export const BROKEN_DISCORD: readonly Broken[] = [
  {
    what: 'the bot’s token is wrong',
    settings: () => ({ DISCORD_BOT_TOKEN: 'another-bot-token' }),
    odd: { 'discord: bot token': 'fail' },
    says: 'Discord does not take DISCORD_BOT_TOKEN. →',
  },
  {
    what: 'the application is another',
    settings: () => ({ DISCORD_APPLICATION_ID: '1234' }),
    odd: { 'discord: application id': 'fail' },
    says: 'the token is of another application',
  },
  {
    what: 'the bot was not invited',
    settings: () => ({ DISCORD_GUILD_ID: '999000000000000009' }),
    odd: { 'discord: server': 'fail' },
    says: 'invite the bot: https://discord.com/oauth2/authorize?',
  },
  {
    what: 'the bot lacks a permission',
    breaks: (world) => {
      const held = world.discord.guild.roles.get(world.discord.guild.botRoleId)?.permissions ?? 0n;
      return changeBotRole(world, { permissions: held & ~Bits.ManageRoles & ~Bits.ManageChannels });
    },
    odd: { 'discord: permissions': 'fail' },
    says: 'the bot lacks Manage Channels, Manage Roles',
  },
  {
    what: 'the bot’s role stands below a tier’s',
    breaks: (world) => changeBotRole(world, { position: 0 }),
    odd: { 'discord: role order': 'fail' },
    says: 'drag the role OddsTracker above Starter, Core, Sharp',
  },
  {
    what: 'two roles are swapped',
    settings: (world) => ({
      DISCORD_ROLE_CORE_ID: settingOf(world, 'DISCORD_ROLE_SHARP_ID'),
      DISCORD_ROLE_SHARP_ID: settingOf(world, 'DISCORD_ROLE_CORE_ID'),
    }),
    odd: { 'discord: tier roles': 'fail' },
    says: 'DISCORD_ROLE_CORE_ID is the role Sharp; DISCORD_ROLE_SHARP_ID is the role Core',
  },
  {
    what: 'a role is gone',
    settings: () => ({ DISCORD_ROLE_STARTER_ID: '999000000000000001' }),
    odd: { 'discord: tier roles': 'fail' },
    says: 'DISCORD_ROLE_STARTER_ID is no role of the server',
  },
  {
    what: 'a channel is gone',
    settings: () => ({ DISCORD_ALERTS_CHANNEL_ID: '999000000000000002' }),
    odd: { 'discord: #odds-alerts': 'fail' },
    says: 'the server has no such channel',
  },
  {
    what: 'a channel can be read by everybody',
    breaks: (world) => overwrite(world, settingOf(world, SHARP_CHANNEL), world.discord.guildId),
    odd: { 'discord: who reads #sharp-signals': 'fail' },
    says: 'everybody can read it → npm run setup:discord',
  },
  {
    what: 'a channel can be read by a tier that has not paid for it',
    breaks: (world) =>
      overwrite(world, settingOf(world, SHARP_CHANNEL), settingOf(world, 'DISCORD_ROLE_CORE_ID'), VIEW),
    odd: { 'discord: who reads #sharp-signals': 'fail' },
    says: 'Core can read it, and has not paid for it',
  },
  {
    what: 'a channel cannot be read by a tier that has paid for it',
    breaks: (world) =>
      overwrite(world, settingOf(world, 'DISCORD_ALERTS_CHANNEL_ID'), settingOf(world, 'DISCORD_ROLE_STARTER_ID')),
    odd: { 'discord: who reads #odds-alerts': 'fail' },
    says: 'Starter cannot read it',
  },
  {
    what: 'a command is missing',
    breaks: (world) => register(world, COMMAND_DEFINITIONS.slice(1)),
    odd: { 'discord: commands': 'fail' },
    says: `not registered: /${COMMAND_DEFINITIONS[0]?.name} → npm run setup:discord`,
  },
  {
    what: 'a command is of another version',
    breaks: (world) =>
      register(
        world,
        COMMAND_DEFINITIONS.map((command, at) => (at === 1 ? { ...command, description: 'Another' } : command)),
      ),
    odd: { 'discord: commands': 'fail' },
    says: `of another version: /${COMMAND_DEFINITIONS[1]?.name}`,
  },
  {
    what: 'interactions go nowhere',
    breaks: ({ discord, values }) => {
      discord.endpoint(undefined);
      return () => discord.endpoint(`${values['PUBLIC_BASE_URL']}/api/discord/interactions`);
    },
    odd: { 'discord: interactions endpoint': 'fail' },
    says: 'Discord does not know where the app is',
  },
  {
    what: 'interactions go to another app',
    breaks: ({ discord, values }) => {
      discord.endpoint('https://old.example.com/api/discord/interactions');
      return () => discord.endpoint(`${values['PUBLIC_BASE_URL']}/api/discord/interactions`);
    },
    odd: { 'discord: interactions endpoint': 'warning' },
    says: 'https://old.example.com/api/discord/interactions, and not at',
  },
  {
    what: 'purchases inside Discord are not told',
    breaks: async ({ callDiscord }) => {
      await callDiscord('PATCH', '/applications/@me', { event_webhooks_types: ['APPLICATION_AUTHORIZED'] });
      const types = ['ENTITLEMENT_CREATE', 'ENTITLEMENT_UPDATE', 'ENTITLEMENT_DELETE'];
      return () => callDiscord('PATCH', '/applications/@me', { event_webhooks_types: types });
    },
    odd: { 'discord: webhook events': 'fail' },
    says: 'Discord does not tell of all that is bought there',
  },
  {
    what: 'what is sold inside Discord is gone',
    settings: () => ({ DISCORD_SKU_CORE_ID: '999000000000000003' }),
    odd: { 'discord: sold inside Discord': 'fail' },
    says: 'there is no SKU 999000000000000003',
  },
];
