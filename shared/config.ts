import { z } from 'zod';
import type { Tier } from './domain/account/tier.ts';
import type { Interval } from './ports/billing.ts';

const DISCORD_ID = /^\d{1,20}$/;
const LEAGUES = 'americanfootball_nfl,basketball_nba,icehockey_nhl,soccer_epl';

const text = (what: string) => z.string({ error: what }).trim().min(1, what);
const url = (what: string) => z.url({ protocol: /^https?$/, error: what });
const list = (what: string) =>
  text(what)
    .transform((value) => [...new Set(value.split(',').map((part) => part.trim()))].filter(Boolean))
    .refine((parts) => parts.length > 0 && parts.every((part) => /^[a-z0-9_]{1,64}$/.test(part)), what);
const PUBLIC_KEY = 'the public key of the application, from the Discord developer portal: 64 hexadecimal digits';
const discordId = (what: string) => z.string({ error: what }).regex(DISCORD_ID, what);

const SECRET_KEY = 'a secret or restricted key of Stripe, sk_… or rk_…; leave it out to run without payments';
const WEBHOOK_SECRET = 'the webhook endpoint’s signing secret, whsec_…; npm run setup:stripe prints it';
const stripeId = (prefix: string, what: string) => {
  const message = `the id of ${what}, ${prefix}_…; npm run setup:stripe prints it`;
  return z
    .string({ error: message })
    .trim()
    .regex(new RegExp(`^${prefix}_\\w{1,250}$`), message)
    .optional();
};

