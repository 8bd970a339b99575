import { QUEUE_NAMES, type QueueName } from '../../shared/messages/messages.ts';
import { computeOf, MONTH_SECONDS, TIMERS } from './compute.ts';
import type { EstimateInput, Item } from './item.ts';
import { logsOf } from './logs.ts';
import type { Phase } from './phases.ts';
import { costOf, type PriceName } from './prices.ts';
import { total, type Work } from './usage.ts';
import { millions, thousands } from './words.ts';

const GB = 1e9;
const HOURS = MONTH_SECONDS / 3600;
const MINUTES = MONTH_SECONDS / 60;
const DAYS = 30;
/** Bytes of a user's record and its copies by league. */
const BYTES_PER_USER = 4096;

/** Which function listens to a queue: an instance of it asks all the time. */
const LISTENERS: Readonly<Record<QueueName, string>> = {
  'fingerprint-changes': 'score-market',
  alerts: 'fan-out-alert',
  deliveries: 'deliver-alert',
  interactions: 'answer-interaction',
  'billing-events': 'apply-billing-event',
};

export const LOGS = 'Log Analytics';

/** What Azure is paid for. */
export function infrastructureOf(input: EstimateInput, works: readonly Work[]): readonly Item[] {
  const { users, phase, units, assumptions, prices: table } = input;
  const price = (name: PriceName, amount: number): number => costOf(table.prices[name], amount);
  const item = (name: string, amount: string, usd: number): Item => ({ of: 'infrastructure', name, amount, usd });
  const compute = computeOf(works, phase, assumptions);
  const instances = phase.alwaysReady.reduce((sum, { instanceCount }) => sum + instanceCount, 0);
  const queueOperations = total(works, (cost) => cost.queueOperations);
  const idleReads = listenersOf(phase) * units.emptyReadsPerSecond * MONTH_SECONDS;
  const requestUnits = total(works, (cost) => cost.requestUnits);
  const storedGb =
    (works.reduce((sum, { cost, count, keptMonths }) => sum + cost.storedBytes * count * keptMonths, 0) +
      users * BYTES_PER_USER) /
    GB;
  const blobs = assumptions.blobOperationsPerMinute * (instances + TIMERS) * MINUTES;
  const logs = logsOf(works, phase, units, assumptions);
  const { every5Minutes, every15Minutes, metric } = phase.rules;
  const nodes = phase.useRedis ? (phase.redisHighAvailability ? 2 : 1) : 0;
  return [
    item(
      'Functions, always ready',
      `${instances} × ${phase.instanceMemoryMB} MB`,
      price('alwaysReadyBaselineGbSecond', compute.baselineGbSeconds),
    ),
    item(
      'Functions, work',
      `${millions(compute.alwaysReadyExecutions + compute.onDemandExecutions)} calls, ${thousands(
        compute.alwaysReadyGbSeconds + compute.onDemandGbSeconds,
      )} GB-s`,
      price('alwaysReadyGbSecond', compute.alwaysReadyGbSeconds) +
        price('alwaysReadyExecution', compute.alwaysReadyExecutions) +
        price('onDemandGbSecond', compute.onDemandGbSeconds) +
        price('onDemandExecution', compute.onDemandExecutions),
    ),
    item('Queues, messages', `${millions(queueOperations)} operations`, price('queueOperation', queueOperations)),
    item('Queues, listening', `${millions(idleReads)} empty reads`, price('queueOperation', idleReads)),
    item('Blob leases of the host', `${millions(blobs)} operations`, price('blobOtherOperation', blobs)),
    item('Cosmos DB, requests', `${millions(requestUnits)} RU`, price('cosmosRequestUnit', requestUnits)),
    item('Cosmos DB, storage', `${storedGb.toFixed(1)} GB`, price('cosmosStorageGb', storedGb)),
    item(
      'Redis',
      nodes === 0 ? 'none' : `B0, ${nodes === 2 ? 'two nodes' : 'one node'}`,
      price('redisB0NodeHour', nodes * HOURS),
    ),
    item(
      'Private endpoint',
      phase.redisPrivateEndpoint ? 'of Redis' : 'none',
      phase.redisPrivateEndpoint ? price('privateEndpointHour', HOURS) + price('privateDnsZoneMonth', 1) : 0,
    ),
    item(LOGS, `${logs.takenGb.toFixed(1)} GB`, price('logGb', logs.takenGb)),
    item(
      'Alert rules',
      `${every5Minutes} each 5 min, ${every15Minutes} each 15 min`,
      price('logRuleEvery5Minutes', every5Minutes) +
        price('logRuleEvery15Minutes', every15Minutes) +
        price('metricRule', metric),
    ),
    item(
      'Key Vault',
      'references',
      price('vaultOperation', assumptions.vaultOperationsPerInstanceDay * (instances + TIMERS) * DAYS),
    ),
  ];
}

/**
 * Instances that ask a queue: those that are always ready, else one, taken to live all month. On Flex Consumption none need live while
 * its queue is empty, and then the scale controller asks in its place, less often: so this is the most that it can be.
 */
const listenersOf = ({ alwaysReady }: Phase): number =>
  QUEUE_NAMES.reduce((sum, queue) => {
    const ready = alwaysReady.find(({ name }) => name === `function:${LISTENERS[queue]}`);
    return sum + Math.max(1, ready?.instanceCount ?? 0);
  }, 0);
