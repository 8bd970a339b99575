import { type QueueCaller, queueCaller } from '../../../shared/adapters/queues/queue-caller.ts';
import { isMissing } from '../../../shared/adapters/queues/queue-service.ts';
import type { Config } from '../../../shared/config.ts';
import { QUEUE_NAMES, type QueueName } from '../../../shared/messages/messages.ts';
import { poisonQueue } from '../../../shared/ports/queue.ts';
import { type Checks, counted, type Finding, Found, fact, fail, pass, warning } from '../check.ts';
import type { Checking } from '../checking.ts';

const SERVICE = 'account';
const NEEDS = [
  'AzureWebJobsStorage',
  'AzureWebJobsStorage__accountName',
  'AzureWebJobsStorage__queueServiceUri',
  'AzureWebJobsStorage__clientId',
] as const;

/** A line for the account, and one for each queue with its poison queue. Changes nothing. */
export function queueChecks({ settings: { config }, timeoutMs }: Checking): Checks {
  const call = queueCaller({ connection: config.storage, timeoutMs });
  const depths = fact(
    SERVICE,
    async () => {
      const names = QUEUE_NAMES.flatMap((name) => [name, poisonQueue(name)]);
      return new Map(await Promise.all(names.map(async (name) => [name, await depthOf(call, name)] as const)));
    },
    timeoutMs,
  );
  return {
    checks: [
      { name: SERVICE, needs: NEEDS, look: async () => pass(`${(await depths.read()).size} queues looked for`) },
      ...QUEUE_NAMES.map((name) => ({
        name,
        needs: NEEDS,
        look: async () => queueFinding(name, await depths.known(), config.storage),
      })),
    ],
  };
}

/** Undefined: there is no such queue. */
const depthOf = (call: QueueCaller, name: string): Promise<number | undefined> =>
  call(name, async (client, abortSignal) => {
    try {
      return (await client.getProperties({ abortSignal })).approximateMessagesCount ?? 0;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }).catch(() => {
    throw new Found(
      fail('the queues cannot be reached, or may not be read', 'look at AzureWebJobsStorage, roles and firewall'),
    );
  });

function queueFinding(
  name: QueueName,
  depths: ReadonlyMap<string, number | undefined>,
  { kind }: Config['storage'],
): Finding {
  const [waiting, poisoned = 0] = [depths.get(name), depths.get(poisonQueue(name))];
  if (poisoned > 0)
    return warning(
      `${counted(poisoned, 'message')} in ${poisonQueue(name)}`,
      `npm run ops -- poison show ${name} tells why: replay or drop them`,
    );
  if (waiting !== undefined) return pass(`${counted(waiting, 'message')} waiting, none poisoned`);
  // The account's key may make it. An identity's role may as well, but there the infrastructure makes every queue.
  return kind === 'connection-string'
    ? warning('not there yet', 'nothing to do: the app makes it with its first message')
    : fail('is not there', 'deploy the infrastructure (azd provision), or mend the account’s name');
}
