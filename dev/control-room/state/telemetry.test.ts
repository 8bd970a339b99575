import { describe, expect, it } from 'vitest';
import type { Fields, Labels } from '../../../shared/ports/telemetry.ts';
import type { TelemetryRecord } from '../../../shared/runtime/local-seam.ts';
import { NOON, posted } from '../fixtures.ts';
import { foldDiscordMessage } from './discord-messages.ts';
import { LIMITS, type Room } from './model.ts';
import { pipelineView } from './pipeline-view.ts';
import { createRoom, markTold, update } from './room.ts';
import { foldTelemetry } from './telemetry.ts';

const MOMENT = { now: NOON, uptimeMs: 0 };
const counted = (metric: string, labels: Labels = {}, value = 1): TelemetryRecord => ({
  kind: 'count',
  metric,
  value,
  labels,
});
const observed = (metric: string, value: number): TelemetryRecord => ({ kind: 'observe', metric, value, labels: {} });
const gauged = (metric: string, value: number, labels: Labels = {}): TelemetryRecord => ({
  kind: 'gauge',
  metric,
  value,
  labels,
});
const logged = (event: string, fields: Fields = {}, level: 'debug' | 'info' | 'warn' = 'info'): TelemetryRecord => ({
  kind: 'log',
  level,
  event,
  fields,
});
const roomAfter = (...records: TelemetryRecord[]): Room => {
  const room = createRoom();
  for (const record of records) foldTelemetry(room, record, NOON);
  return room;
};

describe('what the app’s record says of a person', () => {
  const changed = (fields: Fields) => logged('subscription_changed', fields);

  it('follows each change, of those alone who can be acted as', () => {
    const room = createRoom([{ id: '1', name: 'Nora', standing: 'none' }]);
    for (const fields of [
      { userId: '1', from: 'none', to: 'core', reason: undefined },
      { userId: '2', from: 'none', to: 'sharp' },
    ])
      foldTelemetry(room, changed(fields), NOON);
    expect([...room.standings]).toEqual([['1', 'core']]);
    expect(room.logs.map(({ event }) => event)).toEqual(['subscription_changed', 'subscription_changed']);
  });

  it('stays as it is after a record that cannot be read', () => {
    const room = createRoom([{ id: '1', name: 'Nora', standing: 'starter' }]);
    foldTelemetry(room, changed({ userId: '1', from: 'starter', to: 'platinum' }), NOON);
    expect([...room.standings]).toEqual([['1', 'starter']]);
  });
});

describe('the pipeline’s figures', () => {
  it('come from the counters', () => {
    const room = roomAfter(
      counted('odds_polls', { class: 'active' }, 2),
      counted('credits_used', {}, 6),
      gauged('credits_remaining', 494),
      counted('fingerprint_changes', { league: 'nfl' }, 12),
      counted('signals', { type: 'SteamMove', level: 'High' }),
      counted('deliveries_planned', { kind: 'channel' }, 2),
      counted('alerts_delivered', { kind: 'channel' }),
      counted('delivery_failures', { reason: '50007' }),
      counted('cache_requests', { layer: 'l2', result: 'miss' }),
      counted('cache_requests', { layer: 'l1', result: 'hit' }, 3),
      counted('cache_requests', { layer: 'l1', result: 'miss' }),
      ...[100, 200, 300, 4000].map((ms) => observed('alert_latency_ms', ms)),
    );
    expect(pipelineView(room)).toMatchObject({
      polls: 2,
      changes: 12,
      signals: 1,
      signalLevels: [{ name: 'High', count: 1 }],
      planned: 2,
      delivered: 1,
      deliveryFailures: [{ name: '50007', count: 1 }],
      credits: { used: 6, remaining: 494 },
      cache: [
        { layer: 'l1', hits: 3, requests: 4 },
        { layer: 'l2', hits: 0, requests: 1 },
      ],
      latency: { p50: 200, p95: 4000 },
    });
  });

  it('tell drops, rejections, put-backs and failures apart', () => {
    const outcome = (kind: string, reason = '') => counted('stage_outcomes', { stage: 'deliver-alert', kind, reason });
    const view = pipelineView(
      roomAfter(
        outcome('done'),
        outcome('drop', 'event-started'),
        counted('signals_dropped', { reason: 'duplicate', type: 'SteamMove' }, 2),
        outcome('reject', 'unknown-version'),
        outcome('later', 'rate-limited'),
        outcome('fail'),
      ),
    );
    expect(view.drops).toEqual([
      { name: 'duplicate', count: 2 },
      { name: 'event-started', count: 1 },
    ]);
    expect(view.rejects).toEqual([{ name: 'unknown-version', count: 1 }]);
    expect(view.putBack).toEqual([{ name: 'rate-limited', count: 1 }]);
    expect(view.failures).toEqual([{ name: 'deliver-alert', count: 1 }]);
  });

  it('pair each queue with its poison queue, as measured or as last watched', () => {
    const room = roomAfter(gauged('poison_messages', 2, { queue: 'alerts' }));
    room.queueDepths = { alerts: 4, deliveries: 0, 'deliveries-poison': 1 };
    expect(pipelineView(room).queues).toEqual([
      { name: 'alerts', depth: 4, poison: 2 },
      { name: 'deliveries', depth: 0, poison: 1 },
    ]);
  });
});

