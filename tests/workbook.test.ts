import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tablesOf, telemetryAt, times } from '../dev/control-room/operators/fixtures.ts';
import { createTileBoard } from '../dev/control-room/operators/tile-board.ts';
import { checkKql, runKql, type Tables } from '../dev/kql/run-kql.ts';
import { readTiles, STATES } from '../dev/workbook/tiles.ts';
import { workbookText } from '../dev/workbook/workbook.ts';
import { alertRules } from './support/alert-rules.ts';

const read = (file: string): string => readFileSync(new URL(`../infra/${file}`, import.meta.url), 'utf8');
const ALERTS = read('modules/alerts.bicep');
const TILES = readTiles();
const MONTHLY_CREDITS = 1000;
const RULES = alertRules(MONTHLY_CREDITS);

/** The twentieth of a month of 30 days, at noon. */
const NOW = Date.UTC(2025, 10, 20, 12);
const { metric, log, request, call, cappedLogs } = telemetryAt(NOW);
type Made = ReturnType<typeof metric>;

const tileOf = (id: string) => {
  const tile = TILES.find((each) => each.id === id);
  if (!tile) throw new Error(`there is no tile ${id}`);
  return tile;
};
const answerOf = async (id: string, tables: Tables) => {
  const board = createTileBoard({
    tables: () => tables,
    tiles: [tileOf(id)],
    runKql,
    monthlyCredits: MONTHLY_CREDITS,
    wall: () => NOW,
    stopwatch: () => 0,
  });
  const [answer] = (await board('1h')).tiles;
  if (!answer || answer.error) throw new Error(`${id}: ${answer?.error}`);
  return answer.rows;
};

interface RuleFacts {
  readonly over: string;
  readonly colour: 'critical' | 'warning';
}
const factsOf = (rule: string): RuleFacts => {
  const [, severity, over] =
    ALERTS.match(new RegExp(`name: '${rule}'\\n[\\s\\S]*?severity: (\\w+)Severity\\n[\\s\\S]*?over: '(\\w+)'`)) ?? [];
  if (!over || (severity !== 'critical' && severity !== 'warning')) throw new Error(`no rule ${rule}`);
  return { over, colour: severity };
};
const msOf = (over: string): number => {
  const [, amount, unit] = over.match(/^PT(\d+)([MH])$/) ?? [];
  return Number(amount) * (unit === 'H' ? 3_600_000 : 60_000);
};
/** What the alert rules of a tile would say of the same rows, each over its own time. */
const wordOfRules = (rules: readonly string[], tables: Tables): 'critical' | 'warning' | 'calm' => {
  const firing = rules.filter((name) => {
    const from = NOW - msOf(factsOf(name).over);
    const within = Object.entries(tables).map(([table, rows]) => [
      table,
      rows.filter(({ TimeGenerated }) => Number(TimeGenerated) >= from),
    ]);
    const query = RULES.find((rule) => rule.name === name)?.query ?? '';
    return runKql(query, Object.fromEntries(within), { now: NOW }).length > 0;
  });
  if (firing.some((name) => factsOf(name).colour === 'critical')) return 'critical';
  return firing.length > 0 ? 'warning' : 'calm';
};

describe('the workbook', () => {
  it('is what its source says: else run `node dev/workbook/workbook.ts`', () => {
    expect(read('workbook/workbook.json')).toBe(workbookText(TILES));
  });

  it('has each query once, under its tile’s name, and leaves only what the Bicep fills in', () => {
    const { items } = JSON.parse(workbookText(TILES)) as { items: { type: number; name: string; content: object }[] };
    expect(items.filter(({ type }) => type === 3).map(({ name }) => name)).toEqual(TILES.map(({ id }) => id));
    expect(new Set(items.map(({ name }) => name)).size).toBe(items.length);
    expect(items.map(({ type }) => type).slice(0, 3)).toEqual([1, 9, 1]);
    const text = JSON.stringify(items);
    expect(text).not.toContain('GRAIN');
    expect(text).toContain('{TimeRange:grain}');
    const bicep = read('modules/workbook.bicep');
    for (const token of ['WORKSPACE_ID', 'MONTHLY_CREDITS']) {
      expect(bicep).toContain(`'${token}'`);
      expect(workbookText(TILES)).toContain(token);
    }
  });

  it('has a file for every tile and a tile for every file', () => {
    const files = readdirSync(new URL('../infra/workbook/tiles/', import.meta.url));
    expect(files.sort()).toEqual(TILES.map(({ id }) => `${id}.kql`).sort());
  });

  it.each(TILES)('$id: a correct query', ({ query }) => {
    expect(checkKql(query.replaceAll('GRAIN', '5m').replaceAll('MONTHLY_CREDITS', '500'))).toEqual([]);
  });

  it('shows every alert rule, over the rule’s own time', () => {
    expect(TILES.flatMap(({ rules }) => rules).sort()).toEqual(RULES.map(({ name }) => name).sort());
    // A day of latencies is coloured by the rule's half hour within it; claims are told of once a day.
    const longer = ['alert-latency', 'claims'];
    for (const { id, rules, over } of TILES.filter((tile) => !longer.includes(tile.id)))
      for (const rule of rules) expect(factsOf(rule).over, id).toBe(over);
  });
});