const environmentSchema = z.object({
  ODDS_API_KEY: text('your key from the-odds-api.com'),
  ODDS_API_BASE_URL: url('an http(s) URL').default('https://api.the-odds-api.com'),
  ODDS_LEAGUES: list('sport keys separated by commas, e.g. americanfootball_nfl,basketball_nba').default(
    LEAGUES.split(','),
  ),
  ODDS_MARKETS: list('some of h2h,spreads,totals')
    .refine((keys) => keys.every((key) => ['h2h', 'spreads', 'totals'].includes(key)), 'some of h2h,spreads,totals')
    .default(['h2h', 'spreads', 'totals']),
  ODDS_REGIONS: list('regions separated by commas, e.g. us,eu').default(['us']),
  ODDS_BOOKMAKERS: list('bookmaker keys separated by commas; replaces ODDS_REGIONS').optional(),
  ODDS_MONTHLY_CREDITS: z.coerce
    .number({ error: 'credits a month, a whole number' })
    .int()
    .min(1)
    .max(1e9)
    .default(500),
  AzureWebJobsStorage: text('a storage connection string, or set AzureWebJobsStorage__queueServiceUri').optional(),
  AzureWebJobsStorage__accountName: text('a storage account name').optional(),
  AzureWebJobsStorage__queueServiceUri: url('https://ACCOUNT.queue.core.windows.net').optional(),
  AzureWebJobsStorage__clientId: text('the client id of the managed identity').optional(),
  COSMOS_ENDPOINT: url('the URI of the Cosmos DB account, e.g. https://ACCOUNT.documents.azure.com'),
  COSMOS_KEY: text('the account key; leave it out to use the managed identity').optional(),
  COSMOS_DATABASE: text('a database name').default('oddstracker'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'redis://HOST:PORT or rediss://…; leave it out to run without Redis' })
    .optional(),
  DISCORD_APPLICATION_ID: discordId('the id of the application, from the Discord developer portal, digits only'),
  DISCORD_PUBLIC_KEY: z
    .string({ error: PUBLIC_KEY })
    .trim()
    .regex(/^[0-9a-f]{64}$/i, PUBLIC_KEY),
  DISCORD_BOT_TOKEN: text("the bot's token, from the Discord developer portal"),
  DISCORD_ALERTS_CHANNEL_ID: discordId('the id of #odds-alerts, digits only'),
  DISCORD_SHARP_CHANNEL_ID: discordId('the id of #sharp-signals, digits only'),
  DISCORD_API_BASE_URL: url('an http(s) URL').default('https://discord.com/api/v10'),
  DISCORD_GUILD_ID: discordId('the id of the server, digits only').optional(),
  DISCORD_ROLE_STARTER_ID: discordId('the id of the role Starter; npm run setup:discord prints it').optional(),
  DISCORD_ROLE_CORE_ID: discordId('the id of the role Core; npm run setup:discord prints it').optional(),
  DISCORD_ROLE_SHARP_ID: discordId('the id of the role Sharp; npm run setup:discord prints it').optional(),
  DISCORD_SKU_STARTER_ID: discordId('the id of the SKU that sells Starter inside Discord').optional(),
  DISCORD_SKU_CORE_ID: discordId('the id of the SKU that sells Core inside Discord').optional(),
  DISCORD_SKU_SHARP_ID: discordId('the id of the SKU that sells Sharp inside Discord').optional(),
  STRIPE_SECRET_KEY: z
    .string({ error: SECRET_KEY })
    .trim()
    .regex(/^[sr]k_(test|live)_\w{8,250}$/, SECRET_KEY)
    .optional(),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .trim()
    .regex(/^whsec_\S{8,250}$/, WEBHOOK_SECRET)
    .optional(),
  STRIPE_PRICE_STARTER: stripeId('price', 'a month of Starter'),
  STRIPE_PRICE_CORE: stripeId('price', 'a month of Core'),
  STRIPE_PRICE_SHARP: stripeId('price', 'a month of Sharp'),
  STRIPE_PRICE_STARTER_YEARLY: stripeId('price', 'a year of Starter'),
  STRIPE_PRICE_CORE_YEARLY: stripeId('price', 'a year of Core'),
  STRIPE_PRICE_SHARP_YEARLY: stripeId('price', 'a year of Sharp'),
  STRIPE_PORTAL_CONFIGURATION: stripeId('bpc', 'the customer portal’s configuration'),
  STRIPE_API_BASE_URL: url('an http(s) URL').default('https://api.stripe.com'),
  PUBLIC_BASE_URL: url('where people reach this app, e.g. https://APP.azurewebsites.net').optional(),
  WEBSITE_HOSTNAME: text('set by Azure').optional(),
  ANTHROPIC_API_KEY: text('your key from Anthropic; leave it out for explanations from a template').optional(),
  ANTHROPIC_MODEL: text('a model of Claude').default('claude-haiku-5-5'),
  ANTHROPIC_BASE_URL: url('an http(s) URL').default('https://api.anthropic.com'),
  QUICKCHART_BASE_URL: url('an http(s) URL').default('https://quickchart.io'),
  APPLICATIONINSIGHTS_CONNECTION_STRING: z
    .string()
    .trim()
    .regex(
      /^InstrumentationKey=[0-9a-f-]{36}(;|$)/i,
      'the connection string of Application Insights, InstrumentationKey=…',
    )
    .optional(),
  OTEL_METRIC_EXPORT_INTERVAL: z.coerce
    .number({ error: 'milliseconds, 1000 to 3600000' })
    .int()
    .min(1000)
    .max(3_600_000)
    .default(60_000),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number({ error: 'the share of traces to keep, 0 to 1' }).min(0).max(1).default(1),
  WEBSITE_INSTANCE_ID: text('set by Azure').optional(),
});

type Environment = z.infer<typeof environmentSchema>;
/** Every setting that the app reads. */
export const SETTING_NAMES = Object.keys(environmentSchema.shape) as (keyof Environment)[];

type StorageSettings =
  | { readonly kind: 'connection-string'; readonly connectionString: string }
  | { readonly kind: 'identity'; readonly queueServiceUri: string; readonly clientId: string | undefined };

type PerTier<T> = Readonly<Record<Tier, T>>;

interface StripeSettings {
  readonly secretKey: string;
  readonly webhookSecret: string;
  readonly baseUrl: string;
  /** Absent: the account's default. */
  readonly portalConfiguration: string | undefined;
  readonly prices: PerTier<Readonly<Record<Interval, string | undefined>>>;
}

