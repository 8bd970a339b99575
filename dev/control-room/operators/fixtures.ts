import type { Row, Tables } from '../../kql/run-kql.ts';

const MINUTE_MS = 60_000;

interface Made {
  readonly table: string;
  readonly row: Row;
}

/** Rows of telemetry as they stand in Log Analytics, each so many minutes before `now` (epoch ms). */
export const telemetryAt = (now: number) => {
  const at = (minutesAgo: number) => new Date(now - minutesAgo * MINUTE_MS);
  return {
    /** A sum, or what a gauge stood at. */
    metric: (Name: string, value: number, labels: Row = {}, minutesAgo = 1): Made => ({
      table: 'AppMetrics',
      row: {
        TimeGenerated: at(minutesAgo),
        Name,
        Sum: value,
        ItemCount: 1,
        Min: value,
        Max: value,
        Properties: labels,
      },
    }),
    log: (event: string, fields: object, minutesAgo = 1): Made => ({
      table: 'AppTraces',
      row: {
        TimeGenerated: at(minutesAgo),
        Message: JSON.stringify({ time: at(minutesAgo).toISOString(), level: 'info', event, ...fields }),
        SeverityLevel: 1,
      },
    }),
    request: (Name: string, DurationMs: number, Success = true, minutesAgo = 1): Made => ({
      table: 'AppRequests',
      row: { TimeGenerated: at(minutesAgo), Name, DurationMs, Success },
    }),
    call: (service: string, DurationMs: number, Success = true, minutesAgo = 1): Made => ({
      table: 'AppDependencies',
      row: { TimeGenerated: at(minutesAgo), Name: 'GET', DurationMs, Success, Properties: { service } },
    }),
    cappedLogs: (minutesAgo = 1): Made => ({
      table: '_LogOperation',
      row: { TimeGenerated: at(minutesAgo), Category: 'Ingestion', Detail: 'OverQuota' },
    }),
  };
};

/** Every row in its table. */
export const tablesOf = (made: readonly Made[]): Tables => {
  const tables: Record<string, Row[]> = {};
  for (const { table, row } of made) {
    tables[table] ??= [];
    tables[table].push(row);
  }
  return tables;
};

/** The same row more than once. */
export const times = (count: number, made: Made): readonly Made[] => Array.from({ length: count }, () => made);

/** An hour and a half of a day as it may be: everything has something, one queue waits and one message was given up. */
export const someTelemetry = (now: number): Tables => {
  const { metric, log, request, call } = telemetryAt(now);
  const alerts = Array.from({ length: 45 }, (_, n) => [
    metric('deliveries_planned', 2, { kind: 'user' }, 2 * n),
    metric('alerts_delivered', n % 9 ? 2 : 1, { kind: n % 3 ? 'user' : 'channel' }, 2 * n),
    metric('signals', 1 + (n % 3), { type: 'SteamMove', level: ['Low', 'Medium', 'High'][n % 3] ?? '' }, 2 * n),
    metric('alert_latency_ms', 900 + 40 * n, { kind: 'user' }, 2 * n),
    log('alert_delivered', { kind: 'user', latencyMs: 600 + ((n * 97) % 700) }, 2 * n),
    metric('credits_remaining', 310 + n, {}, 2 * n),
    metric('odds_api_calls', 3, { endpoint: 'odds', result: n === 40 ? 'unavailable' : 'ok' }, 2 * n),
    call('odds-api', 210 + n, n !== 40, 2 * n),
    ...['discord', 'discord', 'claude', 'stripe', 'quickchart'].map((service, at) =>
      call(service, 80 + 30 * at + n, (n + at) % 19 > 0, 2 * n),
    ),
    ...['poll-odds', 'settle-markets', 'watch-poison-queues', 'deliver-alert', 'discord-interactions'].map((name, at) =>
      request(name, 12 + 25 * at + n, (n + at) % 31 > 0, 2 * n),
    ),
    metric('cache_requests', 60, { layer: 'l1', result: n % 4 ? 'hit' : 'miss' }, 2 * n),
    metric('cache_requests', 10, { layer: 'l2', result: n % 2 ? 'hit' : 'miss' }, 2 * n),
  ]).flat();
  const people = ['none', 'none', 'core', 'core', 'core', 'sharp'].map((tier, n) =>
    log('person_active', { person: `person-${n}`, tier }, 5),
  );
  const leagues = ['americanfootball_nfl', 'basketball_nba', 'icehockey_nhl'].flatMap((league, n) => [
    metric('poll_age_intervals', 0.4 + n, { league }, 1),
    metric('poll_age_intervals', 0.3 + n / 2, { league }, 2),
    ...['Low', 'Medium', 'High'].flatMap((level, at) => [
      metric('level_claimed', 0.55 + 0.07 * at, { league, level }, 30),
      metric('level_beat_rate', 0.53 + 0.06 * at, { league, level }, 30),
    ]),
  ]);
  const queues = ['fingerprint-changes', 'alerts', 'deliveries', 'interactions', 'billing-events'].flatMap(
    (queue, n) => [
      metric('poison_messages', n === 2 ? 1 : 0, { queue }),
      ...[1, 2].map((ago) => metric('queue_age_seconds', n === 1 ? 95 : 0, { queue }, ago)),
    ],
  );
  return tablesOf([
    ...alerts,
    ...people,
    ...leagues,
    ...queues,
    log('poison_messages_waiting', { queue: 'deliveries-poison', count: 1, oldest: '3 min' }),
    metric('interactions', 40, { name: 'odds', result: 'answered' }),
    metric('interactions', 6, { name: 'explain', result: 'deferred' }),
    metric('interactions_answered', 6, { result: 'answered' }),
    metric('subscription_changes', 3, { from: 'none', to: 'core' }),
    metric('subscription_changes', 1, { from: 'core', to: 'sharp' }),
    metric('subscription_changes', 1, { from: 'sharp', to: 'none' }),
    metric('claude_requests', 5, { result: 'ok' }),
    metric('claude_tokens', 4100, { kind: 'input' }),
    metric('claude_tokens', 620, { kind: 'output' }),
    metric('claude_cost_usd', 0.021),
    metric('explanations', 5, { by: 'claude' }),
    metric('explanations', 1, { by: 'template', reason: 'budget' }),
    metric('stage_outcomes', 5, { stage: 'deliver-alert', kind: 'fail', reason: 'DiscordError' }),
  ]);
};
