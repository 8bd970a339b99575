import { parseArgs } from 'node:util';
import { type BenchOptions, type Figure, figureLine, isWithin } from './figure.ts';

/**
 * Each is loaded when its turn comes: Linux hands the peak memory of a process on to the children that it starts, so this one has
 * to be small while `backtest` measures that of its children.
 */
const BENCHES: Readonly<Record<string, (options: BenchOptions) => Promise<readonly Figure[]>>> = {
  backtest: async (options) => (await import('./backtest.ts')).benchBacktest(options),
  app: async (options) => (await import('./app.ts')).benchApp(options),
  latency: async (options) => (await import('./latency.ts')).benchLatency(options),
};

const HELP = `npm run bench [-- NAME... OPTIONS]

Prints one line of JSON a figure; how it goes is told on stderr. Ends with 1 when a figure is over its limit.

  NAME...           of ${Object.keys(BENCHES).join(', ')}; all of them when none is named
  --recording FILE  what backtest runs over: JSON lines, plain or .zst
  --help            this text

  backtest  a backtest's time as a multiple of only decompressing and parsing the recording; its peak memory
  app       time to load dist/main.js; memory of its process when idle
  latency   from the odds provider's answer to the message at Discord, through real queues`;

/** Reads the command line. Throws an Error that says what is wrong with it. */
function readCommand() {
  const { values, positionals: names } = parseArgs({
    allowPositionals: true,
    options: { recording: { type: 'string' }, help: { type: 'boolean' } },
  });
  const unknown = names.find((name) => !Object.hasOwn(BENCHES, name));
  if (unknown !== undefined) throw new Error(`There is no benchmark "${unknown}".`);
  return { ...values, names: names.length > 0 ? names : Object.keys(BENCHES) };
}

async function run(name: string, recording: string | undefined): Promise<void> {
  const say = (line: string): void => console.error(`${name}: ${line}`);
  for (const figure of (await BENCHES[name]?.({ recording, say })) ?? []) {
    console.log(figureLine(name, figure));
    if (!isWithin(figure)) process.exitCode = 1;
  }
}

let command: ReturnType<typeof readCommand>;
try {
  command = readCommand();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
  process.exit(2);
}
if (command.help) console.log(HELP);
else for (const name of command.names) await run(name, command.recording);
