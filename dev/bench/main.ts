import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runCommand } from '../command.ts';
import { type BenchOptions, type Figure, figureLine, isWithin } from './figure.ts';

/**
 * Each is loaded when its turn comes: Linux hands the peak memory of a process on to the children that it starts, so this one has
 * to be small while `backtest` measures that of its children.
 */
const BENCHES: Readonly<Record<string, (options: BenchOptions) => Promise<readonly Figure[]>>> = {
  backtest: async (options) => (await import('./backtest.ts')).benchBacktest(options),
  app: async (options) => (await import('./app.ts')).benchApp(options),
  load: async (options) => (await import('./load/load.ts')).benchLoad(options),
  latency: async (options) => (await import('./latency.ts')).benchLatency(options),
  units: async (options) => (await import('./units/units.ts')).benchUnits(options),
};

const HELP = `npm run bench [-- NAME... OPTIONS]

Prints one line of JSON a figure; how it goes is told on stderr. Ends with 1 when a figure is over its limit.

  NAME...           of ${Object.keys(BENCHES).join(', ')}; all but units, which takes ten minutes, when none is named
  --recording FILE  what backtest runs over: JSON lines, plain or .zst
  --write           units also writes dev/cost/unit-costs.json, from which npm run cost reckons
  --record          keep what load finds in docs/load-test.json: npm run preflight looks for it
  --help            this text

  backtest  a backtest's time as a multiple of only decompressing and parsing the recording; its peak memory
  app       time to load dist/main.js; memory of its process when idle
  load      a hundred people in Discord at once: until they read an answer, and each tier's limit
  latency   from the odds provider's answer to the message at Discord, through real queues
  units     what each operation takes: database requests, queue operations, executions, log bytes, tokens`;

interface BenchCommand {
  readonly names: readonly string[];
  readonly recording: string | undefined;
  readonly write: boolean;
  readonly doesRecord: boolean;
}

function readCommand(args: readonly string[]): BenchCommand | 'help' {
  const { values, positionals: names } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      recording: { type: 'string' },
      write: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return 'help';
  const unknown = names.find((name) => !Object.hasOwn(BENCHES, name));
  if (unknown !== undefined) throw new Error(`There is no benchmark "${unknown}".`);
  if (values.recording !== undefined && !existsSync(values.recording))
    throw new Error(`There is no recording ${values.recording}.`);
  if (values.write && !names.includes('units')) throw new Error('Only units has something to --write.');
  if (values.record && names.length > 0 && !names.includes('load'))
    throw new Error('Only load has something to --record.');
  const { recording, write, record: doesRecord } = values;
  return {
    recording,
    write,
    doesRecord,
    names: names.length > 0 ? names : Object.keys(BENCHES).filter((name) => name !== 'units'),
  };
}

async function run({ names, recording, write, doesRecord }: BenchCommand): Promise<void> {
  for (const name of names) {
    const say = (line: string): void => console.error(`${name}: ${line}`);
    for (const figure of (await BENCHES[name]?.({ recording, write, doesRecord, say })) ?? []) {
      console.log(figureLine(name, figure));
      if (!isWithin(figure)) process.exitCode = 1;
    }
  }
}

await runCommand({ help: HELP, read: readCommand, run });