interface Case {
  readonly id: string;
  readonly what: string;
  readonly made: readonly Made[];
  readonly rows: readonly object[];
}

const delivered = (count: number, minutesAgo = 1) => metric('alerts_delivered', count, { kind: 'channel' }, minutesAgo);
const failedTries = (count: number, reason = '50013') => metric('delivery_failures', count, { reason });
const polled = (league: string, age: number) => [1, 2].map((ago) => metric('poll_age_intervals', age, { league }, ago));
const queue = (name: string, seconds: number, poison: number): readonly Made[] => [
  metric('queue_age_seconds', seconds, { queue: name }, 1),
  metric('queue_age_seconds', seconds, { queue: name }, 2),
  metric('poison_messages', poison + 3, { queue: name }, 2),
  metric('poison_messages', poison, { queue: name }, 1),
  ...(poison ? [log('poison_messages_waiting', { queue: `${name}-poison`, count: poison, oldest: '1 min' })] : []),
];
const ran = (timer: string, minutesAgo: number) => request(timer, 20, true, minutesAgo);
const cache = (layer: string, result: string, count: number) => metric('cache_requests', count, { layer, result });
const claim = (level: string, claimed: number, settled: number, isOff = false): readonly Made[] => [
  metric('level_claimed', claimed + 0.1, { league: 'nfl', level }, 1500),
  metric('level_beat_rate', settled, { league: 'nfl', level }, 1500),
  metric('level_claimed', claimed, { league: 'nfl', level }, 60),
  metric('level_beat_rate', settled, { league: 'nfl', level }, 60),
  metric('claim_drift', 1, { league: 'nfl', level }, isOff ? 60 : 1500),
  ...(isOff ? [log('claim_outside_interval', { league: 'nfl', level, claimed: '60.0 %' }, 60)] : []),
];

