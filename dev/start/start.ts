import { fileURLToPath } from 'node:url';
import { consoleTelemetry } from '../../shared/adapters/telemetry/console-telemetry.ts';
import { seamTelemetry } from '../../shared/adapters/telemetry/seam-telemetry.ts';
import { readConfig } from '../../shared/config.ts';
import { within } from '../../shared/runtime/within.ts';
import { buildApp } from '../build.ts';
import { type ControlRoom, type ControlRoomOptions, createControlRoom } from '../control-room/control-room.ts';
import type { RoomMode } from '../control-room/state/model.ts';
import { type Host, startHost } from '../host/host.ts';
import { freePort } from '../services/loopback.ts';
import { simulatedFeed } from '../stand-ins/odds-api/simulator/simulated-feed.ts';
import { createTelemetryTables, type TelemetryTables } from '../telemetry/tables.ts';
import { type SharedClock, sharedClock } from './clock.ts';
import { consoleOf } from './console.ts';
import { DEMO_PEOPLE } from './demo-users.ts';
import { describeEvent } from './describe-event.ts';
import { openDiscord, STAND_IN_CHANNELS, STAND_IN_SKUS } from './local-discord.ts';
import { readLocalSettings } from './local-settings.ts';
import type { StartOptions } from './options.ts';
import { openRecording, type Recording } from './recording.ts';
import { replay } from './replay.ts';
import { announce } from './running.ts';
import { createTally, describeSummary } from './summary.ts';
import { type Surroundings, startSurroundings } from './surroundings.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** How often the control room is told what only the host knows. */
const LOOK_MS = 1000;
/** From one export of metrics to the next. */
const EXPORT_MS = 5000;
/** At the end, for what is still on its way. A second Ctrl-C does not wait. */
const FINISH_MS = 5000;
/** A process that was killed gives its messages back after this long. */
const LEASE_SECONDS = 30;
/** In lock step the clock stands still while the app works: no limit of Discord's may be waited for. */
const LOCK_STEP_SPEED = 1_000_000;

/** Runs the whole app on this machine until it is told to stop or, with `exit`, until the recording's end. */
export async function start(options: StartOptions): Promise<void> {
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  const stop = stopSignal();
  let host: Host | undefined;
  const clock = sharedClock((setting) => host?.setClock(setting));
  const recording = options.replay.length > 0 ? await openRecording(options.replay) : undefined;
  if (recording) clock.set({ mode: 'fixed', at: recording.from });
  const port = options.port || (await freePort());
  const [surroundings] = await Promise.all([surround({ ...options, port }, recording, clock), buildApp()]);
  // The app reads the same settings again in its own process; a mistake is better told before that is started.
  const config = readConfig(surroundings.env);

  const tally = createTally();
  const tables = createTelemetryTables();
  const { monthlyCredits } = config.odds;
  const room = createControlRoom({
    now: clock.now,
    ...boxOf(surroundings),
    // A real Application Insights has its own pages.
    ...(config.telemetry.connectionString === undefined
      ? { operators: { tables: tables.tables, monthlyCredits } }
      : {}),
  });
  host = await startAppHost({ ...options, port }, { surroundings, room, clock, onRecord: tally.take, tables }).catch(
    (cause: unknown) => {
      throw isPortTaken(cause) ? new Error(portTaken(options.port), { cause }) : cause;
    },
  );
  if (surroundings.discord) openDiscord(surroundings.discord, host.url);
  const withdraw = announce({ url: `http://localhost:${port}`, Values: surroundings.env });
  const stopLooking = lookAround(host, room);
  const mode = (progress: number): RoomMode => modeOf(options, surroundings, progress);
  room.status({ services: surroundings.services, mode: mode(0) });
  greet(host, surroundings, seconds());

  const snapshots = recording
    ? await replay({
        host,
        clock,
        recording,
        speed: options.speed,
        stop,
        onProgress: (share) => room.status({ mode: mode(share) }),
      })
    : 0;
  if (!(recording && options.exit)) await aborted(stop);
  stopLooking();
  withdraw();
  // The embedded queue ends with this process: what is on its way arrives first.
  const finished = host.idle().then(() => true);
  const isIdle = (await within(FINISH_MS, finished)) ?? false;
  await host.stop();
  room.stop();
  const summary = tally.summary(snapshots, seconds(), surroundings.discord?.reconcile);
  await surroundings.stop();
  await recording?.feed.close();
  console.log(options.json ? JSON.stringify(summary) : describeSummary(summary, isIdle));
}

/** The box in which everything can be typed and pressed; the real Discord has its own. */
const boxOf = ({ discord, stripe, pictures }: Surroundings): Pick<ControlRoomOptions, 'discord' | 'stripeOrigin'> => ({
  ...(discord
    ? {
        discord: {
          client: discord,
          people: DEMO_PEOPLE,
          channels: STAND_IN_CHANNELS,
          shop: { skus: STAND_IN_SKUS.map(({ tier, id }) => ({ tier, skuId: id })) },
          ...(pictures === undefined ? {} : { imageOrigin: pictures }),
        },
      }
    : {}),
  ...(stripe ? { stripeOrigin: stripe.url } : {}),
});

