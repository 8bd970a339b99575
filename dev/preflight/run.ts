import { findAppSettings } from '../start/app-settings.ts';
import { isReady, listJson, listText } from './list.ts';
import type { PreflightOptions } from './options.ts';
import { preflight } from './preflight.ts';
import { createSecretReader } from './secret-reader.ts';

/** Goes through the list and prints it. Answers whether nothing has to be mended. Throws an Error when there are no settings. */
export async function run({ settings, url, only, timeoutMs, isJson }: PreflightOptions): Promise<boolean> {
  const app = await findAppSettings(settings);
  // The list goes to stdout, what is said beside it to stderr.
  console.error(`Of ${app.of}.\n`);
  const results = await preflight({
    ...{ app, url, only, timeoutMs },
    now: Date.now,
    readSecret: createSecretReader(),
    onProgress: (done, of) => tell(`${done} of ${of}`),
  });
  tell('');
  console.log(isJson ? listJson(results) : listText(results));
  return isReady(results);
}

/** In place, on a screen only. */
function tell(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}
