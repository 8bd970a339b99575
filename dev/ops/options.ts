import { parseArgs } from 'node:util';
import { COMMAND_NAMES, type CommandName, type OwnOption, shapeOf } from './command-table.ts';
import { usageOf } from './help.ts';

export interface OpsOptions {
  readonly command: CommandName;
  /** What follows the command, as its shape says. */
  readonly args: readonly string[];
  readonly isDryRun: boolean;
  readonly isJson: boolean;
  /** Undefined: the app that runs, or local.settings.json. */
  readonly settings: string | undefined;
  readonly isAll: boolean;
  readonly why: string | undefined;
  readonly weeks: number;
  /** A Discord id. */
  readonly to: string | undefined;
}

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;
const OPTIONS = {
  'dry-run': FLAG,
  json: FLAG,
  settings: TEXT,
  help: FLAG,
  all: FLAG,
  why: TEXT,
  weeks: TEXT,
  to: TEXT,
} as const;
/** `--dry-run` is taken everywhere: what changes nothing has nothing to leave out. */
const OWN: readonly OwnOption[] = ['all', 'why', 'weeks', 'to'];
const MOST_WHY = 200;
const WEEKS = 4;

/** Reads the command line; `help` when that is what was asked for. Throws an Error that says what would make sense. */
export function readOptions(args: readonly string[]): OpsOptions | 'help' {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  if (values.help) return 'help';
  const { command, rest } = readCommand(positionals);
  const { options = [] } = shapeOf(command);
  for (const name of OWN)
    if (values[name] !== undefined && !options.includes(name)) throw new Error(`${command} takes no --${name}.`);
  const isAll = values.all ?? false;
  return {
    command,
    args: readArguments(command, rest, isAll),
    isDryRun: values['dry-run'] ?? false,
    isJson: values.json ?? false,
    settings: values.settings,
    isAll,
    why: readWhy(values.why),
    weeks: readWeeks(values.weeks),
    to: readTo(values.to),
  };
}

function readCommand(words: readonly string[]): { readonly command: CommandName; readonly rest: readonly string[] } {
  const [first, second] = words;
  const command = COMMAND_NAMES.find((name) => name === first || name === `${first} ${second}`);
  if (command) return { command, rest: words.slice(command.split(' ').length) };
  if (first === undefined) throw new Error(`A command is needed: ${COMMAND_NAMES.join(', ')}.`);
  const verbs = COMMAND_NAMES.filter((name) => name.startsWith(`${first} `)).map((name) => name.split(' ')[1]);
  if (verbs.length === 0) throw new Error(`There is no command "${first}": ${COMMAND_NAMES.join(', ')}.`);
  throw new Error(
    second === undefined
      ? `${first} takes one of these: ${verbs.join(', ')}.`
      : `There is no "${first} ${second}". ${first} takes one of these: ${verbs.join(', ')}.`,
  );
}

function readArguments(command: CommandName, typed: readonly string[], isAll: boolean): readonly string[] {
  const { takes, options = [] } = shapeOf(command);
  if (typed.length > takes.length)
    throw new Error(
      takes.length === 0
        ? `${command} takes no argument; it was "${typed.join(' ')}".`
        : `That is too much: ${usageOf(command)}.`,
    );
  const read = takes.flatMap(({ name, what, read: readOne, isOptional }, at) => {
    const word = typed[at];
    if (word === undefined && isOptional) return [];
    const value = word === undefined ? undefined : readOne(word);
    if (value === undefined)
      throw new Error(`${command} takes ${name}, ${what}${word === undefined ? '' : `; it was "${word}"`}.`);
    return [value];
  });
  if (options.includes('all') && (read.length === takes.length) === isAll)
    throw new Error(`${command} takes an ID, as poison show lists it, or --all${isAll ? ', not both' : ''}.`);
  return read;
}

function readWhy(given: string | undefined): string | undefined {
  const why = given?.trim();
  if (why !== undefined && (why === '' || why.length > MOST_WHY))
    throw new Error(`--why takes 1 to ${MOST_WHY} characters; there were ${why.length}.`);
  return why;
}

function readWeeks(given: string | undefined): number {
  if (given === undefined) return WEEKS;
  const weeks = Number(given);
  if (!/^\d{1,2}$/.test(given) || weeks < 1 || weeks > 52)
    throw new Error(`--weeks takes a whole number from 1 to 52; it was "${given}".`);
  return weeks;
}

function readTo(given: string | undefined): string | undefined {
  if (given !== undefined && !/^\d{1,20}$/.test(given))
    throw new Error(`--to takes a Discord id of a user or a channel, digits only; it was "${given}".`);
  return given;
}
