import { parseArgs } from 'node:util';

export const HELP = `npm start [-- OPTIONS]

Runs the whole app on this machine. What has no key in local.settings.json is a stand-in, so nothing needs to be set.

  --replay FILE...  recorded odds take the place of the simulated market: JSON lines
                    {"captured_at": ISO, "body": <answer of /v4/sports/{sport}/odds>}, plain or .zst
  --speed N|max     a replay's pace: N times real time (default 60), or as fast as the app can follow. From some hundreds
                    on N is too fast for it: prices are gone, and alerts too old, before they are through
  --exit            stop at the recording's end
  --json            end with a summary as one line of JSON
  --port N          of the control room and the app's HTTP functions (default 7071; 0 is any free one)
  --seed N          another simulated market (default 1)
  --settings FILE   in place of local.settings.json
  --verbose         log every event, not only those that matter
  --help            this text`;

export interface StartOptions {
  readonly replay: readonly string[];
  readonly speed: number | 'max';
  readonly exit: boolean;
  readonly json: boolean;
  readonly port: number;
  readonly seed: number;
  /** Undefined: local.settings.json, if there is one. */
  readonly settings: string | undefined;
  readonly verbose: boolean;
}

/** Reads the command line; `help` when that is what was asked for. Throws an Error that says what would make sense. */
export function readOptions(args: readonly string[]): StartOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      replay: { type: 'string', multiple: true },
      speed: { type: 'string' },
      exit: { type: 'boolean' },
      json: { type: 'boolean' },
      port: { type: 'string' },
      seed: { type: 'string' },
      settings: { type: 'string' },
      verbose: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return 'help';
  const replay = [...(values.replay ?? []), ...positionals];
  if (positionals.length > 0 && !values.replay)
    throw new Error(`What is ${positionals[0]}? Recordings follow --replay.`);
  if (replay.length === 0 && (values.exit || values.speed !== undefined))
    throw new Error('--exit and --speed belong to a replay: add --replay FILE.');
  return {
    replay,
    speed: values.speed === 'max' ? 'max' : number('--speed', values.speed ?? '60', 0.1, 100_000),
    exit: values.exit ?? false,
    json: values.json ?? false,
    port: wholeNumber('--port', values.port ?? '7071', 65_535),
    seed: wholeNumber('--seed', values.seed ?? '1', 2 ** 31),
    settings: values.settings,
    verbose: values.verbose ?? false,
  };
}

function number(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new Error(`${name} takes a number from ${least} to ${most}, or max; it was "${text}".`);
}

function wholeNumber(name: string, text: string, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new Error(`${name} takes a whole number from 0 to ${most}; it was "${text}".`);
}
