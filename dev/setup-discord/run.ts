import { COMMAND_DEFINITIONS } from '../../shared/discord/commands/registration.ts';
import { createDiscord } from './discord.ts';
import { dryRun } from './dry-run.ts';
import type { SetupOptions } from './options.ts';
import type { SetupListener } from './report.ts';
import { readSettings } from './settings.ts';
import { storeSettings } from './settings-file.ts';
import { setUp } from './setup.ts';

/** Sets the server up and prints what was done. Throws, at the end, an Error with all that a person has to mend. */
export async function run({ isDryRun, doesWrite, isGlobal, endpoint, settings: named }: SetupOptions): Promise<void> {
  const { access, guildId, stored, file, inFile } = await readSettings(named, process.env);
  const problems: string[] = [];
  const notes: string[] = [];
  let isChanged = false;
  const tell: SetupListener = {
    step: (step) => {
      isChanged ||= step.outcome !== 'already right';
      console.log(line(isDryRun ? WOULD[step.outcome] : step.outcome, step.what));
    },
    note: (text) => notes.push(text),
    problem: (what, remedy) => {
      problems.push(remedy);
      console.log(line('needs you', what));
    },
  };
  const discord = createDiscord(access);
  const settings = await setUp({
    ...{ guildId, stored, isGlobal, endpoint, tell },
    discord: isDryRun ? dryRun(discord) : discord,
    commands: COMMAND_DEFINITIONS,
  });
  for (const text of notes) console.log(`\n${text}`);
  if (!isChanged && problems.length === 0) console.log('\nNothing had to be changed.');
  // What a dry run did not make has no id yet, and is not stored.
  const isWhole = !(isDryRun && isChanged);
  const isStored = isWhole && Object.entries(settings).every(([name, value]) => inFile[name] === value);
  console.log(isStored ? `\n${file} has all settings.` : settingsText(settings, file));
  if (doesWrite && !isStored) {
    storeSettings(file, settings);
    console.log(`\nThey are stored in ${file}.`);
  }
  if (problems.length > 0) throw new Error(`\n${problems.join('\n\n')}`);
}

const WOULD = {
  created: 'would create',
  changed: 'would change',
  registered: 'would register',
  'already right': 'already right',
} as const;

const line = (outcome: string, what: string): string => `  ${outcome.padEnd(14)}  ${what}`;

const settingsText = (settings: Readonly<Record<string, string>>, file: string): string =>
  [
    `\nSettings to store, in ${file} under "Values":`,
    ...Object.entries(settings).map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},`),
  ].join('\n');
