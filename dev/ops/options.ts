import { parseArgs } from 'node:util';

export const HELP = `npm run ops -- COMMAND [OPTIONS]

Looks after a running app: the one that npm start runs on this machine, or, when none does, the one of local.settings.json.

  reconcile        Stripe, our users and the server's roles are held against each other; what differs is repaired and told
  cases            what somebody has to decide: fraud warnings, disputes, payments that fit nobody
  close CASE       decide one: a suspension that it stands for is lifted, and the role comes back if it is still paid for
  forget-user ID   everything about a person (a Discord user id) is deleted, subscriptions are ended; what has to stay is told

  --dry-run        say what it would do, and change nothing
  --json           answer as one line of JSON
  --settings FILE  the app of these settings, in place of the above
  --help           this text`;

const COMMANDS = ['reconcile', 'cases', 'close', 'forget-user'] as const;
type CommandName = (typeof COMMANDS)[number];

export interface OpsOptions {
  readonly command: CommandName;
  /** What follows the command, where it takes something. */
  readonly argument: string;
  readonly isDryRun: boolean;
  readonly isJson: boolean;
  /** Undefined: the app that runs, or local.settings.json. */
  readonly settings: string | undefined;
}

const ARGUMENTS: Readonly<Record<CommandName, { readonly name: string; readonly shape: RegExp } | undefined>> = {
  reconcile: undefined,
  cases: undefined,
  close: { name: 'CASE, e.g. dp_1ABC: ops -- cases lists them', shape: /^\w{3,255}$/ },
  'forget-user': { name: 'ID, a Discord user id, digits only', shape: /^\d{1,20}$/ },
};

/** Reads the command line; `help` when that is what was asked for. Throws an Error that says what would make sense. */
export function readOptions(args: readonly string[]): OpsOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean' },
      json: { type: 'boolean' },
      settings: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return 'help';
  const [name, argument = '', ...rest] = positionals;
  const command = COMMANDS.find((each) => each === name);
  if (!command)
    throw new Error(
      `${name === undefined ? 'A command is needed' : `There is no command "${name}"`}: ${COMMANDS.join(', ')}.`,
    );
  const takes = ARGUMENTS[command];
  if (rest.length > 0 || (!takes && argument !== ''))
    throw new Error(`${command} takes ${takes ? 'one argument' : 'no argument'}.`);
  if (takes && !takes.shape.test(argument)) throw new Error(`${command} takes ${takes.name}.`);
  return {
    command,
    argument,
    isDryRun: values['dry-run'] ?? false,
    isJson: values.json ?? false,
    settings: values.settings,
  };
}
