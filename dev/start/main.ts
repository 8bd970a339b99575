import { runCommand } from '../command.ts';
import { HELP, readOptions } from './options.ts';

await runCommand({
  help: HELP,
  read: readOptions,
  run: async (options) => {
    // Loaded only now: --help and a typing mistake answer at once.
    const [{ start }, { withFile }] = await Promise.all([import('./start.ts'), import('./local-settings.ts')]);
    await start(options).catch((error: unknown) => {
      throw withFile(error, options.settings);
    });
    process.exit(0);
  },
});
