import { createCache } from '../../../shared/adapters/cache/cache.ts';
import { createCosmos } from '../../../shared/adapters/cosmos/cosmos.ts';
import { cosmosDocuments } from '../../../shared/adapters/cosmos/cosmos-documents.ts';
import { newUser } from '../../../shared/domain/account/account.ts';
import type { Standing } from '../../../shared/domain/account/tiers.ts';
import { createAccounts } from '../../../shared/pipeline/accounts.ts';
import { STORES } from '../../../shared/stores.ts';
import { silentTelemetry } from '../../silent-telemetry.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly standing: Standing;
}

/** So many people of each standing, the share of each as among subscribers, and a few who have no subscription. */
export function people(prefix: number, numbers: Readonly<Record<Standing, number>>): readonly Person[] {
  const standings = Object.entries(numbers) as [Standing, number][];
  return standings
    .flatMap(([standing, count]) => Array.from({ length: count }, () => standing))
    .map((standing, index) => ({
      id: `${prefix}${String(index).padStart(14, '0')}`,
      name: `${standing} ${index}`,
      standing,
    }));
}

/** Puts people on record, as the app would after they have paid. */
export async function admitPeople(env: Readonly<Record<string, string>>, admitted: readonly Person[]): Promise<void> {
  const { COSMOS_ENDPOINT: endpoint = '', COSMOS_KEY: key = '', COSMOS_DATABASE: database = '' } = env;
  const cosmos = createCosmos({ endpoint, key, database });
  const store = (container: 'users' | 'watchers') =>
    cosmosDocuments(cosmos, { container, schema: STORES[container].schema, now: Date.now });
  const accounts = createAccounts({
    users: store('users'),
    watchers: store('watchers'),
    cache: createCache({ telemetry: silentTelemetry, now: Date.now }),
    now: Date.now,
  });
  for (const { id, standing } of admitted)
    if (standing !== 'none')
      await accounts.change(id, () => ({ ...newUser(id), subscription: { status: 'active', tier: standing } }));
  cosmos.close();
}
