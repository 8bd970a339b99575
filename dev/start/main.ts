import { runCommand } from '../command.ts';
import { HELP, readOptions } from './options.ts';

await runCommand({
  help: HELP,
  read: readOptions,
  run: async (options) => {
    // Loaded only now: --help and a typing mistake answer at once.
    const { start } = await import('./start.ts');
    await start(options);
    process.exit(0);
  },
});
