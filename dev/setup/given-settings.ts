import type { z } from 'zod';
import { readLocalSettings } from '../start/local-settings.ts';

const DEFAULT_FILE = 'local.settings.json';

type Environment = Readonly<Record<string, string | undefined>>;

interface GivenSettings<T> {
  readonly data: T;
  /** The file that they are in, or that is to hold them. */
  readonly file: string;
  /** What that file says now. */
  readonly inFile: Readonly<Record<string, string>>;
}

/**
 * Settings of a file and, before them, of the environment. Throws an Error that names all that is wrong, and never a value.
 * @param file undefined: local.settings.json, if there is one
 */
export async function readGivenSettings<Schema extends z.ZodObject>(
  schema: Schema,
  file: string | undefined,
  environment: Environment,
): Promise<GivenSettings<z.output<Schema>>> {
  const inFile = await (file === undefined ? readLocalSettings(DEFAULT_FILE, {}) : readLocalSettings(file));
  const given = Object.fromEntries(
    Object.keys(schema.shape).flatMap((name) => {
      const value = environment[name]?.trim() || inFile[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new Error(explain(parsed.error, given, file ?? DEFAULT_FILE));
  return { data: parsed.data, file: file ?? DEFAULT_FILE, inFile };
}

const explain = ({ issues }: z.ZodError, given: Environment, file: string): string =>
  [
    ...issues.map(({ path, message }) => {
      const name = String(path[0]);
      return given[name] === undefined ? `${name} is missing: ${message}` : `${name} is not valid: expected ${message}`;
    }),
    `Set it in ${file} ("Values") or in the environment, then run this again.`,
  ].join('\n');
