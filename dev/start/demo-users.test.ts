import { describe, expect, it } from 'vitest';
import { createCosmos } from '../../shared/adapters/cosmos/cosmos.ts';
import { cosmosDocuments } from '../../shared/adapters/cosmos/cosmos-documents.ts';
import { STANDINGS, standingOf } from '../../shared/domain/account/tiers.ts';
import { ANY_LEAGUE } from '../../shared/pipeline/fan-out-watchers.ts';
import { STORE_NAMES, STORES } from '../../shared/stores.ts';
import { startCosmosEmulator } from '../services/cosmos-emulator.ts';
import { DEMO_PEOPLE, seedDemoUsers } from './demo-users.ts';

describe('the demo people', () => {
  it('are one of each standing', () => {
    expect(DEMO_PEOPLE.map(({ standing }) => standing)).toEqual(STANDINGS);
    expect(DEMO_PEOPLE.map(({ id }) => id)).toEqual([1, 2, 3, 4].map((n) => `30000000000000000${n}`));
  });

  it('are on record, and listed where they watch, however often they are seeded', async () => {
    const emulator = await startCosmosEmulator();
    const cosmos = createCosmos({ endpoint: emulator.endpoint, key: emulator.key, database: 'demo' });
    try {
      await cosmos.ensureDatabase(STORE_NAMES);
      await seedDemoUsers(cosmos);
      await seedDemoUsers(cosmos);
      const store = (container: 'users' | 'watchers') =>
        cosmosDocuments(cosmos, { container, schema: STORES[container].schema, now: Date.now });
      const users = await Promise.all(DEMO_PEOPLE.map(({ id }) => store('users').read({ id, partition: id })));
      expect(users.map((user) => user && standingOf(user.value.subscription))).toEqual(STANDINGS);
      const listed = async (place: string) =>
        (await store('watchers').list(place, { limit: 10 })).items.map(({ key }) => key.id);
      expect(await listed('americanfootball_nfl')).toEqual(['300000000000000003']);
      expect(await listed(ANY_LEAGUE)).toEqual(['300000000000000004']);
    } finally {
      cosmos.close();
      await emulator.stop();
    }
  });
});