const speedOf = ({ replay: files, speed }: StartOptions): number =>
  files.length === 0 ? 1 : speed === 'max' ? LOCK_STEP_SPEED : Math.max(1, speed);

async function surround(
  options: StartOptions,
  recording: Recording | undefined,
  { now }: SharedClock,
): Promise<Surroundings> {
  const settings = await (options.settings === undefined
    ? readLocalSettings(`${ROOT}local.settings.json`, {})
    : readLocalSettings(options.settings));
  const feed = recording?.feed ?? simulatedFeed({ seed: options.seed, now });
  const leagues = recording?.leagues ?? feed.sports().map(({ key }) => key);
  // A replay is of its recording, whatever key is set.
  if (recording) delete settings['ODDS_API_KEY'];
  const appUrl = `http://localhost:${options.port}`;
  return startSurroundings({ settings, appUrl, feed, leagues, now, speed: speedOf(options) });
}

interface AppHostParts {
  readonly surroundings: Surroundings;
  readonly room: ControlRoom;
  readonly clock: SharedClock;
  readonly onRecord: ReturnType<typeof createTally>['take'];
  readonly tables: TelemetryTables;
}

async function startAppHost(
  options: StartOptions,
  { surroundings, room, clock, onRecord, tables }: AppHostParts,
): Promise<Host> {
  const log = consoleTelemetry({
    level: options.verbose ? 'debug' : 'info',
    format: process.stdout.isTTY ? 'colour' : 'text',
    now: clock.now,
  });
  const seen = seamTelemetry(room.telemetry);
  const tell = consoleOf(log, options.verbose);
  surroundings.discord?.onMessage((posted) => room.discordMessage({ ...posted, at: clock.now() }));
  const speed = speedOf(options);
  return startHost({
    root: ROOT,
    env: surroundings.env,
    port: options.port,
    clock: clock.setting(),
    lend: {
      discordLimits: limitsAt(speed),
      // The operators' page has no more patience than whoever looks at it; a real Application Insights has its own.
      ...(surroundings.env['APPLICATIONINSIGHTS_CONNECTION_STRING'] ? {} : { exportEveryMs: EXPORT_MS }),
    },
    leaseSeconds: LEASE_SECONDS,
    timersOnStart: options.replay.length === 0 ? ['poll-odds'] : false,
    fallback: room.listener,
    onEvent: (event) => {
      tables.take(event);
      if (event.kind === 'rows') return;
      if (event.kind !== 'telemetry') {
        describeEvent(log, event);
        return describeEvent(seen, event);
      }
      room.telemetry(event.record);
      onRecord(event.record);
      tell(event.record);
    },
  });
}

const isPortTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
const portTaken = (port: number): string =>
  `Port ${port} is in use: end what uses it (another npm start?), or take another one: npm start -- --port 0`;

/** What Discord allows the only instance there is, in a time that runs so much faster. */
const limitsAt = (speed: number) => ({
  globalAlone: { points: Math.ceil(50 * speed), duration: 1 },
  route: { points: Math.ceil(5 * speed), duration: 5 },
  openingAlone: { points: Math.ceil(10 * speed), duration: 1 },
  upkeep: { points: Math.ceil(10 * speed), duration: 10 },
  upkeepTogetherAlone: { points: Math.ceil(10 * speed), duration: 1 },
  outagePauseMs: 8000 / speed,
});

function modeOf({ replay: files, speed }: StartOptions, { services }: Surroundings, progress: number): RoomMode {
  if (files.length > 0) return { kind: 'replay', progress, speed };
  return services.some(({ name, standIn }) => name === 'The Odds API' && standIn)
    ? { kind: 'simulated' }
    : { kind: 'live' };
}

/** Tells the control room of queues and memory, again and again; answers how to stop that. */
function lookAround(host: Host, room: ControlRoom): () => void {
  const look = async () => {
    const [depths, stats] = await Promise.all([host.queueDepths(), host.workerStats()]);
    room.queueDepths(
      Object.fromEntries(
        depths.flatMap(({ queue, messages, poison }) => [
          [queue, messages],
          [`${queue}-poison`, poison],
        ]),
      ),
    );
    room.status({ workerMemoryBytes: stats?.rss });
  };
  // A look that fails is made again a second later; the host itself tells what is wrong with the queues.
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_MS);
  return () => clearInterval(timer);
}

function greet({ url }: Host, { services }: Surroundings, seconds: number): void {
  const shown = url.replace('127.0.0.1', 'localhost');
  console.log(`\nOddsTracker is ready in ${seconds.toFixed(1)} s.\n`);
  console.log(`  Control room   ${shown}/`);
  console.log(`  Health         ${shown}/api/health`);
  for (const { name, standIn, note } of services)
    console.log(`  ${name.padEnd(14)} ${standIn ? 'stand-in' : 'real'}${note ? ` (${note})` : ''}`);
  console.log('\nCtrl-C stops it.\n');
}

/** Aborted by Ctrl-C or a request to end; a second one ends the process on the spot. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort();
    });
  return controller.signal;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
