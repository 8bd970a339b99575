import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CosmosClient } from '@azure/cosmos';
import { QueueServiceClient } from '@azure/storage-queue';
import Stripe from 'stripe';
import { createCosmos } from '../../../shared/adapters/cosmos/cosmos.ts';
import { COMMAND_DEFINITIONS } from '../../../shared/discord/commands/registration.ts';
import { QUEUE_NAMES } from '../../../shared/messages/messages.ts';
import { poisonQueue } from '../../../shared/ports/queue.ts';
import { STORE_NAMES } from '../../../shared/stores.ts';
import { startHost } from '../../host/host.ts';
import { startAzurite } from '../../services/azurite.ts';
import { startCosmosEmulator } from '../../services/cosmos-emulator.ts';
import { freePort } from '../../services/loopback.ts';
import { startRedis } from '../../services/redis.ts';
import { quietListener } from '../../setup/report.ts';
import { createDiscord } from '../../setup-discord/discord.ts';
import { setUp as setUpDiscord } from '../../setup-discord/setup.ts';
import { setUp as setUpStripe } from '../../setup-stripe/setup.ts';
import { createShop } from '../../setup-stripe/shop.ts';
import { startClaude } from '../../stand-ins/claude/server.ts';
import { startDiscord } from '../../stand-ins/discord/server.ts';
import type { FeedSport } from '../../stand-ins/odds-api/feed.ts';
import { startOddsApi } from '../../stand-ins/odds-api/server.ts';
import { simulatedFeed } from '../../stand-ins/odds-api/simulator/simulated-feed.ts';
import { startQuickChart } from '../../stand-ins/quickchart/server.ts';
import { startStripe } from '../../stand-ins/stripe/server.ts';
import { STAND_IN_SKUS } from '../../start/local-discord.ts';
import { type PreflightRequest, preflight } from '../preflight.ts';
import type { Result } from '../run-checks.ts';
import { startKeyVault } from './key-vault.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const BOT_TOKEN = 'bot-token-of-the-tests';
const LIVE_KEY = 'sk_live_key_of_the_tests';
/** Nothing listens there. */
export const NOWHERE = '127.0.0.1:9';
export const TEST_KEY = 'sk_test_key_of_the_tests';
const DATABASE = 'preflight';
const DEFAULT = { month: undefined, year: undefined };

/** Everything that the app talks to, and the app, as the setups leave it: ready to be opened. */
export type World = Awaited<ReturnType<typeof startWorld>>;