const CASES: readonly Case[] = [
  {
    id: 'alerts-today',
    what: 'messages since midnight, of both kinds',
    made: [
      delivered(3),
      metric('alerts_delivered', 2, { kind: 'user' }, 600),
      delivered(9, 13 * 60),
      metric('deliveries_planned', 6),
    ],
    rows: [{ label: 'messages', value: 5, state: 'good', note: '2 of them to people, 6 planned' }],
  },
  {
    id: 'alert-latency',
    what: 'a day of alerts, one of them late now',
    made: [
      ...[100, 200, 300].map((latencyMs) => log('alert_delivered', { latencyMs }, 100)),
      log('alert_delivered', { latencyMs: 61_000 }, 10),
      metric('alert_latency_ms', 61_000, {}, 10),
    ],
    rows: [{ label: 'p95', value: 61_000, state: 'warning', note: 'half of 4 within 200 ms' }],
  },
  {
    id: 'alert-latency',
    what: 'one that was late an hour ago',
    made: [log('alert_delivered', { latencyMs: 90_000 }, 60), metric('alert_latency_ms', 90_000, {}, 60)],
    rows: [{ value: 90_000, state: 'good' }],
  },
  {
    id: 'active-people',
    what: 'a person counts once a tier and day',
    made: [
      ...times(3, log('person_active', { person: 'a', tier: 'core' })),
      log('person_active', { person: 'b', tier: 'core' }),
      log('person_active', { person: 'c', tier: 'none' }),
      log('person_active', { person: 'd', tier: 'sharp' }, 13 * 60),
    ],
    rows: [
      { label: 'none', value: 1 },
      { label: 'core', value: 2 },
    ],
  },
  {
    id: 'answered-questions',
    what: 'promises count by what became of them',
    made: [
      metric('interactions', 90, { result: 'answered' }),
      metric('interactions', 4, { result: 'refused' }),
      metric('interactions', 6, { result: 'deferred' }),
      metric('interactions_answered', 3, { result: 'answered' }),
      metric('interactions_answered', 3, { result: 'late' }),
    ],
    rows: [{ label: 'answered', value: 97, state: 'warning', note: '100 asked' }],
  },
  {
    id: 'conversions',
    what: 'this month’s only',
    made: [
      metric('subscription_changes', 2, { from: 'none', to: 'core' }, 5),
      metric('subscription_changes', 1, { from: 'none', to: 'sharp' }, 10 * 24 * 60),
      metric('subscription_changes', 1, { from: 'core', to: 'sharp' }),
      metric('subscription_changes', 4, { from: 'core', to: 'none' }),
      metric('subscription_changes', 50, { from: 'none', to: 'core' }, 20 * 24 * 60),
    ],
    rows: [
      { label: 'new', value: 3, state: 'good' },
      { label: 'moved', value: 1 },
      { label: 'lost', value: 4, state: 'quiet' },
    ],
  },
  {
    id: 'delivery-failures',
    what: 'three of a hundred',
    made: [delivered(97), failedTries(3), failedTries(9, '50007')],
    rows: [{ value: 3, state: 'critical', note: '3 of 100' }],
  },
  {
    id: 'delivery-failures',
    what: 'one in a hundred is allowed',
    made: [delivered(297), failedTries(3)],
    rows: [{ value: 1, state: 'good' }],
  },
  {
    id: 'delivery-failures',
    what: 'two are no share yet',
    made: [delivered(2), failedTries(2)],
    rows: [{ value: 50, state: 'good' }],
  },
  {
    id: 'odds-api-errors',
    what: 'one call in ten fails',
    made: [metric('odds_api_calls', 18, { result: 'ok' }), metric('odds_api_calls', 2, { result: 'timeout' })],
    rows: [{ value: 10, state: 'critical', note: '2 of 20 calls' }],
  },
  {
    id: 'odds-api-errors',
    what: 'one in twenty is allowed',
    made: [metric('odds_api_calls', 19, { result: 'ok' }), metric('odds_api_calls', 1, { result: 'timeout' })],
    rows: [{ value: 5, state: 'good' }],
  },
  {
    id: 'credits',
    what: 'nine tenths are gone on the twentieth',
    made: [metric('credits_remaining', 400, {}, 60), metric('credits_remaining', 100, {}, 2)],
    rows: [{ label: 'left', value: 100, state: 'warning', note: '90 % spent, 65 % of the month gone' }],
  },
  {
    id: 'credits',
    what: 'half are left',
    made: [metric('credits_remaining', 500)],
    rows: [{ value: 500, state: 'good', note: '50 % spent, 65 % of the month gone' }],
  },
  {
    id: 'slow-answers',
    what: 'two of twenty answers are late',
    made: [
      ...times(18, request('discord-interactions', 100)),
      ...times(2, request('discord-interactions', 2500)),
      request('deliver-alert', 9000),
    ],
    rows: [{ value: 2500, state: 'warning', note: 'half of 20 within 100 ms' }],
  },
  {
    id: 'slow-answers',
    what: 'a few slow ones are no share yet',
    made: times(3, request('discord-interactions', 2500)),
    rows: [{ value: 2500, state: 'good' }],
  },
  {
    id: 'cache-hit-rate',
    what: 'more than half is found nowhere',
    made: [cache('l1', 'hit', 200), cache('l1', 'miss', 300), cache('l2', 'hit', 30), cache('l2', 'miss', 270)],
    rows: [
      { label: 'together', value: 46, state: 'warning', note: '500 asked' },
      { label: 'process', value: 40, state: 'quiet', note: '' },
      { label: 'Redis', value: 10, state: 'quiet' },
    ],
  },
  {
    id: 'cache-hit-rate',
    what: 'Redis knows what the process does not',
    made: [cache('l1', 'hit', 200), cache('l1', 'miss', 300), cache('l2', 'hit', 270), cache('l2', 'miss', 30)],
    rows: [{ label: 'together', value: 94, state: 'good' }, {}, { value: 90 }],
  },
  {
    id: 'redis-failures',
    what: 'three times no connection',
    made: [metric('redis_connection_failures', 3), metric('redis_command_failures', 7)],
    rows: [{ value: 3, state: 'critical', note: '7 commands failed' }],
  },
  {
    id: 'redis-failures',
    what: 'Redis is asked, and answers',
    made: [cache('l2', 'hit', 5)],
    rows: [{ value: 0, state: 'good', note: '0 commands failed' }],
  },
  { id: 'redis-failures', what: 'there is no Redis', made: [cache('l1', 'hit', 5)], rows: [] },
  { id: 'logs-cut-off', what: 'the cap was reached', made: [cappedLogs()], rows: [{ value: 1, state: 'warning' }] },
  { id: 'logs-cut-off', what: 'it was not', made: [cappedLogs(70)], rows: [{ value: 0, state: 'good' }] },
  {
    id: 'poll-freshness',
    what: 'the oldest league first',
    made: [...polled('nba', 0.5), ...polled('nfl', 3.5)],
    rows: [
      { league: 'nfl', intervals: 3.5, state: 'critical' },
      { league: 'nba', intervals: 0.5, state: 'good' },
    ],
  },
  {
    id: 'poll-freshness',
    what: 'three intervals, and one look alone, are allowed',
    made: [...polled('nba', 3), metric('poll_age_intervals', 9, { league: 'nfl' })],
    rows: [{ league: 'nfl', state: 'good' }, { state: 'good' }],
  },
  {
    id: 'queues',
    what: 'a message was given up',
    made: [...queue('alerts', 0, 0), ...queue('deliveries', 10, 2), ...queue('interactions', 61, 0)],
    rows: [
      { queue: 'deliveries', oldest: 10, poison: 2, state: 'critical' },
      { queue: 'interactions', oldest: 61, poison: 0, state: 'warning' },
      { queue: 'alerts', oldest: 0, poison: 0, state: 'good' },
    ],
  },
  { id: 'queues', what: 'a message waits', made: queue('alerts', 61, 0), rows: [{ oldest: 61, state: 'warning' }] },
  { id: 'queues', what: 'a minute is allowed', made: queue('alerts', 60, 0), rows: [{ oldest: 60, state: 'good' }] },
  {
    id: 'timers',
    what: 'one has stopped',
    made: [ran('poll-odds', 1), ran('settle-markets', 16), ran('watch-poison-queues', 2)],
    rows: [
      { timer: 'poll-odds', succeeded: '1 min ago', state: 'good' },
      { timer: 'settle-markets', succeeded: 'not in 15 minutes', state: 'critical' },
      { timer: 'watch-poison-queues', succeeded: '2 min ago', state: 'good' },
    ],
  },
  {
    id: 'timers',
    what: 'all run',
    made: [ran('poll-odds', 1), ran('settle-markets', 14), ran('watch-poison-queues', 2)],
    rows: [{ state: 'good' }, { state: 'good', succeeded: '14 min ago' }, { state: 'good' }],
  },
  {
    id: 'claims',
    what: 'one level does not hold today what it claims',
    made: [...claim('High', 0.75, 0.5, true), ...claim('Low', 0.5, 0.5)],
    rows: [
      { league: 'nfl', level: 'High', claimed: 75, settled: 50, state: 'warning' },
      { level: 'Low', claimed: 50, settled: 50, state: 'good' },
    ],
  },
  {
    id: 'claims',
    what: 'it did not yesterday',
    made: claim('Low', 0.5, 0.5),
    rows: [{ level: 'Low', state: 'good' }],
  },
  {
    id: 'errors-by-service',
    what: 'the worst first, within the range alone',
    made: [
      ...times(9, call('claude', 300)),
      call('claude', 900, false),
      ...times(4, call('discord', 80)),
      call('stripe', 50, true, 61),
      request('deliver-alert', 5),
    ],
    rows: [
      { service: 'claude', calls: 10, failed: 1, share: 10, p95: 900, state: 'warning' },
      { service: 'discord', calls: 4, failed: 0, share: 0, p95: 80, state: 'good' },
    ],
  },
  {
    id: 'functions',
    what: 'the host’s rows alone',
    made: [
      ...times(3, request('deliver-alert', 40)),
      request('deliver-alert', 60, false),
      ...times(4, request('process deliveries', 30)),
    ],
    rows: [{ name: 'deliver-alert', runs: 4, failed: 1, share: 25, p95: 60, state: 'good' }],
  },
  {
    id: 'failed-work',
    what: 'the most frequent first, without what ended well',
    made: [
      metric('stage_outcomes', 2, { stage: 'alerts', kind: 'reject', reason: 'schema' }),
      metric('stage_outcomes', 5, { stage: 'deliveries', kind: 'fail', reason: 'Error' }),
      metric('stage_outcomes', 99, { stage: 'deliveries', kind: 'done', reason: '' }),
      metric('stage_outcomes', 9, { stage: 'deliveries', kind: 'drop', reason: 'already-sent' }),
    ],
    rows: [
      { stage: 'deliveries', what: 'fail', reason: 'Error', times: 5 },
      { stage: 'alerts', what: 'reject', reason: 'schema', times: 2 },
    ],
  },
  {
    id: 'claude',
    what: 'calls, what they cost, and what came from the template',
    made: [
      metric('claude_requests', 3, { result: 'ok' }),
      metric('claude_requests', 1, { result: 'timeout' }),
      metric('claude_tokens', 1000, { kind: 'input' }),
      metric('claude_tokens', 200, { kind: 'output' }),
      metric('claude_cost_usd', 0.25),
      metric('explanations', 3, { by: 'claude' }),
      metric('explanations', 1, { by: 'template' }),
    ],
    rows: [{ calls: 4, failed: 1, tokens: 1200, dollars: 0.25, explanations: 4, template: 25 }],
  },
  {
    id: 'signals-by-level',
    what: 'by minute in an hour',
    made: [
      ...times(2, metric('signals', 1, { level: 'High', type: 'SteamMove' }, 1)),
      metric('signals', 4, { level: 'High', type: 'ValueGap' }, 30),
      metric('signals', 9, { level: 'Low' }, 61),
    ],
    rows: [
      { TimeGenerated: new Date(NOW - 30 * 60_000).toISOString(), series: 'High', value: 4 },
      { TimeGenerated: new Date(NOW - 60_000).toISOString(), series: 'High', value: 2 },
    ],
  },
  {
    id: 'latency-trend',
    what: 'half and most',
    made: Array.from({ length: 20 }, (_, n) => log('alert_delivered', { latencyMs: 100 * (n + 1) })),
    rows: [
      { series: 'p50', value: 1000 },
      { series: 'p95', value: 1900 },
    ],
  },
  {
    id: 'credits-trend',
    what: 'the least of each minute',
    made: [metric('credits_remaining', 90, {}, 2), metric('credits_remaining', 80), metric('credits_remaining', 85)],
    rows: [
      { series: 'left', value: 90 },
      { series: 'left', value: 80 },
    ],
  },
  {
    id: 'errors-trend',
    what: 'failed calls, none included',
    made: [call('discord', 5, false), call('discord', 5), call('stripe', 5)],
    rows: [
      { series: 'discord', value: 1 },
      { series: 'stripe', value: 0 },
    ],
  },
];

