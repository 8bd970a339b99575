import { HELP, readOptions, type StartOptions, UsageError } from './options.ts';

let options: StartOptions | 'help';
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${HELP}`);
  process.exit(2);
}
if (options === 'help') {
  console.log(HELP);
} else {
  // Loaded only now: --help and a typing mistake answer at once.
  const { start } = await import('./start.ts');
  try {
    await start(options);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
  process.exit(0);
}