export interface Config {
  readonly odds: {
    readonly apiKey: string;
    readonly baseUrl: string;
    readonly leagues: readonly string[];
    readonly markets: readonly string[];
    readonly regions: readonly string[];
    readonly bookmakers: readonly string[] | undefined;
    readonly monthlyCredits: number;
  };
  readonly storage: StorageSettings;
  readonly cosmos: { readonly endpoint: string; readonly key: string | undefined; readonly database: string };
  readonly redisUrl: string | undefined;
  readonly discord: {
    readonly applicationId: string;
    readonly publicKey: string;
    readonly token: string;
    readonly baseUrl: string;
    readonly alertsChannelId: string;
    readonly sharpChannelId: string;
    readonly guildId: string | undefined;
    readonly roles: PerTier<string | undefined>;
    /** What is sold inside Discord. */
    readonly skus: PerTier<string | undefined>;
  };
  /** Absent: payments are not set up. */
  readonly stripe: StripeSettings | undefined;
  /** Where people reach this app, without a slash at its end. */
  readonly publicBaseUrl: string | undefined;
  readonly claude: { readonly apiKey: string | undefined; readonly model: string; readonly baseUrl: string };
  readonly quickChartBaseUrl: string;
  readonly telemetry: {
    /** Absent: metrics and traces stay here. */
    readonly connectionString: string | undefined;
    readonly exportEveryMs: number;
    /** Share of traces that are kept, 0 to 1. */
    readonly tracesRatio: number;
    readonly instance: string | undefined;
  };
}

/** The settings do not make sense: the message names every problem, and never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads the environment, once. Throws {@link ConfigError} that names every setting at fault and what is expected of it. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  // Azure shows an emptied setting as an empty string: it is not set.
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = environmentSchema.safeParse(given);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => problem(given, issue));
  const storage = readStorage(given);
  if (!storage)
    problems.push('AzureWebJobsStorage is missing: a storage connection string, or its identity-based form');
  if (parsed.success) problems.push(...halfAStripe(parsed.data), ...namedTwice(parsed.data));
  if (!parsed.success || !storage || problems.length > 0) throw new ConfigError(explain(problems));
  return toConfig(parsed.data, storage);
}

const problem = (
  given: Record<string, unknown>,
  { path, message }: { path: PropertyKey[]; message: string },
): string => {
  const name = String(path[0]);
  return given[name] === undefined ? `${name} is missing: ${message}` : `${name} is not valid: expected ${message}`;
};

/** Payments are set up as a whole or not at all: half of them would take money and give nothing for it. */
const halfAStripe = (env: Environment): string[] => {
  // Prices alone are no sign: they may be stored long before the secrets are.
  if (env.STRIPE_SECRET_KEY === undefined && env.STRIPE_WEBHOOK_SECRET === undefined) return [];
  const needed = {
    STRIPE_SECRET_KEY: SECRET_KEY,
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    STRIPE_PRICE_STARTER: 'the id of the price of Starter',
    STRIPE_PRICE_CORE: 'the id of the price of Core',
    STRIPE_PRICE_SHARP: 'the id of the price of Sharp',
    DISCORD_GUILD_ID: 'the id of the server whose roles follow payments',
    DISCORD_ROLE_STARTER_ID: 'the id of the role Starter',
    DISCORD_ROLE_CORE_ID: 'the id of the role Core',
    DISCORD_ROLE_SHARP_ID: 'the id of the role Sharp',
  } as const;
  return [
    ...Object.entries(needed).flatMap(([name, what]) =>
      env[name as keyof typeof needed] === undefined ? [`${name} is missing, with payments set up: ${what}`] : [],
    ),
    ...(publicUrlOf(env) === undefined
      ? [
          'PUBLIC_BASE_URL is missing, with payments set up: where people reach this app, for Stripe sends them back there',
        ]
      : []),
  ];
};

/** Two tiers of one id would give the one for the other. */
const namedTwice = (env: Environment): string[] =>
  [/^STRIPE_PRICE_/, /^DISCORD_ROLE_/, /^DISCORD_SKU_/].flatMap((kind) => {
    const names = Object.keys(env).filter((name) => kind.test(name)) as (keyof Environment)[];
    const twice = names.filter((name) =>
      names.some((other) => other !== name && env[name] !== undefined && env[other] === env[name]),
    );
    return twice.length === 0 ? [] : [`${twice.join(' and ')} name the same: each has an id of its own`];
  });

const explain = (problems: readonly string[]): string =>
  [
    `OddsTracker cannot start: ${problems.length} ${problems.length === 1 ? 'setting needs' : 'settings need'} attention.`,
    ...problems.map((line) => `  ${line}`),
    'Set them in local.settings.json (on this machine) or in the function app’s settings (Azure), then start again.',
  ].join('\n');

