import type { Cosmos } from '../../shared/adapters/cosmos/cosmos.ts';
import { cosmosDocuments } from '../../shared/adapters/cosmos/cosmos-documents.ts';
import { memoryCache } from '../../shared/adapters/memory/memory-cache.ts';
import { newUser, type User, type Watch } from '../../shared/domain/account/account.ts';
import type { Standing } from '../../shared/domain/account/tiers.ts';
import { watchOf } from '../../shared/domain/account/watch.ts';
import { createAccounts } from '../../shared/pipeline/accounts.ts';
import { STORES } from '../../shared/stores.ts';

interface DemoPerson {
  /** Discord user id. */
  readonly id: string;
  readonly name: string;
  readonly standing: Standing;
}

/** One of each standing, so that all of it can be tried. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { id: '300000000000000001', name: 'Nora', standing: 'none' },
  { id: '300000000000000002', name: 'Stan', standing: 'starter' },
  { id: '300000000000000003', name: 'Cora', standing: 'core' },
  { id: '300000000000000004', name: 'Sheila', standing: 'sharp' },
];

/** What they ask for, so that direct messages can be seen. */
const WISHES: Readonly<Record<Standing, { readonly watches: readonly Watch[]; readonly cooldownMinutes: number }>> = {
  none: { watches: [], cooldownMinutes: 0 },
  starter: { watches: [], cooldownMinutes: 0 },
  core: {
    watches: [watchOf({ league: 'americanfootball_nfl', leastLevel: 'Medium' })],
    cooldownMinutes: 5,
  },
  sharp: { watches: [watchOf({ leastLevel: 'High' })], cooldownMinutes: 0 },
};

const userOf = ({ id, standing }: DemoPerson): User => {
  const { watches, cooldownMinutes } = WISHES[standing];
  return {
    ...newUser(id),
    subscription: standing === 'none' ? { status: 'none' } : { status: 'active', tier: standing },
    watches: [...watches],
    cooldownMinutes,
  };
};

export async function seedDemoUsers(cosmos: Cosmos): Promise<void> {
  const store = (container: 'users' | 'watchers') =>
    cosmosDocuments<User>(cosmos, { container, schema: STORES[container].schema, now: Date.now });
  const now = Date.now;
  const accounts = createAccounts({
    users: store('users'),
    watchers: store('watchers'),
    cache: memoryCache({ now }),
    now,
  });
  for (const person of DEMO_PEOPLE) await accounts.change(person.id, () => userOf(person));
}
