import type { Cosmos } from '../../shared/adapters/cosmos/cosmos.ts';
import { cosmosDocuments } from '../../shared/adapters/cosmos/cosmos-documents.ts';
import type { User } from '../../shared/domain/account/account.ts';
import { saveWatcher } from '../../shared/pipeline/fan-out-watchers.ts';
import { STORES } from '../../shared/stores.ts';

/** Two people to write to, so that direct messages can be seen. */
const DEMO_USERS: readonly User[] = [
  {
    id: '300000000000000001',
    subscription: { status: 'active', tier: 'core' },
    watches: [{ id: 'football', league: 'americanfootball_nfl', leastLevel: 'Medium' }],
    directMessages: true,
    cooldownMinutes: 5,
  },
  {
    id: '300000000000000002',
    subscription: { status: 'active', tier: 'sharp' },
    watches: [{ id: 'everything', leastLevel: 'High' }],
    directMessages: true,
    cooldownMinutes: 0,
  },
];

export async function seedDemoUsers(cosmos: Cosmos): Promise<void> {
  const watchers = cosmosDocuments<User>(cosmos, {
    container: 'watchers',
    schema: STORES.watchers.schema,
    now: Date.now,
  });
  for (const user of DEMO_USERS) await saveWatcher(watchers, user);
}