export async function startWorld() {
  const folder = await mkdtemp(join(tmpdir(), 'preflight-'));
  const appUrl = `http://localhost:${await freePort()}`;
  const feed = simulatedFeed({ seed: 1, now: Date.now });
  let sports: readonly FeedSport[] = feed.sports();
  const [azurite, emulator, redis, claude, charts, vault, odds, discord, stripe] = await Promise.all([
    startAzurite(),
    startCosmosEmulator(),
    startRedis(),
    startClaude({ keys: ['claude-key-of-the-tests'] }),
    startQuickChart({ validate: false }),
    startKeyVault(),
    startOddsApi({
      feed: { ...feed, sports: () => sports },
      now: Date.now,
      credits: 20_000,
      keys: ['odds-key-of-the-tests'],
      callsPerSecond: 1000,
    }),
    startDiscord({ now: Date.now, token: BOT_TOKEN, channels: [], skus: STAND_IN_SKUS, rateLimitScale: 1e-6 }),
    startStripe({ keys: [LIVE_KEY, TEST_KEY], requestsPerSecond: 10_000 }),
  ]);
  const client = createDiscord({ baseUrl: discord.url, token: BOT_TOKEN });
  const furnish = (endpoint?: string) =>
    setUpDiscord({
      ...{ discord: client, guildId: discord.guildId, endpoint, tell: quietListener },
      ...{ stored: { roles: {}, channels: {}, skus: {} }, commands: COMMAND_DEFINITIONS, isGlobal: false },
    });
  const discordSettings = await furnish();
  const shop = createShop({ baseUrl: stripe.url, key: LIVE_KEY });
  const stripeSettings = await setUpStripe({
    ...{ shop, url: appUrl, currency: undefined, hasWebhookSecret: false, wantsNewSecret: false, tell: quietListener },
    amounts: { starter: DEFAULT, core: DEFAULT, sharp: DEFAULT },
  });

  const cosmos = createCosmos({ endpoint: emulator.endpoint, key: emulator.key, database: DATABASE });
  const queues = QueueServiceClient.fromConnectionString(azurite.connectionString);
  const makeQueue = (name: string) => queues.getQueueClient(name).createIfNotExists();
  await Promise.all([
    cosmos.ensureDatabase(STORE_NAMES),
    ...QUEUE_NAMES.flatMap((name) => [makeQueue(name), makeQueue(poisonQueue(name))]),
  ]);
  cosmos.close();
  const values: Readonly<Record<string, string>> = {
    ...discordSettings,
    ...stripeSettings,
    ODDS_API_KEY: 'odds-key-of-the-tests',
    ODDS_API_BASE_URL: odds.url,
    ODDS_LEAGUES: sports.map(({ key }) => key).join(),
    ODDS_MONTHLY_CREDITS: '20000',
    AzureWebJobsStorage: azurite.connectionString,
    COSMOS_ENDPOINT: emulator.endpoint,
    COSMOS_KEY: emulator.key,
    COSMOS_DATABASE: DATABASE,
    ...(redis ? { REDIS_URL: redis.url } : {}),
    DISCORD_BOT_TOKEN: BOT_TOKEN,
    DISCORD_API_BASE_URL: discord.url,
    STRIPE_SECRET_KEY: LIVE_KEY,
    STRIPE_API_BASE_URL: stripe.url,
    PUBLIC_BASE_URL: appUrl,
    ANTHROPIC_API_KEY: 'claude-key-of-the-tests',
    ANTHROPIC_BASE_URL: claude.url,
    QUICKCHART_BASE_URL: charts.url,
  };
  const host = await startHost({
    root: ROOT,
    env: values,
    port: Number(new URL(appUrl).port),
    restartOnCrash: false,
  });
  await furnish(`${appUrl}/api/discord/interactions`);

  const loadRecord = join(folder, 'load-test.json');
  const keepLoad = (changes: object = {}) =>
    writeFile(loadRecord, JSON.stringify({ ...GOOD_LOAD, at: new Date().toISOString(), ...changes }));
  await keepLoad();
  const { hostname, port } = new URL(stripe.url);
  return {
    ...{ values, odds, discord, stripe, claude, charts, vault, queues, shop, redis, keepLoad },
    cosmos: new CosmosClient({ endpoint: emulator.endpoint, key: emulator.key }),
    /** Stripe, as a person uses it in the Dashboard. */
    dashboard: new Stripe(LIVE_KEY, { host: hostname, port, protocol: 'http', telemetry: false }),
    /** Discord, as a person uses it. */
    callDiscord: async (method: string, path: string, body?: object): Promise<void> => {
      const answer = await fetch(`${discord.url}${path}`, {
        method,
        headers: { authorization: `Bot ${BOT_TOKEN}`, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      if (!answer.ok) throw new Error(`Discord: ${answer.status} ${await answer.text()}`);
    },
    /** What sports the provider has from now on. */
    offer: (offered: readonly FeedSport[]): void => {
      sports = offered;
    },
    sports: feed.sports(),
    check: (changes: Readonly<Record<string, string | undefined>> = {}, request: Partial<PreflightRequest> = {}) =>
      preflight({
        app: { values: changed(values, changes), of: 'the tests' },
        timeoutMs: 20_000,
        now: Date.now,
        readSecret: vault.read,
        loadRecord,
        ...request,
      }),
    stop: async (): Promise<void> => {
      await host.stop();
      await Promise.all(
        [azurite, emulator, redis, claude, charts, vault, odds, discord, stripe].map((each) => each?.stop()),
      );
      await rm(folder, { recursive: true });
    },
  };
}

const GOOD_LOAD = {
  version: '0.1.0',
  ...{ people: 100, seconds: 60, questions: 5000, p95Ms: 400, atOnceP95Ms: 40, failed: 0, unanswered: 0 },
};

/** With these settings; an undefined one is taken away. */
const changed = (
  values: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | undefined>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ ...values, ...changes }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

/** Lines that are not as they have to be: `discord: public key` ► `fail`. */
export const oddLines = (results: readonly Result[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    results
      .filter(({ status }) => status === 'fail' || status === 'warning')
      .map(({ group, name, status }) => [`${group}: ${name}`, status]),
  );
