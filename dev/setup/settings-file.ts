import { existsSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

const shape = z.object({ Values: z.record(z.string(), z.string()) });
/** Checked only, so that what is in it keeps its order. */
const fileSchema = z.custom<z.infer<typeof shape>>((value) => shape.safeParse(value).success);
/** It holds secrets: a new one is its owner's alone. */
const OWNER_ONLY = 0o600;

/**
 * Sets values in a `local.settings.json`; what else is in it stays as it is. A reader finds the old file or the new one, never half
 * of it. Throws when there is a file that is not understood.
 */
export function storeSettings(file: string, values: Readonly<Record<string, string>>): void {
  const path = existsSync(file) ? realpathSync(file) : resolve(file);
  const before = existsSync(path)
    ? parsed(path, file)
    : { IsEncrypted: false, Values: { FUNCTIONS_WORKER_RUNTIME: 'node' } };
  const after = { ...before, Values: { ...before.Values, ...values } };
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? OWNER_ONLY;
  const beside = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, `${JSON.stringify(after, undefined, 2)}\n`, { flag: 'wx', mode });
    renameSync(beside, path);
  } catch (cause) {
    rmSync(beside, { force: true });
    throw new Error(`${file} cannot be written: store the settings above by hand`, { cause });
  }
}

function parsed(path: string, file: string): z.infer<typeof fileSchema> {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // The parser's own message quotes the file, which holds secrets.
    throw new Error(`${file} is not understood: store the settings above by hand`);
  }
}
