import { z } from 'zod';
import { consoleTelemetry } from '../../shared/adapters/telemetry/console-telemetry.ts';
import { type App, createApp } from '../../shared/app.ts';
import { readConfig } from '../../shared/config.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { lendLocalSeam } from '../../shared/runtime/local-seam.ts';
import { type AppSettings, findAppSettings } from '../start/app-settings.ts';
import { spelledOut } from './as-data.ts';
import { COMMANDS_BY_NAME } from './commands/commands.ts';
import type { OpsOptions } from './options.ts';
import type { Printed } from './printed.ts';

/** Runs one command on the app. Throws an Error that says what to do. */
export async function run(options: OpsOptions): Promise<void> {
  const target = await targetOf(options.settings);
  // Answers go to stdout, what the app has to say beside them to stderr.
  console.error(`On ${target.of}${options.isDryRun ? ', changing nothing' : ''}.`);
  const app = openApp(target);
  try {
    print(await COMMANDS_BY_NAME[options.command](app, options), options.isJson);
  } finally {
    await app.close();
  }
}

interface Target extends AppSettings {
  readonly now?: Clock | undefined;
}

async function targetOf(named: string | undefined): Promise<Target> {
  const found = await findAppSettings(named);
  if (Object.keys(found.values).length === 0)
    throw new Error(
      'No npm start runs on this machine, and there is no local.settings.json: start one, or name the app’s settings with --settings FILE.',
    );
  return found.url === undefined ? found : { ...found, now: await clockOf(found.url) };
}

const roomSchema = z.object({ now: z.number() });

/** In a replay it is another time there than here. Undefined: that of the wall. */
async function clockOf(url: string): Promise<Clock | undefined> {
  try {
    const response = await fetch(`${url}/room/state`, { signal: AbortSignal.timeout(2000) });
    const ahead = roomSchema.parse(await response.json()).now - Date.now();
    return () => Date.now() + ahead;
  } catch {
    return undefined;
  }
}

/** The same app as in Azure, with nothing that listens; only what is wrong is told. */
function openApp({ values, now }: Target): App {
  const config = readConfig(values);
  const log = consoleTelemetry({ level: 'warn', format: 'text', write: (line) => console.error(spelledOut(line)) });
  lendLocalSeam({
    ...(now ? { now } : {}),
    onTelemetry: (record) => record.kind === 'log' && log[record.level](record.event, record.fields),
    // What an operator does is none of the app's figures.
    onRows: () => undefined,
  });
  return createApp(config);
}

/** A terminal obeys what it is told: whatever came from outside is shown, and does nothing. */
const print = ({ text, json }: Printed, isJson: boolean): void =>
  console.log(spelledOut(isJson ? JSON.stringify(json) : text));
