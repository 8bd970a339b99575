import { parseArgs } from 'node:util';

export const HELP = `npm run setup:discord [-- OPTIONS]

Makes a Discord server ready for the app: the roles Starter, Core and Sharp, the channels #odds-alerts and #sharp-signals that only
their tiers can read, the commands; checks that the bot may give the roles, and finds the ids of what is sold inside Discord. It
looks at everything before it changes anything. What is right already stays as it is, so it can be run again at any time. It needs
DISCORD_BOT_TOKEN and DISCORD_GUILD_ID, in local.settings.json or, before it, in the environment.

  --dry-run        say what it would do, and change nothing
  --write          store the settings that it prints in that file
  --global         register the commands for every server that the bot is in, in place of this one alone
  --endpoint URL   where the app runs already: https://HOST/api/discord/interactions. Discord sends interactions there, and tells
                   of purchases inside Discord at the address beside it, https://HOST/api/discord/webhook
  --settings FILE  in place of local.settings.json
  --help           this text`;

export interface SetupOptions {
  readonly isDryRun: boolean;
  readonly doesWrite: boolean;
  readonly isGlobal: boolean;
  /** Undefined: Discord's idea of it is left as it is. */
  readonly endpoint: string | undefined;
  /** Undefined: local.settings.json, if there is one. */
  readonly settings: string | undefined;
}

/** Reads the command line; `help` when that is what was asked for. Throws an Error that says what would make sense. */
export function readOptions(args: readonly string[]): SetupOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'dry-run': { type: 'boolean' },
      write: { type: 'boolean' },
      global: { type: 'boolean' },
      endpoint: { type: 'string' },
      settings: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return 'help';
  const {
    'dry-run': isDryRun = false,
    write: doesWrite = false,
    global: isGlobal = false,
    endpoint,
    settings,
  } = values;
  if (isDryRun && doesWrite) throw new Error('--dry-run changes nothing: leave out --write.');
  if (endpoint !== undefined && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? ''))
    throw new Error(`--endpoint takes an address, e.g. https://HOST/api/discord/interactions; it was "${endpoint}".`);
  return { isDryRun, doesWrite, isGlobal, endpoint, settings };
}
