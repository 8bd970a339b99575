import { fileURLToPath } from 'node:url';
import { readLocalSettings } from './local-settings.ts';
import { findRunning } from './running.ts';

const SETTINGS = fileURLToPath(new URL('../../local.settings.json', import.meta.url));

/** The settings of an app that is to be looked at. */
export interface AppSettings {
  readonly values: Readonly<Record<string, string>>;
  /** Which app that is, for a person. */
  readonly of: string;
  /** Of one that runs on this machine. */
  readonly url?: string;
}

/**
 * The settings of that file; without one those of the app that runs on this machine or, when none does, of local.settings.json,
 * none where there is no such file. Throws an Error that says which file is not there, or not understood.
 */
export async function findAppSettings(named: string | undefined): Promise<AppSettings> {
  if (named !== undefined) return { values: await readLocalSettings(named), of: `the app of ${named}` };
  const running = findRunning();
  if (!running) return { values: await readLocalSettings(SETTINGS, {}), of: 'the app of local.settings.json' };
  const { Values: values, url } = running;
  // As its host tells it where it is reached.
  return { values: { WEBSITE_HOSTNAME: new URL(url).host, ...values }, of: `the app that runs at ${url}`, url };
}
