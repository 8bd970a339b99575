import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { HostEvent } from '../../dev/host/events.ts';
import { type Host, type HostOptions, startHost } from '../../dev/host/host.ts';
import { freePort } from '../../dev/services/loopback.ts';
import type { PlannedDelivery } from '../../dev/stand-ins/discord/ledger.ts';
import { createDiscordValidator, discordOpenApiPath } from '../../dev/stand-ins/discord/openapi.ts';
import { type DiscordStandIn, startDiscord } from '../../dev/stand-ins/discord/server.ts';
import type { FeedEvent } from '../../dev/stand-ins/odds-api/feed.ts';
import { type OddsApi, startOddsApi } from '../../dev/stand-ins/odds-api/server.ts';
import type { StripeStandIn } from '../../dev/stand-ins/stripe/server.ts';
import { startLocalStripe } from '../../dev/start/local-stripe.ts';
import { createCosmos } from '../../shared/adapters/cosmos/cosmos.ts';
import { cosmosDocuments } from '../../shared/adapters/cosmos/cosmos-documents.ts';
import { TIERS } from '../../shared/domain/account/tier.ts';
import type { Labels } from '../../shared/ports/telemetry.ts';
import type { LocalSeam, TelemetryRecord } from '../../shared/runtime/local-seam.ts';
import { makeStores, STORE_NAMES, type Stores } from '../../shared/stores.ts';
import type { Background } from './app-background.ts';
import { LEAGUE, led, opening, scriptedFeed, steamed } from './games.ts';
import { HOUR, MINUTE, NOON } from './odds.ts';

export const ALERTS_CHANNEL = '900000000000000001';
export const SHARP_CHANNEL = '900000000000000002';
const BOT_TOKEN = 'bot-token-of-the-tests';
const GUILD_ID = '910000000000000001';
/** The tiers' roles, and what is sold of them inside Discord. */
export const ROLES = {
  starter: '920000000000000001',
  core: '920000000000000002',
  sharp: '920000000000000003',
} as const;
export const SKUS = { starter: '930000000000000001', core: '930000000000000002', sharp: '930000000000000003' } as const;
/** Discord's limits are proven elsewhere: here nothing waits for them, or for an outage to end, unless a test says so. */
const UNLIMITED = { points: 100_000, duration: 1 };
const NO_LIMITS = {
  global: UNLIMITED,
  globalAlone: UNLIMITED,
  route: UNLIMITED,
  opening: UNLIMITED,
  openingAlone: UNLIMITED,
  upkeep: UNLIMITED,
  upkeepTogether: UNLIMITED,
  upkeepTogetherAlone: UNLIMITED,
  outagePauseMs: 0,
};

export interface WorldOptions extends Pick<HostOptions, 'leaseSeconds'> {
  /** Another database server than the shared one. */
  readonly cosmos?: Background['cosmos'];
  readonly env?: Readonly<Record<string, string>>;
  readonly discordLimits?: LocalSeam['discordLimits'];
  /** With metrics and spans as rows, so often (ms). */
  readonly exportEveryMs?: number;
  /** What the odds provider's plan holds a month. Default: more than a test can spend. */
  readonly credits?: number;
  /** With Stripe, and roles that follow. */
  readonly payments?: boolean;
}

/** The whole app in its own process, with everything that it talks to. */
export interface World {
  readonly host: Host;
  readonly odds: OddsApi;
  readonly discord: DiscordStandIn;
  /** The app's settings. */
  readonly env: Readonly<Record<string, string>>;
  /** Undefined in a world without payments. */
  readonly stripe: StripeStandIn | undefined;
  readonly stores: Stores;
  readonly events: readonly HostEvent[];
  /** What the odds provider answers from now on. */
  show(events: readonly FeedEvent[]): void;
  /** Sets the app's clock to so many minutes after noon. */
  setTime(minute: number): void;
  /** Sets the app's clock to so many minutes after noon, fires the poll timer, and waits until its call has ended. */
  poll(minute: number): ReturnType<Host['trigger']>;
  /** Brings these games to where the next poll, at minute 2, sees steam in each: that is one alert a game. */
  prepareSteam(numbers: readonly number[]): Promise<void>;
  /** Sum of a counter of the app over all records that carry these labels. */
  counted(metric: string, labels?: Labels): number;
  logged(event: string): readonly Record<string, unknown>[];
  /** Titles of the messages in a channel, sorted. */
  titles(channelId: string): readonly string[];
  /** What the app planned to deliver, held against what arrived. */
  reconcile(): ReturnType<DiscordStandIn['reconcile']>;
  /** Resolves once that holds; it is asked after each event of the host. */
  until(holds: () => boolean): Promise<void>;
  /** Another host for the same app, after the first was stopped. */
  restart(): Promise<Host>;
  stop(): Promise<void>;
}

const settingsOf = (kind: 'ROLE' | 'SKU', ids: typeof ROLES | typeof SKUS): Record<string, string> =>
  Object.fromEntries(TIERS.map((tier) => [`DISCORD_${kind}_${tier.toUpperCase()}_ID`, ids[tier]]));
const GUILD_SETTINGS = {
  DISCORD_GUILD_ID: GUILD_ID,
  ...settingsOf('ROLE', ROLES),
  ...settingsOf('SKU', SKUS),
};

let databases = 0;

