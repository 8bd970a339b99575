import { isMade } from '../setup/not-made.ts';
import type { Listener } from '../setup/report.ts';
import { ensureChannels } from './channels.ts';
import type { CommandDefinition, Discord } from './discord.ts';
import { ensureEndpoints } from './endpoints.ts';
import { look, type StoredIds } from './look.ts';
import { ensureCommands } from './register.ts';
import { checkRank, ensureRoles } from './roles.ts';
import { tellSkus } from './skus.ts';

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
 * Makes the server ready, and answers the settings to store, without those of what a dry run did not make. Throws when something
 * stands in the way, before anything is changed, or when Discord refuses a change: the error says what to do.
 */
export async function setUp(request: SetupRequest): Promise<Readonly<Record<string, string>>> {
  const { discord, guildId, commands, isGlobal, endpoint, tell } = request;
  const found = await look(request);
  const { application, botId, guild, skus } = found;
  tell.step({ outcome: 'already right', what: `the bot of ${application.name} is in ${JSON.stringify(guild.name)}` });

  const roles = await ensureRoles({ discord, guildId, known: found.roles, tell });
  // New roles stand at the bottom, below every role that was there.
  checkRank(found.botRoles, Object.values(found.roles), tell);
  const channels = await ensureChannels({
    ...{ discord, guildId, botId, roles, tell },
    present: guild.roles,
    known: found.channels,
  });
  await ensureCommands({
    ...{ discord, guildId, commands, isGlobal, tell },
    applicationId: application.id,
    present: found.commands,
  });
  tellSkus(skus, tell);
  await ensureEndpoints({ discord, application, endpoint, isSelling: Object.keys(skus).length > 0, tell });
  const settings = {
    DISCORD_APPLICATION_ID: application.id,
    DISCORD_PUBLIC_KEY: application.verify_key,
    DISCORD_GUILD_ID: guildId,
    DISCORD_ROLE_STARTER_ID: roles.starter.id,
    DISCORD_ROLE_CORE_ID: roles.core.id,
    DISCORD_ROLE_SHARP_ID: roles.sharp.id,
    DISCORD_ALERTS_CHANNEL_ID: channels['odds-alerts'],
    DISCORD_SHARP_CHANNEL_ID: channels['sharp-signals'],
    ...(skus.starter && { DISCORD_SKU_STARTER_ID: skus.starter }),
    ...(skus.core && { DISCORD_SKU_CORE_ID: skus.core }),
    ...(skus.sharp && { DISCORD_SKU_SHARP_ID: skus.sharp }),
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => isMade(value)));
}
