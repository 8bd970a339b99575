import { parseArgs } from 'node:util';
import { GROUP_NAMES, GROUPS, type GroupName } from './check.ts';

const SECONDS = 20;

export const HELP = `npm run preflight [-- OPTIONS]

The list to go through before people are let in: every setting, every service outside, and the app itself. It changes nothing, costs
no credits, and prints no secret. It looks at the app that npm start runs on this machine or, when none does, at that of
local.settings.json. For a deployed one:

  az functionapp config appsettings list -g GROUP -n APP > app.json
  npm run preflight -- --settings app.json --url https://APP.azurewebsites.net

  ✓ as it has to be   ! works, but look at it   ✗ has to be mended   – nothing to check, or something else first

  --settings FILE  of these settings: a local.settings.json, or what the above prints; references to a key vault are followed, with
                   the account of az login
  --url URL        where people reach the app, when the settings do not say
  --only GROUP     this group alone; may be said several times, or with commas between. The groups:
                   ${GROUP_NAMES.join(', ')}
  --timeout S      how many seconds one check may take; without it ${SECONDS}
  --json           the findings as one line of JSON
  --help           this text

Ends with 1 when something has to be mended.`;

export interface PreflightOptions {
  /** Undefined: the app that runs, or local.settings.json. */
  readonly settings: string | undefined;
  /** Without a slash at its end. */
  readonly url: string | undefined;
  readonly only: readonly GroupName[];
  readonly timeoutMs: number;
  readonly isJson: boolean;
}

/** Reads the command line; `help` when that is what was asked for. Throws an Error that says what would make sense. */
export function readOptions(args: readonly string[]): PreflightOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      settings: { type: 'string' },
      url: { type: 'string' },
      only: { type: 'string', multiple: true },
      timeout: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return 'help';
  return {
    settings: values.settings,
    url: readUrl(values.url),
    only: readOnly(values.only),
    timeoutMs: readTimeout(values.timeout) * 1000,
    isJson: values.json ?? false,
  };
}

function readUrl(given: string | undefined): string | undefined {
  if (given !== undefined && !/^https?:$/.test(URL.parse(given)?.protocol ?? ''))
    throw new Error(`--url takes an address, e.g. https://APP.azurewebsites.net; it was "${given}".`);
  return given?.replace(/\/+$/, '');
}

const isGroup = (name: string): name is GroupName => Object.hasOwn(GROUPS, name);

function readOnly(given: readonly string[] = []): readonly GroupName[] {
  const names = given.flatMap((part) => part.split(',')).map((name) => name.trim());
  const unknown = names.find((name) => !isGroup(name));
  if (unknown !== undefined) throw new Error(`--only takes a group: ${GROUP_NAMES.join(', ')}; it was "${unknown}".`);
  return names.length > 0 ? names.filter(isGroup) : GROUP_NAMES;
}

function readTimeout(given: string | undefined): number {
  if (given === undefined) return SECONDS;
  const seconds = Number(given);
  if (!/^\d{1,3}$/.test(given) || seconds < 1)
    throw new Error(`--timeout takes whole seconds, 1 to 999; it was "${given}".`);
  return seconds;
}
