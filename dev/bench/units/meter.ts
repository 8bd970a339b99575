import { z } from 'zod';
import { consoleTelemetry } from '../../../shared/adapters/telemetry/console-telemetry.ts';
import type { TelemetryRow } from '../../../shared/runtime/local-seam.ts';
import type { HostEvent } from '../../host/events.ts';
import { logOwner, rowOwner } from './attribution.ts';
import { cosmosOperation } from './cosmos-operation.ts';
import { type CountingProxy, type Exchange, startCountingProxy } from './counting-proxy.ts';
import { queueOperation } from './queue-operation.ts';
import { createTallyKeeper, type Tally, type TallyKeeper } from './tally.ts';

export interface Meter {
  /** The app's settings, with a proxy before every service. */
  readonly env: Readonly<Record<string, string>>;
  /** Takes the host's events. */
  take(event: HostEvent): void;
  lap(): Tally;
  stop(): Promise<void>;
}

/** What else Azure keeps of a line: time, severity, operation, role. */
const LINE_FRAME_BYTES = 220;

const OUTSIDE = {
  ODDS_API_BASE_URL: 'odds',
  DISCORD_API_BASE_URL: 'discord',
  ANTHROPIC_BASE_URL: 'claude',
  QUICKCHART_BASE_URL: 'quickchart',
  STRIPE_API_BASE_URL: 'stripe',
} as const;

/** Counts all that the app asks of the services around it, all that its functions take, and all that they log. */
export async function startMeter(env: Readonly<Record<string, string>>): Promise<Meter> {
  const keeper = createTallyKeeper();
  const proxies: CountingProxy[] = [];
  const through = async (url: string, onExchange: (exchange: Exchange) => void): Promise<string> => {
    const proxy = await startCountingProxy(url, onExchange);
    proxies.push(proxy);
    return proxy.url;
  };
  const metered: Record<string, string> = { ...env };
  metered['COSMOS_ENDPOINT'] = await through(env['COSMOS_ENDPOINT'] ?? '', (exchange) => {
    const operation = cosmosOperation(exchange);
    if (operation) keeper.cosmos(operation);
  });
  const storage = env['AzureWebJobsStorage'] ?? '';
  const [, queues = ''] = /QueueEndpoint=([^;]+);/.exec(storage) ?? [];
  const meteredQueues = await through(queues, (exchange) => {
    const operation = queueOperation(exchange);
    if (operation) keeper.add('queues', `${operation.queue}/${operation.kind}`);
  });
  metered['AzureWebJobsStorage'] = storage.replace(queues, meteredQueues);
  for (const [setting, service] of Object.entries(OUTSIDE))
    metered[setting] = await through(env[setting] ?? '', (exchange) => countOutside(keeper, service, exchange));
  const logs = countLogs(keeper);
  const calls = countCalls(keeper);
  return {
    env: metered,
    take(event) {
      logs(event);
      calls(event);
    },
    lap: keeper.lap,
    stop: async () => void (await Promise.all(proxies.map(({ stop }) => stop()))),
  };
}

const usageSchema = z.object({ usage: z.object({ input_tokens: z.number(), output_tokens: z.number() }) });

function countOutside(keeper: TallyKeeper, service: string, { path, status, responseBody }: Exchange): void {
  keeper.add('outside', service);
  if (service === 'odds' && /\/odds(\?|$)/.test(path)) keeper.add('outside', 'odds/polls');
  if (service !== 'claude' || status !== 200) return;
  const { usage } = usageSchema.parse(JSON.parse(responseBody.toString()));
  keeper.add('outside', 'claude/input', usage.input_tokens);
  keeper.add('outside', 'claude/output', usage.output_tokens);
}

/** Counts invocations, and the time in which at least one of a function ran. */
function countCalls(keeper: TallyKeeper): (event: HostEvent) => void {
  const running = new Map<string, { calls: number; since: number }>();
  return (event) => {
    if (event.kind !== 'invocation-started' && event.kind !== 'invocation-ended') return;
    const name = event.function;
    const { calls, since } = running.get(name) ?? { calls: 0, since: 0 };
    const now = performance.now();
    if (event.kind === 'invocation-started')
      return void running.set(name, { calls: calls + 1, since: calls === 0 ? now : since });
    running.set(name, { calls: calls - 1, since });
    keeper.add('executions', name);
    if (calls === 1) keeper.add('activeMs', name, now - since);
  };
}

const bytesOf = (columns: object): number => Buffer.byteLength(JSON.stringify(columns));

/** Weighs log lines, spans and metrics as rows of Log Analytics. */
function countLogs(keeper: TallyKeeper): (event: HostEvent) => void {
  let owner = 'other';
  const lines = consoleTelemetry({
    format: 'json',
    write: (line) => keeper.add('logged', owner, Buffer.byteLength(line) + LINE_FRAME_BYTES),
  });
  // A step's parent is told after it, or never where it began elsewhere: by its trace it is found all the same.
  const names = new Map<string, string>();
  const countRows = (rows: readonly TelemetryRow[]): void => {
    for (const { table, columns } of rows)
      if (table === 'AppMetrics')
        keeper.series(JSON.stringify([columns['Name'], columns['Properties']]), bytesOf(columns));
    for (const { table, columns } of rows)
      if (table === 'AppRequests') names.set(String(columns['Id']), String(columns['Name']));
    for (const row of rows) {
      const name =
        row.table === 'AppRequests' ? String(row.columns['Name']) : names.get(String(row.columns['ParentId']));
      if (row.table !== 'AppMetrics') keeper.add('logged', `span:${rowOwner(name ?? '')}`, bytesOf(row.columns));
    }
  };
  return (event) => {
    if (event.kind === 'rows') return countRows(event.rows);
    if (event.kind !== 'telemetry' || event.record.kind !== 'log') return;
    const { level, event: name, fields } = event.record;
    owner = `line:${logOwner(name)}`;
    lines[level](name, fields);
  };
}
