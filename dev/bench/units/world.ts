import { fileURLToPath } from 'node:url';
import { createCosmos } from '../../../shared/adapters/cosmos/cosmos.ts';
import { cosmosDocuments } from '../../../shared/adapters/cosmos/cosmos-documents.ts';
import { memoryCache } from '../../../shared/adapters/memory/memory-cache.ts';
import { newUser } from '../../../shared/domain/account/account.ts';
import { watchOf } from '../../../shared/domain/account/watch.ts';
import { createAccounts } from '../../../shared/pipeline/accounts.ts';
import { makeStores } from '../../../shared/stores.ts';
import { buildApp } from '../../build.ts';
import { type Host, startHost } from '../../host/host.ts';
import { freePort } from '../../services/loopback.ts';
import type { DiscordStandIn } from '../../stand-ins/discord/server.ts';
import type { OddsFeed } from '../../stand-ins/odds-api/feed.ts';
import { simulatedFeed } from '../../stand-ins/odds-api/simulator/simulated-feed.ts';
import type { StripeStandIn } from '../../stand-ins/stripe/server.ts';
import { openDiscord } from '../../start/local-discord.ts';
import { startSurroundings } from '../../start/surroundings.ts';
import { poll } from '../local-app.ts';
import { type Meter, startMeter } from './meter.ts';
import type { Tally } from './tally.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PLENTY = { points: 1_000_000, duration: 1 };
const EXPORT_MS = 1000;

/** The built app in the midst of counted services. Its clock stands still but for {@link goOn}; its timers fire by hand. */
export interface MeteredWorld {
  readonly host: Host;
  readonly discord: DiscordStandIn;
  readonly stripe: StripeStandIn;
  readonly feed: OddsFeed;
  now(): number;
  /** Lets the app's clock go on, and the market's with it, unless that is to stand still. */
  goOn(ms: number, market?: 'moves' | 'stands'): void;
  poll(): Promise<void>;
  trigger(name: string): Promise<void>;
  /** Does it, waits until nothing moves and all telemetry is told, and answers what it took. */
  measure(act: () => Promise<unknown>): Promise<Tally>;
  /** Puts people of a tier on record who want every alert of these leagues. */
  admit(ids: readonly string[], tier: 'core' | 'sharp', leagues: readonly string[]): Promise<void>;
}

/** @param from epoch ms at which the clock stands in the beginning */
export async function withMeteredWorld<T>(from: number, use: (world: MeteredWorld) => Promise<T>): Promise<T> {
  await buildApp();
  const clock = { app: from, market: from };
  const feed = simulatedFeed({ seed: 1, now: () => clock.market });
  const leagues = feed.sports().map(({ key }) => key);
  const port = await freePort();
  const surroundings = await startSurroundings({
    settings: {},
    appUrl: `http://localhost:${port}`,
    feed,
    leagues,
    now: () => clock.market,
    speed: 1_000_000,
  });
  const { discord, stripe } = surroundings;
  if (!discord || !stripe) throw new Error('There is no stand-in for Discord or for Stripe');
  const meter = await startMeter(surroundings.env);
  try {
    const host = await startHost({
      root: ROOT,
      env: meter.env,
      port,
      clock: { mode: 'fixed', at: from },
      lend: {
        exportEveryMs: EXPORT_MS,
        discordLimits: {
          globalAlone: PLENTY,
          route: PLENTY,
          openingAlone: PLENTY,
          upkeep: PLENTY,
          upkeepTogetherAlone: PLENTY,
        },
      },
      onEvent: meter.take,
    });
    openDiscord(discord, host.url);
    const goOn: MeteredWorld['goOn'] = (ms, market = 'moves') => {
      clock.app += ms;
      if (market === 'moves') clock.market = clock.app;
      host.setClock({ mode: 'fixed', at: clock.app });
    };
    try {
      return await use({
        host,
        discord,
        stripe,
        feed,
        now: () => clock.app,
        goOn,
        poll: () => poll(host),
        trigger: (name) => trigger(host, name),
        measure: (act) => measure(host, meter, act),
        admit: (...people) => admit(surroundings.env, ...people),
      });
    } finally {
      await host.stop();
    }
  } finally {
    await meter.stop();
    await surroundings.stop();
  }
}

async function trigger(host: Host, name: string): Promise<void> {
  const { kind } = await host.trigger(name);
  if (kind !== 'ok') throw new Error(`${name} ended with "${kind}"`);
}

async function measure(host: Host, meter: Meter, act: () => Promise<unknown>): Promise<Tally> {
  meter.lap();
  await act();
  await host.idle();
  // Spans and metrics come with the next export.
  await new Promise((resolve) => setTimeout(resolve, 1.5 * EXPORT_MS));
  return meter.lap();
}

async function admit(
  env: Readonly<Record<string, string>>,
  ids: readonly string[],
  tier: 'core' | 'sharp',
  leagues: readonly string[],
): Promise<void> {
  const { COSMOS_ENDPOINT: endpoint = '', COSMOS_KEY: key = '', COSMOS_DATABASE: database = '' } = env;
  const cosmos = createCosmos({ endpoint, key, database });
  const now = Date.now;
  const stores = makeStores((container, { schema }) => cosmosDocuments(cosmos, { container, schema, now }) as never);
  const accounts = createAccounts({ ...stores, cache: memoryCache({ now }), now });
  const watches = leagues.map((league) => watchOf({ league, leastLevel: 'Medium' }));
  for (const id of ids)
    await accounts.change(id, () => ({
      ...newUser(id),
      subscription: { status: 'active', tier },
      watches,
      cooldownMinutes: 0,
    }));
  cosmos.close();
}
