import { z } from 'zod';
import { COMMAND_DEFINITIONS } from '../../../shared/discord/commands/registration.ts';
import { sameCommands, shareNames } from '../../setup-discord/commands.ts';
import { type Check, type Finding, fail, pass, warning } from '../check.ts';
import type { Facts } from './discord-facts.ts';

/** Whether Discord knows the commands of this version. */
export const commandsCheck = (guildId: string | undefined, { client, application, server }: Facts): Check => ({
  name: 'commands',
  needs: ['DISCORD_BOT_TOKEN', 'DISCORD_API_BASE_URL', 'DISCORD_GUILD_ID'],
  look: async () => {
    const { id } = await application.known();
    if (guildId !== undefined) await server.known();
    const discord = await client.known();
    const everywhere = await discord.commands(id, undefined);
    const here = guildId === undefined ? [] : await discord.commands(id, guildId);
    // The setup registers in one place or the other: in both, each would show twice.
    if (!shareNames(everywhere, COMMAND_DEFINITIONS)) return differences(here, 'npm run setup:discord');
    const found = differences(everywhere, 'npm run setup:discord -- --global');
    return found.status === 'pass' && here.length > 0
      ? warning('registered for every server, and again for this one', 'npm run setup:discord')
      : found;
  },
});

const namedSchema = z.object({ name: z.string() });
const nameOf = (command: unknown): string => namedSchema.safeParse(command).data?.name ?? '?';
const list = (names: readonly string[]): string => names.map((name) => `/${name}`).join(', ');

function differences(present: readonly unknown[], remedy: string): Finding {
  const names = present.map(nameOf);
  const wanted = COMMAND_DEFINITIONS.map(({ name }) => name);
  const missing = wanted.filter((name) => !names.includes(name));
  const extra = names.filter((name) => !wanted.includes(name));
  const changed = COMMAND_DEFINITIONS.filter(
    (command) =>
      names.includes(command.name) &&
      !sameCommands(
        present.filter((other) => nameOf(other) === command.name),
        [command],
      ),
  ).map(({ name }) => name);
  const said = [
    ...(missing.length > 0 ? [`not registered: ${list(missing)}`] : []),
    ...(changed.length > 0 ? [`of another version: ${list(changed)}`] : []),
    ...(extra.length > 0 ? [`not ours: ${list(extra)}`] : []),
  ];
  return said.length > 0 ? fail(said.join('; '), remedy) : pass(`${wanted.length}, as in this version`);
}