describe('the tiles', () => {
  it.each(CASES)('$id: $what', async ({ id, made, rows }) => {
    const answer = await answerOf(id, tablesOf(made));
    expect(answer).toMatchObject(rows);
    for (const row of answer) if ('state' in row) expect(STATES).toContain(row['state']);
  });

  it.each(CASES.filter(({ id }) => tileOf(id).rules.length > 0))(
    '$id: coloured as its rules fire, when $what',
    async ({ id, made }) => {
      const tables = tablesOf(made);
      const states = (await answerOf(id, tables)).map((row) => row['state']);
      const worst = ['critical', 'warning'].find((state) => states.includes(state)) ?? 'calm';
      expect(worst).toBe(wordOfRules(tileOf(id).rules, tables));
    },
  );

  it('each has a case, and each rule fires in one', () => {
    expect(TILES.map(({ id }) => id).filter((id) => !CASES.some((one) => one.id === id))).toEqual([]);
    const fired = RULES.filter(({ name }) =>
      CASES.some(({ id, made }) => tileOf(id).rules.includes(name) && wordOfRules([name], tablesOf(made)) !== 'calm'),
    );
    expect(fired).toEqual(RULES);
  });

  it.each(TILES.filter(({ id }) => !['timers', 'logs-cut-off'].includes(id)))(
    '$id: no rows where nothing happened, so that it says why',
    async ({ id }) => {
      expect(await answerOf(id, {})).toEqual([]);
    },
  );
});
