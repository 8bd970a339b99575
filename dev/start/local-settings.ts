import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const fileSchema = z.object({ Values: z.record(z.string(), z.string()) });

/** Settings of `local.settings.json`, as the Core Tools read them; none when there is no such file. Throws when it is not understood. */
export async function readLocalSettings(file: string): Promise<Record<string, string>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return {};
  }
  const parsed = fileSchema.safeParse(parseJson(text, file));
  if (!parsed.success)
    throw new Error(`${file}: expected { "Values": { "NAME": "value" } }, as in local.settings.sample.json`);
  return Object.fromEntries(Object.entries(parsed.data.Values).filter(([, value]) => value.trim() !== ''));
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the file, which holds secrets.
    throw new Error(`${file} is not JSON`);
  }
}
