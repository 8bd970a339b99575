import { COMMAND_DEFINITIONS } from '../../shared/discord/commands/registration.ts';
import type { DiscordStandIn } from '../stand-ins/discord/server.ts';
import { BOT_TOKEN } from './surroundings.ts';

/** Registers the commands as `npm run setup:discord` would, and has interactions sent to the app. */
export async function openForInteractions(discord: DiscordStandIn, appUrl: string): Promise<void> {
  const answer = await fetch(
    `${discord.url}/applications/${discord.applicationId}/guilds/${discord.guildId}/commands`,
    {
      method: 'PUT',
      headers: { authorization: `Bot ${BOT_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(COMMAND_DEFINITIONS),
    },
  );
  if (!answer.ok) throw new Error(`The Discord stand-in refuses our commands: ${await answer.text()}`);
  discord.endpoint(`${appUrl}/api/discord/interactions`);
}
