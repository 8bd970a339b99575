import pLimit from 'p-limit';
import { type Cosmos, createCosmos } from '../../../shared/adapters/cosmos/cosmos.ts';
import { statusOf } from '../../../shared/adapters/cosmos/failure.ts';
import { STORE_NAMES, type StoreName } from '../../../shared/stores.ts';
import { type Checks, counted, type Finding, fact, fail, none, pass } from '../check.ts';
import type { Checking } from '../checking.ts';

const DATABASE = 'database';
const CONTAINERS = 'containers';
const NEEDS = ['COSMOS_ENDPOINT', 'COSMOS_KEY', 'COSMOS_DATABASE', 'AzureWebJobsStorage__clientId'] as const;
const AT_ONCE = 6;
const MOST_NAMED = 5;
const DEPLOY = 'deploy the infrastructure (azd provision): it makes what is missing';

/** What a container is like; undefined: there is none. */
interface Container {
  readonly name: StoreName;
  readonly keyPaths: readonly string[];
  /** Seconds; −1: what each document says; undefined: nothing ever goes. */
  readonly defaultTtl: number | undefined;
}

/** Every container of the app, its partition key and its lifetime. */
export function databaseChecks({ settings: { config }, timeoutMs }: Checking): Checks {
  const { storage, cosmos: settings } = config;
  const identityClientId = storage.kind === 'identity' ? storage.clientId : undefined;
  const cosmos = createCosmos({ ...settings, identityClientId, operationTimeoutMs: timeoutMs * 0.7 });
  const found = fact(DATABASE, () => readAll(cosmos), timeoutMs);
  return {
    checks: [
      { name: DATABASE, needs: NEEDS, look: () => found.read().then(() => pass(`${settings.database} answers`)) },
      {
        name: CONTAINERS,
        needs: NEEDS,
        look: async () => {
          const there = (await found.known()).map(({ name }) => name);
          const missing = STORE_NAMES.filter((name) => !there.includes(name));
          if (there.length === 0) return fail(`${settings.database} has none`, `mend COSMOS_DATABASE, or ${DEPLOY}`);
          return missing.length > 0
            ? fail(`not there: ${list(missing)}`, DEPLOY)
            : pass(`all ${counted(there.length, 'container')}`);
        },
      },
      {
        name: 'partition keys',
        needs: NEEDS,
        look: async () =>
          odd(await found.known(), ({ keyPaths }) => keyPaths.join() === '/pk', {
            right: 'all /pk',
            what: 'not /pk',
            remedy: 'a container’s key never changes: move its documents, delete it, and deploy it anew',
          }),
      },
      {
        name: 'lifetimes',
        needs: NEEDS,
        look: async () =>
          odd(await found.known(), ({ defaultTtl }) => defaultTtl === -1, {
            right: 'as each document says (defaultTtl −1)',
            what: 'defaultTtl is not −1',
            remedy: 'in Data Explorer, Settings of the container, Time to Live: “On (no default)”, or deploy it',
          }),
      },
    ],
    close: cosmos.close,
  };
}

async function readAll(cosmos: Cosmos): Promise<readonly Container[]> {
  const limit = pLimit(AT_ONCE);
  const read = await Promise.all(STORE_NAMES.map((name) => limit(() => readOne(cosmos, name))));
  return read.filter((container) => container !== undefined);
}

async function readOne(cosmos: Cosmos, name: StoreName): Promise<Container | undefined> {
  try {
    const resource = await cosmos.run(name, async (container, abortSignal) => {
      return (await container.read({ abortSignal })).resource;
    });
    return resource && { name, keyPaths: resource.partitionKey?.paths ?? [], defaultTtl: resource.defaultTtl };
  } catch (error) {
    if (error instanceof Error && statusOf(error.cause) === 404) return undefined;
    throw error;
  }
}

const list = (names: readonly string[]): string =>
  names.length > MOST_NAMED
    ? `${names.slice(0, MOST_NAMED).join(', ')} and ${names.length - MOST_NAMED} more`
    : names.join(', ');

function odd(
  containers: readonly Container[],
  isRight: (container: Container) => boolean,
  words: { readonly right: string; readonly what: string; readonly remedy: string },
): Finding {
  if (containers.length === 0) return none(`“${CONTAINERS}” first`);
  const wrong = containers.filter((container) => !isRight(container)).map(({ name }) => name);
  return wrong.length > 0 ? fail(`${words.what}: ${list(wrong)}`, words.remedy) : pass(words.right);
}