describe('the event console', () => {
  it('keeps the newest events, without debug and without one line for every subscriber', () => {
    const room = roomAfter(
      logged('redis_command_failed', {}, 'debug'),
      logged('delivery_planned'),
      ...Array.from({ length: 250 }, (_, index) => logged('odds_polled', { index })),
    );
    expect(room.logs).toHaveLength(LIMITS.logs);
    expect(room.logs[0]).toMatchObject({ event: 'odds_polled', fields: { index: 50 }, at: NOON });
    expect(update(room, MOMENT).logs).toHaveLength(LIMITS.logs);
    markTold(room);
    foldTelemetry(room, logged('odds_polled', { index: 250 }), NOON);
    expect(update(room, MOMENT).logs).toMatchObject([{ fields: { index: 250 } }]);
  });

  it('cuts long fields', () => {
    const room = roomAfter(logged('odd', { text: 'x'.repeat(5000), list: ['a', 'b'] }));
    expect(room.logs[0]?.fields).toEqual({ text: 'x'.repeat(LIMITS.fieldCharacters), list: 'a b' });
  });
});

describe('Discord messages', () => {
  it('go to their tab; the same message again changes nothing', () => {
    const room = createRoom();
    foldDiscordMessage(room, posted('1', { title: 'In a channel' }));
    foldDiscordMessage(room, posted('1', { title: 'In a channel' }));
    foldDiscordMessage(room, posted('2', { title: 'To Ana' }, { kind: 'dm', name: 'ana', userId: '77' }));
    expect(update(room, MOMENT).alerts).toMatchObject([
      { id: '1', tab: 'odds-alerts', recipient: undefined, embeds: [{ title: 'In a channel' }] },
      { id: '2', tab: 'direct', recipient: 'ana' },
    ]);
    const named = posted('3', { title: 'To Ana' }, { kind: 'dm', name: 'user 77', userId: '77' });
    foldDiscordMessage(room, named, { nameOf: (userId) => ({ 77: 'Ana' })[userId] });
    expect(update(room, MOMENT).alerts.at(-1)).toMatchObject({ id: '3', recipient: 'Ana' });
  });

  it('are bounded', () => {
    const room = createRoom();
    for (let id = 0; id < 150; id++) foldDiscordMessage(room, posted(String(id), {}));
    expect(room.alerts).toHaveLength(LIMITS.alerts);
    expect(room.alerts.at(-1)?.id).toBe('149');
  });

  it('keep what is readable of embeds and buttons', () => {
    const room = createRoom();
    const link = { type: 2, style: 5, label: 'Open', url: 'https://example.test/' };
    foldDiscordMessage(room, {
      ...posted('1', {}),
      message: {
        id: '1',
        content: 'Hello',
        embeds: [{ title: 3 }, { title: 'Good', color: 255 }],
        components: [{ type: 1, components: [link, { type: 99 }] }, 'odd'],
      },
    });
    expect(room.alerts).toMatchObject([
      { content: 'Hello', embeds: [{ title: 'Good', color: 255 }], rows: [[{ label: 'Open', url: link.url }]] },
    ]);
  });
});
