import type { Tier } from '../../shared/domain/account/account.ts';
import type { ChannelName } from '../../shared/domain/account/channels.ts';
import { ensureChannels } from './channels.ts';
import { sameCommands, shareNames } from './commands.ts';
import type { Application, CommandDefinition, Discord, Guild } from './discord.ts';
import { isMade } from './dry-run.ts';
import { inviteUrl, missingPermissions } from './permissions.ts';
import type { Listener } from './report.ts';
import { checkRank, ensureRoles } from './roles.ts';

/** Ids that the settings name already. */
export interface StoredIds {
  readonly roles: Readonly<Partial<Record<Tier, string>>>;
  readonly channels: Readonly<Partial<Record<ChannelName, string>>>;
}

export interface SetupRequest {
  readonly discord: Discord;
  readonly guildId: string;
  readonly stored: StoredIds;
  readonly commands: readonly CommandDefinition[];
  /** Whether the commands are for every server that the bot is in. */
  readonly isGlobal: boolean;
  /** Where interactions are to be sent; undefined: as it is. */
  readonly endpoint: string | undefined;
  readonly tell: Listener;
}

/**
 * Makes the server ready, and answers the settings to store, without those of what a dry run did not make. Throws when the bot is
 * not in the server, may not do what it has to, or is refused by Discord: the error says what to do.
 */
export async function setUp(request: SetupRequest): Promise<Readonly<Record<string, string>>> {
  const { discord, guildId, stored, tell } = request;
  const application = await discord.application();
  const botId = await discord.botId();
  const guild = await discord.guild(guildId);
  if (!guild)
    throw new Error(
      `The bot of ${application.name} is not in the server ${guildId} (DISCORD_GUILD_ID). Invite it, then run this again:\n  ${inviteUrl(application.id, guildId)}`,
    );
  const botRoles = await rolesOfBot(discord, guildId, botId, guild);
  checkPermissions(botRoles, application, guildId);
  tell.step({ outcome: 'already right', what: `the bot of ${application.name} is in ${JSON.stringify(guild.name)}` });

  const roles = await ensureRoles({ discord, guildId, present: guild.roles, stored: stored.roles, tell });
  // New roles stand at the bottom, below every role that was there.
  const present = Object.values(roles).filter(({ id }) => guild.roles.some((role) => role.id === id));
  checkRank(
    botRoles.filter(({ id }) => id !== guildId),
    present,
    tell,
  );
  const channels = await ensureChannels({
    ...{ discord, guildId, botId, roles, tell },
    present: guild.roles,
    stored: stored.channels,
  });
  await ensureCommands(request, application.id);
  await ensureEndpoint(request, application);
  const settings = {
    DISCORD_APPLICATION_ID: application.id,
    DISCORD_PUBLIC_KEY: application.verify_key,
    DISCORD_GUILD_ID: guildId,
    DISCORD_ROLE_STARTER_ID: roles.starter.id,
    DISCORD_ROLE_CORE_ID: roles.core.id,
    DISCORD_ROLE_SHARP_ID: roles.sharp.id,
    DISCORD_ALERTS_CHANNEL_ID: channels['odds-alerts'],
    DISCORD_SHARP_CHANNEL_ID: channels['sharp-signals'],
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => isMade(value)));
}

async function rolesOfBot(discord: Discord, guildId: string, botId: string, guild: Guild) {
  const held = await discord.roleIdsOf(guildId, botId);
  // @everyone has the id of the server.
  return guild.roles.filter(({ id }) => id === guildId || held.includes(id));
}

function checkPermissions(botRoles: Guild['roles'], application: Application, guildId: string): void {
  const missing = missingPermissions(botRoles.reduce((held, { permissions }) => held | permissions, 0n));
  if (missing.length > 0)
    throw new Error(
      `The bot lacks permissions in the server: ${missing.join(', ')}. Give them to its role in Server Settings → Roles, or invite it again, which adds them, then run this again:\n  ${inviteUrl(application.id, guildId)}`,
    );
}

/**
 * The commands are registered once: what stands in every server shows twice in one that has it for itself as well. What other
 * servers have is renewed with --global alone.
 */
async function ensureCommands(request: SetupRequest, applicationId: string): Promise<void> {
  const { discord, guildId, commands, isGlobal, tell } = request;
  const here = await discord.commands(applicationId, guildId);
  const everywhere = await discord.commands(applicationId, undefined);
  const areGlobal = isGlobal || shareNames(everywhere, commands);
  const isRight = sameCommands(areGlobal ? everywhere : here, commands);
  const what = `${commands.length} commands, in ${areGlobal ? 'every' : 'this'} server`;
  if (isRight) tell.step({ outcome: 'already right', what });
  else if (areGlobal && !isGlobal)
    tell.problem(
      'the commands of every server differ from these',
      'The commands are registered for every server that the bot is in, and differ from these: run this with --global to renew them.',
    );
  else {
    await discord.registerCommands(applicationId, areGlobal ? undefined : guildId, commands);
    tell.step({ outcome: 'changed', what });
  }
  if (areGlobal && here.length > 0) {
    await discord.registerCommands(applicationId, guildId, []);
    tell.step({ outcome: 'changed', what: 'no commands of this server alone: each would show twice' });
  }
}

async function ensureEndpoint({ discord, endpoint, tell }: SetupRequest, application: Application): Promise<void> {
  const present = application.interactions_endpoint_url ?? undefined;
  const what = `interactions go to ${endpoint}`;
  if (endpoint === undefined) {
    if (present === undefined)
      tell.note(
        'Discord does not know yet where the app is: once it runs, --endpoint https://HOST/api/discord/interactions.',
      );
  } else if (present === endpoint) tell.step({ outcome: 'already right', what });
  else if (await discord.setEndpoint(endpoint)) tell.step({ outcome: 'changed', what });
  else
    tell.problem(
      'interactions endpoint',
      `Discord does not take ${endpoint}: it tried the address, and the app did not answer as it has to. Start the app there with the DISCORD_PUBLIC_KEY above, then run this again.`,
    );
}
