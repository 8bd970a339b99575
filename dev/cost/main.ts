import { runCommand } from '../command.ts';
import { HELP, readOptions } from './options.ts';

await runCommand({
  help: HELP,
  read: readOptions,
  run: async (options) => {
    // Loaded only now: --help and a typing mistake answer at once.
    const { run } = await import('./run.ts');
    await run(options);
  },
});
