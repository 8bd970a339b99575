import { createCosmos } from '../../shared/adapters/cosmos/cosmos.ts';
import { STORE_NAMES } from '../../shared/stores.ts';
import type { ServiceStatus } from '../control-room/state/model.ts';
import { startAzurite } from '../services/azurite.ts';
import { startCosmosEmulator } from '../services/cosmos-emulator.ts';
import { startClaude } from '../stand-ins/claude/server.ts';
import type { DiscordStandIn } from '../stand-ins/discord/server.ts';
import type { OddsFeed } from '../stand-ins/odds-api/feed.ts';
import { startOddsApi } from '../stand-ins/odds-api/server.ts';
import { type QuickChart, startQuickChart } from '../stand-ins/quickchart/server.ts';
import type { StripeStandIn } from '../stand-ins/stripe/server.ts';
import { seedDemoUsers } from './demo-users.ts';
import { type LocalDiscord, startLocalDiscord } from './local-discord.ts';
import { type LocalStripe, startLocalStripe } from './local-stripe.ts';

/** A small young generation: most of what a poll allocates dies at once, and memory is what an instance is paid by. */
const RUNTIME = { languageWorkers__node__arguments: '--max-semi-space-size=4' };
const UNLIMITED_CREDITS = 15_000_000;

export interface SurroundingsOptions {
  /** What local.settings.json configures: each of these services is the real one. */
  readonly settings: Readonly<Record<string, string>>;
  /** Where the app will be reached. */
  readonly appUrl: string;
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
  /** Undefined when Stripe is the real one, or there is none. */
  readonly stripe: StripeStandIn | undefined;
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
  const discord = settings['DISCORD_BOT_TOKEN'] ? undefined : await startLocalDiscord(options.speed);
  // Without the stand-in's roles there is nothing that what is bought could open.
  const stripe = settings['STRIPE_SECRET_KEY'] || !discord ? undefined : await startLocalStripe(options.appUrl);
  const charts = settings['QUICKCHART_BASE_URL'] ? undefined : await startQuickChart();
  const isLocalQueue =
    !settings['AzureWebJobsStorage'] || settings['AzureWebJobsStorage'] === 'UseDevelopmentStorage=true';
  const isIdentity = settings['AzureWebJobsStorage__accountName'] ?? settings['AzureWebJobsStorage__queueServiceUri'];
  const parts = await Promise.all([
    settings['ODDS_API_KEY'] ? real('The Odds API') : oddsPart(options),
    isLocalQueue && !isIdentity ? queuesPart() : real('Storage queues'),
    settings['COSMOS_ENDPOINT'] ? real('Cosmos DB') : databasePart(),
    discord ? discordPart(discord) : real('Discord'),
    stripe ? stripePart(stripe) : settings['STRIPE_SECRET_KEY'] ? real('Stripe') : NO_PAYMENTS,
    settings['ANTHROPIC_API_KEY'] ? real('Claude') : claudePart(),
    charts ? quickChartPart(charts) : real('QuickChart'),
    settings['REDIS_URL']
      ? real('Redis')
      : { env: {}, status: { name: 'Redis', standIn: true, note: 'none: cache in process' } },
  ]);
  const env = Object.assign({}, RUNTIME, settings, ...parts.map((part) => part.env));
  if (discord && !settings['COSMOS_ENDPOINT']) await seedDemoUsers(env, stripe?.stripe);
  return {
    env,
    services: parts.map(({ status }) => status),
    discord: discord?.discord,
    stripe: stripe?.stripe,
    pictures: charts?.url,
    stop: async () => {
      await Promise.all(parts.map((part: Part) => part.stop?.()));
    },
  };
}

async function oddsPart({ feed, leagues, now }: SurroundingsOptions): Promise<Part> {
  const odds = await startOddsApi({ feed, now, credits: UNLIMITED_CREDITS });
  return {
    env: {
      ODDS_API_KEY: 'stand-in',
      ODDS_API_BASE_URL: odds.url,
      ODDS_LEAGUES: leagues.join(),
      ODDS_MONTHLY_CREDITS: String(UNLIMITED_CREDITS),
    },
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

async function databasePart(): Promise<Part> {
  const emulator = await startCosmosEmulator();
  const { endpoint, key } = emulator;
  const cosmos = createCosmos({ endpoint, key, database: 'oddstracker' });
  await cosmos.ensureDatabase(STORE_NAMES);
  cosmos.close();
  return {
    env: { COSMOS_ENDPOINT: endpoint, COSMOS_KEY: key, COSMOS_DATABASE: 'oddstracker' },
    status: { name: 'Cosmos DB', standIn: true, note: 'embedded emulator, in memory' },
    stop: emulator.stop,
  };
}

const discordPart = ({ discord, env }: LocalDiscord): Part => ({
  env,
  status: { name: 'Discord', standIn: true },
  stop: discord.stop,
});

const stripePart = ({ stripe, env }: LocalStripe): Part => ({
  env,
  status: { name: 'Stripe', standIn: true, note: `its dashboard: ${stripe.url}` },
  stop: stripe.stop,
});

const NO_PAYMENTS: Part = { env: {}, status: { name: 'Stripe', standIn: true, note: 'none: there are no payments' } };
