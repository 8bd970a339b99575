import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cosmos, createCosmos } from '../../shared/adapters/cosmos/cosmos.ts';
import { cosmosDocuments } from '../../shared/adapters/cosmos/cosmos-documents.ts';
import { STANDINGS, standingOf } from '../../shared/domain/account/tiers.ts';
import { ANY_LEAGUE } from '../../shared/pipeline/fan-out-watchers.ts';
import { STORE_NAMES, STORES } from '../../shared/stores.ts';
import { type CosmosEmulator, startCosmosEmulator } from '../services/cosmos-emulator.ts';
import { DEMO_PEOPLE, seedDemoUsers } from './demo-users.ts';
import { startLocalDiscord } from './local-discord.ts';
import { startLocalStripe } from './local-stripe.ts';

let emulator: CosmosEmulator;
let cosmos: Cosmos;
let env: Record<string, string>;
beforeEach(async () => {
  emulator = await startCosmosEmulator();
  env = {
    ODDS_API_KEY: 'stand-in',
    AzureWebJobsStorage: 'UseDevelopmentStorage=true',
    COSMOS_ENDPOINT: emulator.endpoint,
    COSMOS_KEY: emulator.key,
    COSMOS_DATABASE: 'demo',
  };
  cosmos = createCosmos({ endpoint: emulator.endpoint, key: emulator.key, database: 'demo' });
  await cosmos.ensureDatabase(STORE_NAMES);
});
afterEach(async () => {
  cosmos.close();
  await emulator.stop();
});

const store = (container: 'users' | 'watchers') =>
  cosmosDocuments(cosmos, { container, schema: STORES[container].schema, now: Date.now });
const users = () =>
  Promise.all(DEMO_PEOPLE.map(async ({ id }) => (await store('users').read({ id, partition: id }))?.value));
const listed = async (place: string) =>
  (await store('watchers').list(place, { limit: 10 })).items.map(({ key }) => key.id);

describe('the demo people', () => {
  it('are one of each standing', () => {
    expect(DEMO_PEOPLE.map(({ standing }) => standing)).toEqual(STANDINGS);
    expect(DEMO_PEOPLE.map(({ id }) => id)).toEqual([1, 2, 3, 4].map((n) => `30000000000000000${n}`));
  });

  it('have bought their tiers at Stripe, and are listed where they watch', async () => {
    const [{ discord, env: discordEnv }, { stripe, env: stripeEnv }] = await Promise.all([
      startLocalDiscord(1),
      startLocalStripe('http://localhost:7071'),
    ]);
    try {
      await seedDemoUsers({ ...env, ...discordEnv, ...stripeEnv }, stripe);
      const seeded = await users();
      expect(seeded.map((user) => user && standingOf(user.subscription))).toEqual(STANDINGS);
      expect(seeded.map((user) => user?.stripe?.subscriptions.map(({ tier }) => tier))).toEqual([
        undefined,
        ['starter'],
        ['core'],
        ['sharp'],
      ]);
      expect(seeded.flatMap((user) => user?.notices)).toEqual([]);
      expect(await listed('americanfootball_nfl')).toEqual(['300000000000000003']);
      expect(await listed(ANY_LEAGUE)).toEqual(['300000000000000004']);
    } finally {
      await Promise.all([discord.stop(), stripe.stop()]);
    }
  });

  it('have their tiers by hand where there is no Stripe', async () => {
    const { discord, env: discordEnv } = await startLocalDiscord(1);
    try {
      await seedDemoUsers({ ...env, ...discordEnv });
      expect((await users()).map((user) => user && standingOf(user.subscription))).toEqual(STANDINGS);
    } finally {
      await discord.stop();
    }
  });
});
