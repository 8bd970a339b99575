import { createCosmos } from '../../shared/adapters/cosmos/cosmos.ts';
import { STORE_NAMES } from '../../shared/stores.ts';
import type { ServiceStatus } from '../control-room/state/model.ts';
import { startAzurite } from '../services/azurite.ts';
import { startCosmosEmulator } from '../services/cosmos-emulator.ts';
import { startClaude } from '../stand-ins/claude/server.ts';
import { type DiscordStandIn, startDiscord } from '../stand-ins/discord/server.ts';
import type { OddsFeed } from '../stand-ins/odds-api/feed.ts';
import { startOddsApi } from '../stand-ins/odds-api/server.ts';
import { type QuickChart, startQuickChart } from '../stand-ins/quickchart/server.ts';
import { seedDemoUsers } from './demo-users.ts';

/** A small young generation: most of what a poll allocates dies at once, and memory is what an instance is paid by. */
const RUNTIME = { languageWorkers__node__arguments: '--max-semi-space-size=4' };
export const BOT_TOKEN = 'stand-in';
const CHANNELS = { DISCORD_ALERTS_CHANNEL_ID: '200000000000000001', DISCORD_SHARP_CHANNEL_ID: '200000000000000002' };
/** The channels of the Discord stand-in. */
export const STAND_IN_CHANNELS = [
  { id: CHANNELS.DISCORD_ALERTS_CHANNEL_ID, name: 'odds-alerts' },
  { id: CHANNELS.DISCORD_SHARP_CHANNEL_ID, name: 'sharp-signals' },
] as const;
const UNLIMITED_CREDITS = 15_000_000;

export interface SurroundingsOptions {
  /** What local.settings.json configures: each of these services is the real one. */
  readonly settings: Readonly<Record<string, string>>;
  readonly feed: OddsFeed;
  readonly leagues: readonly string[];
  /** The app's clock. */
  readonly now: () => number;
  /** How much faster than real time that clock runs; Discord's limits shrink with it. */
  readonly speed: number;
}

/** Everything outside the app: real where a key is set, a stand-in elsewhere. */
export interface Surroundings {
  /** The app's settings. */
  readonly env: Readonly<Record<string, string>>;
  readonly services: readonly ServiceStatus[];
  /** Undefined when Discord is the real one. */
  readonly discord: DiscordStandIn | undefined;
  /** Where pictures come from that may be shown; undefined when they are drawn outside. */
  readonly pictures: string | undefined;
  stop(): Promise<void>;
}

interface Part {
  readonly env: Readonly<Record<string, string>>;
  readonly status: ServiceStatus;
  readonly stop?: () => Promise<void>;
}

const real = (name: string): Part => ({ env: {}, status: { name, standIn: false } });

export async function startSurroundings(options: SurroundingsOptions): Promise<Surroundings> {
  const { settings } = options;
  const discord = settings['DISCORD_BOT_TOKEN'] ? undefined : await startDiscordStandIn(options.speed);
  const charts = settings['QUICKCHART_BASE_URL'] ? undefined : await startQuickChart();
  const isLocalQueue =
    !settings['AzureWebJobsStorage'] || settings['AzureWebJobsStorage'] === 'UseDevelopmentStorage=true';
  const isIdentity = settings['AzureWebJobsStorage__accountName'] ?? settings['AzureWebJobsStorage__queueServiceUri'];
  const parts = await Promise.all([
    settings['ODDS_API_KEY'] ? real('The Odds API') : oddsPart(options),
    isLocalQueue && !isIdentity ? queuesPart() : real('Storage queues'),
    settings['COSMOS_ENDPOINT'] ? real('Cosmos DB') : databasePart(discord !== undefined),
    discord ? discordPart(discord) : real('Discord'),
    settings['ANTHROPIC_API_KEY'] ? real('Claude') : claudePart(),
    charts ? quickChartPart(charts) : real('QuickChart'),
    settings['REDIS_URL']
      ? real('Redis')
      : { env: {}, status: { name: 'Redis', standIn: true, note: 'none: cache in process' } },
  ]);
  return {
    env: Object.assign({}, RUNTIME, settings, ...parts.map(({ env }) => env)),
    services: parts.map(({ status }) => status),
    discord,
    pictures: charts?.url,
    stop: async () => {
      await Promise.all(parts.map((part: Part) => part.stop?.()));
    },
  };
}

async function oddsPart({ feed, leagues, now }: SurroundingsOptions): Promise<Part> {
  const odds = await startOddsApi({ feed, now, credits: UNLIMITED_CREDITS });
  return {
    env: { ODDS_API_KEY: 'stand-in', ODDS_API_BASE_URL: odds.url, ODDS_LEAGUES: leagues.join() },
    status: {
      name: 'The Odds API',
      standIn: true,
      note: `${leagues.length} ${leagues.length === 1 ? 'league' : 'leagues'}`,
    },
    stop: odds.stop,
  };
}

async function queuesPart(): Promise<Part> {
  const azurite = await startAzurite();
  return {
    env: { AzureWebJobsStorage: azurite.connectionString },
    status: { name: 'Storage queues', standIn: true, note: 'embedded Azurite' },
    stop: azurite.stop,
  };
}

async function claudePart(): Promise<Part> {
  const claude = await startClaude();
  return {
    env: { ANTHROPIC_API_KEY: 'stand-in', ANTHROPIC_BASE_URL: claude.url },
    status: { name: 'Claude', standIn: true },
    stop: claude.stop,
  };
}

const quickChartPart = (charts: QuickChart): Part => ({
  env: { QUICKCHART_BASE_URL: charts.url },
  status: { name: 'QuickChart', standIn: true },
  stop: charts.stop,
});

/** @param isDemo whether there is a stand-in for Discord that the demo users can be written to through */
async function databasePart(isDemo: boolean): Promise<Part> {
  const emulator = await startCosmosEmulator();
  const { endpoint, key } = emulator;
  const cosmos = createCosmos({ endpoint, key, database: 'oddstracker' });
  await cosmos.ensureDatabase(STORE_NAMES);
  if (isDemo) await seedDemoUsers(cosmos);
  cosmos.close();
  return {
    env: { COSMOS_ENDPOINT: endpoint, COSMOS_KEY: key, COSMOS_DATABASE: 'oddstracker' },
    status: { name: 'Cosmos DB', standIn: true, note: 'embedded emulator, in memory' },
    stop: emulator.stop,
  };
}

/** Its clock is the wall's: limits must pass while the app's clock stands still between two snapshots. */
const startDiscordStandIn = (speed: number): Promise<DiscordStandIn> =>
  startDiscord({
    now: Date.now,
    token: BOT_TOKEN,
    channels: STAND_IN_CHANNELS,
    rateLimitScale: 1 / speed,
  });

const discordPart = (discord: DiscordStandIn): Part => ({
  env: {
    DISCORD_APPLICATION_ID: discord.applicationId,
    DISCORD_PUBLIC_KEY: discord.publicKey,
    DISCORD_BOT_TOKEN: BOT_TOKEN,
    DISCORD_API_BASE_URL: discord.url,
    ...CHANNELS,
  },
  status: { name: 'Discord', standIn: true },
  stop: discord.stop,
});