export async function startWorld(background: Background, options: WorldOptions = {}): Promise<World> {
  // Stripe dates by the clock on the wall.
  let now = options.payments ? Date.now() : NOON;
  const database = `tests-${++databases}`;
  const { endpoint, key } = options.cosmos ?? background.cosmos;
  const cosmos = createCosmos({ endpoint, key, database });
  const feed = scriptedFeed();
  const port = await freePort();
  const [odds, discord, payments] = await Promise.all([
    startOddsApi({ feed, now: () => now, credits: options.credits ?? 15_000_000, callsPerSecond: 1_000_000 }),
    startDiscord({
      now: Date.now,
      token: BOT_TOKEN,
      channels: [
        { id: ALERTS_CHANNEL, name: 'odds-alerts' },
        { id: SHARP_CHANNEL, name: 'sharp-signals' },
      ],
      rateLimitScale: options.discordLimits ? 1 : 1e-6,
      guildId: GUILD_ID,
      guild: { roles: TIERS.map((tier, index) => ({ id: ROLES[tier], name: tier, position: index + 1 })) },
      skus: TIERS.map((tier) => ({ id: SKUS[tier], name: tier })),
      ...validation(),
    }),
    options.payments ? startLocalStripe(`http://localhost:${port}`) : undefined,
    background.emptyQueues(),
    cosmos.ensureDatabase(STORE_NAMES),
  ]);
  const events: HostEvent[] = [];
  const hostOptions = (): HostOptions => ({
    root: background.root,
    env: {
      ODDS_API_KEY: 'odds-key-of-the-tests',
      ODDS_API_BASE_URL: odds.url,
      ODDS_LEAGUES: LEAGUE,
      AzureWebJobsStorage: background.azurite.connectionString,
      COSMOS_ENDPOINT: endpoint,
      COSMOS_KEY: key,
      COSMOS_DATABASE: database,
      DISCORD_APPLICATION_ID: discord.applicationId,
      DISCORD_PUBLIC_KEY: discord.publicKey,
      DISCORD_BOT_TOKEN: BOT_TOKEN,
      DISCORD_API_BASE_URL: discord.url,
      DISCORD_ALERTS_CHANNEL_ID: ALERTS_CHANNEL,
      DISCORD_SHARP_CHANNEL_ID: SHARP_CHANNEL,
      ...(payments ? { ...payments.env, ...GUILD_SETTINGS } : {}),
      ...options.env,
    },
    port,
    clock: { mode: 'fixed', at: now },
    lend: {
      discordLimits: options.discordLimits ?? NO_LIMITS,
      ...(options.exportEveryMs === undefined ? {} : { exportEveryMs: options.exportEveryMs }),
    },
    leaseSeconds: options.leaseSeconds ?? 30,
    onEvent: (event) => events.push(event),
  });
  const begin = async (): Promise<Host> => {
    const begun = await startHost(hostOptions());
    discord.endpoint(`${begun.url}/api/discord/interactions`);
    if (payments) discord.webhook(`${begun.url}/api/discord/webhook`);
    return begun;
  };
  const host = await begin();
  const hosts = [host];

  const records = (): readonly TelemetryRecord[] =>
    events.flatMap((event) => (event.kind === 'telemetry' ? [event.record] : []));
  const logged = (name: string) =>
    records().flatMap((record) => (record.kind === 'log' && record.event === name ? [record.fields] : []));
  const setTime = (minute: number): void => {
    now = NOON + minute * MINUTE;
    host.setClock({ mode: 'fixed', at: now });
  };
  const poll = (minute: number) => {
    setTime(minute);
    return host.trigger('poll-odds');
  };
  return {
    host,
    odds,
    discord,
    env: hostOptions().env,
    stripe: payments?.stripe,
    stores: storesOf(cosmos, () => now),
    events,
    show: feed.show,
    setTime,
    poll,
    prepareSteam: async (numbers) => {
      const games = numbers.map((number) => ({ number, start: NOON + HOUR }));
      feed.show(games.map(opening));
      await poll(0);
      feed.show(games.map(led));
      await poll(1);
      await host.idle();
      feed.show(games.map(steamed));
    },
    counted: (metric, labels = {}) =>
      records().reduce(
        (sum, record) =>
          record.kind === 'count' &&
          record.metric === metric &&
          Object.entries(labels).every(([name, value]) => record.labels[name] === value)
            ? sum + record.value
            : sum,
        0,
      ),
    logged,
    titles: (channelId) =>
      discord
        .messages(channelId)
        .flatMap(({ embeds }) => z.array(z.object({ title: z.string() })).parse(embeds))
        .map(({ title }) => title)
        .sort(),
    reconcile: () => discord.reconcile(logged('delivery_planned').map(plannedDelivery)),
    until: (holds) =>
      new Promise((resolve) => {
        const look = () => {
          if (!holds()) return;
          leave();
          resolve();
        };
        const leave = host.events.on(look);
        look();
      }),
    restart: async () => {
      const next = await begin();
      hosts.push(next);
      return next;
    },
    stop: async () => {
      for (const each of hosts) await each.stop();
      cosmos.close();
      await Promise.all([odds.stop(), discord.stop(), payments?.stripe.stop()]);
    },
  };
}

/** Bodies are held against Discord's own description of its API where that file is. */
const validation = () => {
  const path = discordOpenApiPath();
  return existsSync(path) ? { validate: createDiscordValidator(path) } : {};
};

const storesOf = (cosmos: ReturnType<typeof createCosmos>, now: () => number): Stores =>
  makeStores(
    (container, { schema, ttlSeconds }) =>
      cosmosDocuments(cosmos, {
        container,
        schema,
        now,
        ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
      }) as never,
  );

const plannedSchema = z.object({
  nonce: z.string(),
  channelId: z.string().optional(),
  userId: z.string().optional(),
});
const plannedDelivery = (fields: unknown): PlannedDelivery => plannedSchema.parse(fields);
