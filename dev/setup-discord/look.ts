import type { ChannelName } from '../../shared/domain/account/channels.ts';
import type { Tier } from '../../shared/domain/account/tier.ts';
import { findChannels, type KnownChannels } from './channels.ts';
import type { Application, Discord, Guild, Role } from './discord.ts';
import { inviteUrl, missingPermissions } from './permissions.ts';
import type { RegisteredCommands } from './register.ts';
import { findRoles, type KnownRoles } from './roles.ts';
import { findSkus, type TierSkus } from './skus.ts';

/** Ids that the settings name already. */
export interface StoredIds {
  readonly roles: Readonly<Partial<Record<Tier, string>>>;
  readonly channels: Readonly<Partial<Record<ChannelName, string>>>;
  readonly skus: TierSkus;
}

interface LookRequest {
  readonly discord: Discord;
  readonly guildId: string;
  readonly stored: StoredIds;
}

/** What is there. */
export interface Found {
  readonly application: Application;
  /** The bot's user. */
  readonly botId: string;
  readonly guild: Guild;
  /** Without @everyone. */
  readonly botRoles: readonly Role[];
  readonly roles: KnownRoles;
  readonly channels: KnownChannels;
  readonly commands: RegisteredCommands;
  readonly skus: TierSkus;
}

/**
 * Reads all that the setup has to know before it changes anything. Throws when the bot is not in the server, may not do what it has
 * to, or what is there leaves a doubt: the error says what to do.
 */
export async function look({ discord, guildId, stored }: LookRequest): Promise<Found> {
  const application = await discord.application();
  const botId = await discord.botId();
  const guild = await discord.guild(guildId);
  if (!guild) throw new Error(notThere(application, guildId));
  const held = await discord.roleIdsOf(guildId, botId);
  // @everyone has the id of the server.
  const botRoles = guild.roles.filter(({ id }) => id === guildId || held.includes(id));
  checkPermissions(botRoles, application, guildId);

  const doubts: string[] = [];
  const doubt = (text: string): void => void doubts.push(text);
  const found = {
    ...{ application, botId, guild },
    botRoles: botRoles.filter(({ id }) => id !== guildId),
    roles: findRoles(guild.roles, stored.roles, doubt),
    channels: findChannels(await discord.channels(guildId), stored.channels, doubt),
    commands: {
      here: await discord.commands(application.id, guildId),
      everywhere: await discord.commands(application.id, undefined),
    },
    skus: findSkus(await discord.skus(application.id), stored.skus, doubt),
  };
  if (doubts.length > 0)
    throw new Error([...doubts, 'Nothing was changed: mend that, then run this again.'].join('\n'));
  return found;
}

const notThere = ({ id, name }: Application, guildId: string): string =>
  [
    `The bot of ${name} is in no server with the id ${guildId} (DISCORD_GUILD_ID). If that is your server’s id, invite the bot, then run this again:`,
    `  ${inviteUrl(id, guildId)}`,
    'Else set it right: with Developer Mode on (User Settings → Advanced), a right click on the server has “Copy Server ID”.',
  ].join('\n');

function checkPermissions(botRoles: readonly Role[], application: Application, guildId: string): void {
  const missing = missingPermissions(botRoles.reduce((held, { permissions }) => held | permissions, 0n));
  if (missing.length > 0)
    throw new Error(
      `The bot lacks permissions in the server: ${missing.join(', ')}. Give them to its role in Server Settings → Roles, or invite it again, which adds them, then run this again:\n  ${inviteUrl(application.id, guildId)}`,
    );
}
