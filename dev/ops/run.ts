import { fileURLToPath } from 'node:url';
import { consoleTelemetry } from '../../shared/adapters/telemetry/console-telemetry.ts';
import { type App, createApp } from '../../shared/app.ts';
import { readConfig } from '../../shared/config.ts';
import { lendLocalSeam } from '../../shared/runtime/local-seam.ts';
import { readLocalSettings } from '../start/local-settings.ts';
import { findRunning } from '../start/running.ts';
import { COMMANDS_BY_NAME, type Printed } from './commands.ts';
import type { OpsOptions } from './options.ts';

const SETTINGS = fileURLToPath(new URL('../../local.settings.json', import.meta.url));

/** Runs one command on the app. Throws an Error that says what to do. */
export async function run(options: OpsOptions): Promise<void> {
  const { values, of } = await settingsOf(options.settings);
  // Answers go to stdout, what the app has to say beside them to stderr.
  console.error(`On ${of}${options.isDryRun ? ', changing nothing' : ''}.`);
  const app = openApp(values);
  try {
    print(await COMMANDS_BY_NAME[options.command](app, options), options.isJson);
  } finally {
    await app.close();
  }
}

async function settingsOf(
  named: string | undefined,
): Promise<{ readonly values: Record<string, string>; readonly of: string }> {
  if (named !== undefined) return { values: await readLocalSettings(named), of: `the app of ${named}` };
  const running = findRunning();
  if (running) return { values: running.Values, of: `the app that runs at ${running.url}` };
  return { values: await readLocalSettings(SETTINGS), of: 'the app of local.settings.json' };
}

/** The same app as in Azure, with nothing that listens; only what is wrong is told. */
function openApp(values: Readonly<Record<string, string>>): App {
  const config = readConfig(values);
  const log = consoleTelemetry({ level: 'warn', format: 'text', write: (line) => console.error(line) });
  lendLocalSeam({ onTelemetry: (record) => record.kind === 'log' && log[record.level](record.event, record.fields) });
  return createApp(config);
}

const print = ({ text, json }: Printed, isJson: boolean): void => console.log(isJson ? JSON.stringify(json) : text);
