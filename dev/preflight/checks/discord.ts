import { createDiscord, type Discord } from '../../setup-discord/discord.ts';
import { inviteUrl, missingPermissions } from '../../setup-discord/permissions.ts';
import { type Check, type Checks, type Fact, Found, fact, fail, pass, warning } from '../check.ts';
import type { Checking } from '../checking.ts';
import { channelChecks } from './discord-channels.ts';
import { commandsCheck } from './discord-commands.ts';
import { doorChecks } from './discord-doors.ts';
import { type Facts, SERVER, type Server } from './discord-facts.ts';
import { roleChecks, tierRoles } from './discord-roles.ts';

const TOKEN = 'bot token';
const PORTAL = 'https://discord.com/developers/applications';
/** So that the client's own words are heard before the check's time is over. */
const PATIENCE = 0.6;

export function discordChecks(checking: Checking): Checks {
  const { config } = checking.settings;
  const { baseUrl, token, guildId } = config.discord;
  const client = fact(TOKEN, () => createDiscord({ baseUrl, token }, checking.timeoutMs * PATIENCE));
  const application = fact(TOKEN, async () => (await client.read()).application(), checking.timeoutMs);
  const server = fact(
    SERVER,
    async () => {
      // Without a token that is taken, everything that follows would be refused.
      const { id } = await application.known();
      return readServer(await client.known(), guildId, id);
    },
    checking.timeoutMs,
  );
  const facts: Facts = { client, application, server, roles: tierRoles(config, server) };
  return {
    checks: [
      ...applicationChecks(checking, facts),
      ...serverChecks(facts),
      ...roleChecks(facts),
      ...channelChecks(config, facts),
      commandsCheck(guildId, facts),
      ...doorChecks(checking, facts),
    ],
  };
}

async function readServer(discord: Discord, guildId: string | undefined, applicationId: string): Promise<Server> {
  if (guildId === undefined)
    throw new Found(warning('DISCORD_GUILD_ID is not set: roles and channels cannot be checked', 'set it'));
  const guild = await discord.guild(guildId);
  if (!guild)
    throw new Found(
      fail(
        'the bot is not in it',
        `set DISCORD_GUILD_ID right, or invite the bot: ${inviteUrl(applicationId, guildId)}`,
      ),
    );
  const botId = await discord.botId();
  const [held, channels] = await Promise.all([discord.roleIdsOf(guildId, botId), discord.channels(guildId)]);
  return { guildId, guild, botId, channels, botRoles: guild.roles.filter(({ id }) => held.includes(id)) };
}

const NEEDS = ['DISCORD_BOT_TOKEN', 'DISCORD_API_BASE_URL'] as const;

const applicationChecks = ({ settings: { config } }: Checking, { application }: Facts): readonly Check[] => [
  { name: TOKEN, needs: NEEDS, look: async () => pass(`of ${(await application.read()).name}`) },
  {
    name: 'application id',
    needs: [...NEEDS, 'DISCORD_APPLICATION_ID'],
    look: async () => {
      const { id } = await application.known();
      return id === config.discord.applicationId
        ? pass(id)
        : fail('the token is of another application', `set DISCORD_APPLICATION_ID to ${id}, or the token right`);
    },
  },
  {
    name: 'public key',
    needs: [...NEEDS, 'DISCORD_PUBLIC_KEY'],
    look: async () => {
      const { verify_key: key } = await application.known();
      return key.toLowerCase() === config.discord.publicKey.toLowerCase()
        ? pass('that of the application')
        : fail('not that of the application', `set DISCORD_PUBLIC_KEY to ${key} (${PORTAL}, General Information)`);
    },
  },
];

function serverChecks({
  server,
  application,
}: { server: Fact<Server> } & Pick<Facts, 'application'>): readonly Check[] {
  const needs = [...NEEDS, 'DISCORD_GUILD_ID'] as const;
  return [
    { name: SERVER, needs, look: async () => pass(`the bot is in “${(await server.read()).guild.name}”`) },
    {
      name: 'permissions',
      needs,
      look: async () => {
        const { guild, guildId, botRoles } = await server.known();
        const everyone = guild.roles.filter(({ id }) => id === guildId);
        const held = [...everyone, ...botRoles].reduce((all, { permissions }) => all | permissions, 0n);
        const missing = missingPermissions(held);
        if (missing.length === 0) return pass('all that the bot needs');
        const { id } = await application.known();
        return fail(
          `the bot lacks ${missing.join(', ')}`,
          `give them to its role in Server Settings → Roles, or invite it again: ${inviteUrl(id, guildId)}`,
        );
      },
    },
  ];
}
