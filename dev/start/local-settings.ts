import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** As Azure's command line prints the settings of a deployed app: `az functionapp config appsettings list`. */
const listSchema = z
  .array(z.object({ name: z.string(), value: z.string().nullable() }))
  .min(1)
  .transform((list) => ({ Values: Object.fromEntries(list.map(({ name, value }) => [name, value ?? ''])) }));
const fileSchema = z.union([z.object({ Values: z.record(z.string(), z.string()) }), listSchema]);

/**
 * Settings of a `local.settings.json`, as the Core Tools read them, or of a deployed app as `az functionapp config appsettings list`
 * prints them; `absent` when there is no such file. Throws when there is one that is not understood, or none and nothing to take its
 * place.
 */
export async function readLocalSettings(
  file: string,
  absent?: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const text = await readIfThere(file);
  if (text === undefined && absent) return { ...absent };
  if (text === undefined) throw new Error(`${file}: there is no such file`);
  const parsed = fileSchema.safeParse(parseJson(text, file));
  if (!parsed.success)
    throw new Error(`${file}: expected { "Values": { "NAME": "value" } }, as in local.settings.sample.json`);
  return Object.fromEntries(Object.entries(parsed.data.Values).filter(([, value]) => value.trim() !== ''));
}

const ANYWHERE = 'local.settings.json (on this machine) or in the function app’s settings (Azure)';

/**
 * What the app says of its settings, in terms of the file that they were read from; other errors as they are.
 * @param file undefined: local.settings.json
 */
export function withFile(error: unknown, file: string | undefined): unknown {
  if (!(error instanceof Error) || error.name !== 'ConfigError') return error;
  const message = error.message.replace(ANYWHERE, file ?? 'local.settings.json');
  if (!/^ *DISCORD_\w+_(ID|KEY) is missing/m.test(message)) return new Error(message, { cause: error });
  const setup = `npm run setup:discord -- ${file === undefined ? '' : `--settings ${file} `}--write`;
  const needs = 'with DISCORD_BOT_TOKEN and DISCORD_GUILD_ID in it';
  return new Error(`${message}\nThose of Discord are found and stored there, ${needs}, by\n  ${setup}`, {
    cause: error,
  });
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    // Settings that are there and cannot be read must not look like none: the app would run on stand-ins.
    throw new Error(`${file} cannot be read`, { cause: error });
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the file, which holds secrets.
    throw new Error(`${file} is not JSON`);
  }
}
