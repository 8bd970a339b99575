import hostJson from '../host.json' with { type: 'json' };
import { createPoisonQueues } from './adapters/queues/poison-queues.ts';
import type { Config } from './config.ts';
import type { ChannelName } from './domain/account/channels.ts';
import { budgetReport } from './domain/polling/budget-report.ts';
import type { Level } from './domain/signal/signal.ts';
import type { QueueName } from './messages/messages.ts';
import { feedbackReport } from './pipeline/operations/feedback-report.ts';
import { type Clearing, dropPoison, listPoison, type PoisonDeps, replayPoison } from './pipeline/operations/poison.ts';
import { listRejected, showRejected } from './pipeline/operations/rejected.ts';
import { type ResendDeps, resend } from './pipeline/operations/resend.ts';
import { type SetThresholdDeps, setThreshold, showThresholds, thresholdOf } from './pipeline/operations/thresholds.ts';
import { readBudget } from './pipeline/polling/budget-store.ts';
import { everyLeague } from './pipeline/polling/league-store.ts';
import type { Cache } from './ports/cache.ts';
import type { Clock } from './ports/clock.ts';
import type { MessageSender } from './ports/queue.ts';
import type { Telemetry } from './ports/telemetry.ts';
import { recordDropped, rejectedKey, withoutTokens } from './runtime/record-rejected.ts';
import type { Stores } from './stores.ts';

export interface OperationParts {
  readonly config: Pick<Config, 'storage' | 'odds'>;
  readonly channels: Readonly<Record<ChannelName, string>>;
  /** The model's. */
  readonly bars: Readonly<Record<Level, number>>;
  readonly stores: Stores;
  readonly cache: Cache;
  readonly queue: MessageSender;
  readonly telemetry: Telemetry;
  readonly now: Clock;
}

/** Composes what an operator does by hand: `npm run ops`. Nothing that is deployed calls it. */
export function createOperations(parts: OperationParts) {
  const { config, stores, now } = parts;
  const knownLeagues = async (): Promise<readonly string[]> =>
    [...new Set([...config.odds.leagues, ...(await everyLeague(stores.leagues))])].sort();
  const poison: PoisonDeps = {
    poison: createPoisonQueues({ connection: config.storage }),
    noteOf: async (queue, text) => (await stores.rejected.read(rejectedKey(queue, text)))?.value,
    keepDropped: (queue, input) => recordDropped(stores.rejected, { source: queue, input, at: now() }),
    withoutTokens,
    mostTries: hostJson.extensions.queues.maxDequeueCount,
    now,
    wall: Date.now,
  };
  const rejected = { rejected: stores.rejected, knownLeagues };
  const thresholds: SetThresholdDeps = { ...parts, thresholds: stores.thresholds, knownLeagues };
  const alerts: ResendDeps = { ...parts, ...stores, recentSignals: stores['recent-signals'] };
  return {
    listPoison: (queues?: readonly QueueName[]) => listPoison(poison, queues),
    replayPoison: (clearing: Clearing) => replayPoison(poison, clearing),
    dropPoison: (clearing: Clearing) => dropPoison(poison, clearing),
    listRejected: (source?: string) => listRejected(rejected, source),
    showRejected: (id: string) => showRejected(rejected, id),
    showThresholds: () => showThresholds(thresholds),
    thresholdOf: (league: string) => thresholdOf(thresholds, league),
    setThreshold: (wish: Parameters<typeof setThreshold>[1]) => setThreshold(thresholds, wish),
    budget: async () => budgetReport(await readBudget(stores.budgets, config.odds.monthlyCredits, now()), now()),
    resend: (wish: Parameters<typeof resend>[1]) => resend(alerts, wish),
    feedback: (weeks: number) => feedbackReport({ feedback: stores.feedback, now }, weeks),
  };
}
