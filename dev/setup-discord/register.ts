import type { Listener } from '../setup/report.ts';
import { sameCommands, shareNames } from './commands.ts';
import type { CommandDefinition, Discord } from './discord.ts';

/** What is registered now. */
export interface RegisteredCommands {
  /** In this server alone. */
  readonly here: readonly unknown[];
  readonly everywhere: readonly unknown[];
}

interface CommandsRequest {
  readonly discord: Discord;
  readonly applicationId: string;
  readonly guildId: string;
  readonly commands: readonly CommandDefinition[];
  readonly present: RegisteredCommands;
  /** Whether the commands are for every server that the bot is in. */
  readonly isGlobal: boolean;
  readonly tell: Listener;
}

/**
 * The commands are registered once: what stands in every server shows twice in one that has it for itself as well. What other
 * servers have is renewed with --global alone.
 */
export async function ensureCommands(request: CommandsRequest): Promise<void> {
  const { discord, applicationId, guildId, commands, isGlobal, tell } = request;
  const { here, everywhere } = request.present;
  const areGlobal = isGlobal || shareNames(everywhere, commands);
  const present = areGlobal ? everywhere : here;
  const what = `${commands.length} commands, in ${areGlobal ? 'every' : 'this'} server`;
  if (sameCommands(present, commands)) tell.step({ outcome: 'already right', what });
  else if (areGlobal && !isGlobal)
    tell.problem(
      'the commands of every server differ from these',
      'The commands are registered for every server that the bot is in, and differ from these: run this with --global to renew them.',
    );
  else {
    await discord.registerCommands(applicationId, areGlobal ? undefined : guildId, commands);
    tell.step({ outcome: present.length === 0 ? 'registered' : 'changed', what });
  }
  if (areGlobal && here.length > 0) {
    await discord.registerCommands(applicationId, guildId, []);
    tell.step({ outcome: 'changed', what: 'no commands of this server alone: each would show twice' });
  }
}
