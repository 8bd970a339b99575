import { runCommand } from '../command.ts';
import { helpFor } from './help.ts';
import { readOptions } from './options.ts';

await runCommand({
  help: helpFor(process.argv.slice(2)),
  read: readOptions,
  run: async (options) => {
    // Loaded only now: --help and a typing mistake answer at once.
    const { run } = await import('./run.ts');
    await run(options);
  },
});
