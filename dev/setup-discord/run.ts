import { COMMAND_DEFINITIONS } from '../../shared/discord/commands/registration.ts';
import { createReport } from '../setup/report.ts';
import { createDiscord } from './discord.ts';
import { dryRun } from './dry-run.ts';
import type { SetupOptions } from './options.ts';
import { readSettings } from './settings.ts';
import { setUp } from './setup.ts';

/** Sets the server up and prints what was done. Throws, at the end, an Error with all that a person has to mend. */
export async function run(options: SetupOptions): Promise<void> {
  const { isDryRun, isGlobal, endpoint } = options;
  const { access, guildId, stored, file, inFile } = await readSettings(options.settings, process.env);
  const { tell, finish } = createReport(options);
  const discord = createDiscord(access);
  const settings = await setUp({
    ...{ guildId, stored, isGlobal, endpoint, tell },
    discord: isDryRun ? dryRun(discord) : discord,
    commands: COMMAND_DEFINITIONS,
  });
  finish({ settings, file, inFile });
}
