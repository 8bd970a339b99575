interface Command<Options> {
  readonly help: string;
  /** Reads what was typed; `help` when that is what was asked for. Throws an Error that says what is wrong with it. */
  readonly read: (args: readonly string[]) => Options | 'help';
  readonly run: (options: Options) => Promise<void>;
}

/**
 * Runs what a person typed. What goes wrong is told by its message alone, which has to say what to do: a stack says that to nobody
 * but its author. Ends with 2, and the help, when the line makes no sense; with 1, at once, when the command fails.
 */
export async function runCommand<Options>({ help, read, run }: Command<Options>): Promise<void> {
  let options: Options | 'help';
  try {
    options = read(process.argv.slice(2));
  } catch (error) {
    console.error(`${messageOf(error)}\n\n${help}`);
    process.exit(2);
  }
  if (options === 'help') return console.log(help);
  try {
    await run(options);
  } catch (error) {
    console.error(messageOf(error));
    process.exit(1);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
