import { randomUUID } from 'node:crypto';
import { consoleTelemetry } from '../../shared/adapters/telemetry/console-telemetry.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { HostEvent } from '../host/events.ts';
import type { Row, Tables } from '../kql/run-kql.ts';

const NAMES = ['AppMetrics', 'AppRequests', 'AppDependencies', 'AppTraces', 'AppExceptions', '_LogOperation'] as const;
type TableName = (typeof NAMES)[number];

export interface TelemetryTables {
  take(event: HostEvent): void;
  /** As Log Analytics would keep them: `TimeGenerated` is a Date. */
  tables(): Tables;
}

const SEVERITY = { debug: 0, info: 1, warn: 2, error: 3 } as const;
const MOST_ROWS = 50_000;

/**
 * What the host sees of the app, as the tables of Log Analytics: metrics and spans as the app exports them, a row of AppRequests for each
 * invocation and one of AppTraces for each log line, as Azure's host writes them. The oldest rows of a full table go first.
 */
export function createTelemetryTables({
  now = Date.now,
  mostRows = MOST_ROWS,
}: {
  readonly now?: Clock;
  readonly mostRows?: number;
} = {}): TelemetryTables {
  const kept = Object.fromEntries(NAMES.map((name) => [name, [] as Row[]])) as Record<TableName, Row[]>;
  const add = (table: TableName, row: Row): void => {
    const rows = kept[table];
    rows.push({ AppRoleName: 'oddstracker', ...row });
    // A tenth at once: to shift a long list row by row is slow.
    if (rows.length > mostRows) rows.splice(0, Math.ceil(mostRows / 10));
  };
  // The very lines that the app writes in Azure.
  const lines = consoleTelemetry({
    format: 'json',
    now,
    write: (Message, level) =>
      add('AppTraces', {
        TimeGenerated: new Date(now()),
        Message,
        SeverityLevel: SEVERITY[level],
        OperationId: '',
        Properties: {},
      }),
  });
  return {
    take: (event) => {
      switch (event.kind) {
        case 'rows':
          for (const { table, columns } of event.rows)
            add(table, { ...columns, TimeGenerated: new Date(Number(columns['TimeGenerated'])) });
          break;
        case 'telemetry':
          if (event.record.kind === 'log') lines[event.record.level](event.record.event, event.record.fields);
          break;
        case 'invocation-ended':
          add('AppRequests', invocationRow(event, now()));
          break;
      }
    },
    tables: () => kept,
  };
}

const invocationRow = (
  { function: Name, ms, outcome, invocationId }: Extract<HostEvent, { kind: 'invocation-ended' }>,
  endedAt: number,
): Row => ({
  TimeGenerated: new Date(endedAt - ms),
  Id: randomUUID(),
  OperationId: randomUUID(),
  ParentId: '',
  Name,
  DurationMs: ms,
  Success: outcome === 'ok',
  ResultCode: outcome === 'ok' ? '0' : '1',
  Properties: { InvocationId: invocationId },
});