function readStorage(given: Record<string, string | undefined>): StorageSettings | undefined {
  const { AzureWebJobsStorage: connectionString, AzureWebJobsStorage__accountName: account } = given;
  if (connectionString) return { kind: 'connection-string', connectionString };
  const queueServiceUri =
    given['AzureWebJobsStorage__queueServiceUri'] ?? (account && `https://${account}.queue.core.windows.net`);
  return queueServiceUri
    ? { kind: 'identity', queueServiceUri, clientId: given['AzureWebJobsStorage__clientId'] }
    : undefined;
}

/** Core Tools name the host without its protocol, and this machine has no certificate. */
const publicUrlOf = ({ PUBLIC_BASE_URL: given, WEBSITE_HOSTNAME: host }: Environment): string | undefined =>
  given?.replace(/\/+$/, '') ??
  (host === undefined ? undefined : `${/^(localhost|127\.0\.0\.1)\b/.test(host) ? 'http' : 'https'}://${host}`);

const stripeOf = (env: Environment): StripeSettings | undefined =>
  env.STRIPE_SECRET_KEY === undefined || env.STRIPE_WEBHOOK_SECRET === undefined
    ? undefined
    : {
        secretKey: env.STRIPE_SECRET_KEY,
        webhookSecret: env.STRIPE_WEBHOOK_SECRET,
        baseUrl: env.STRIPE_API_BASE_URL,
        portalConfiguration: env.STRIPE_PORTAL_CONFIGURATION,
        prices: {
          starter: { month: env.STRIPE_PRICE_STARTER, year: env.STRIPE_PRICE_STARTER_YEARLY },
          core: { month: env.STRIPE_PRICE_CORE, year: env.STRIPE_PRICE_CORE_YEARLY },
          sharp: { month: env.STRIPE_PRICE_SHARP, year: env.STRIPE_PRICE_SHARP_YEARLY },
        },
      };

const toConfig = (env: Environment, storage: StorageSettings): Config => ({
  odds: {
    apiKey: env.ODDS_API_KEY,
    baseUrl: env.ODDS_API_BASE_URL,
    leagues: env.ODDS_LEAGUES,
    markets: env.ODDS_MARKETS,
    regions: env.ODDS_REGIONS,
    bookmakers: env.ODDS_BOOKMAKERS,
    monthlyCredits: env.ODDS_MONTHLY_CREDITS,
  },
  storage,
  cosmos: { endpoint: env.COSMOS_ENDPOINT, key: env.COSMOS_KEY, database: env.COSMOS_DATABASE },
  redisUrl: env.REDIS_URL,
  discord: {
    applicationId: env.DISCORD_APPLICATION_ID,
    publicKey: env.DISCORD_PUBLIC_KEY,
    token: env.DISCORD_BOT_TOKEN,
    baseUrl: env.DISCORD_API_BASE_URL,
    alertsChannelId: env.DISCORD_ALERTS_CHANNEL_ID,
    sharpChannelId: env.DISCORD_SHARP_CHANNEL_ID,
    guildId: env.DISCORD_GUILD_ID,
    roles: {
      starter: env.DISCORD_ROLE_STARTER_ID,
      core: env.DISCORD_ROLE_CORE_ID,
      sharp: env.DISCORD_ROLE_SHARP_ID,
    },
    skus: { starter: env.DISCORD_SKU_STARTER_ID, core: env.DISCORD_SKU_CORE_ID, sharp: env.DISCORD_SKU_SHARP_ID },
  },
  stripe: stripeOf(env),
  publicBaseUrl: publicUrlOf(env),
  claude: { apiKey: env.ANTHROPIC_API_KEY, model: env.ANTHROPIC_MODEL, baseUrl: env.ANTHROPIC_BASE_URL },
  quickChartBaseUrl: env.QUICKCHART_BASE_URL,
  telemetry: {
    connectionString: env.APPLICATIONINSIGHTS_CONNECTION_STRING,
    exportEveryMs: env.OTEL_METRIC_EXPORT_INTERVAL,
    tracesRatio: env.OTEL_TRACES_SAMPLER_ARG,
    instance: env.WEBSITE_INSTANCE_ID?.slice(0, 16),
  },
});
