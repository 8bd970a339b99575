import { describe, expect, it } from 'vitest';
import { recordingTelemetry } from '../adapters/telemetry/recording-telemetry.ts';
import { QUEUE_NAMES, type QueueName } from '../messages/messages.ts';
import type { PoisonMessage, QueueInspector } from '../ports/queue.ts';
import { watchPoisonQueues } from './watch-poison-queues.ts';

const message = (text: string, since: number): PoisonMessage => ({ id: text, text, since });

const NOW = 100_000;

function setup(
  poison: Partial<Record<QueueName, readonly PoisonMessage[]>>,
  reasons: Record<string, string> = {},
  waiting: Partial<Record<QueueName, number>> = {},
) {
  const telemetry = recordingTelemetry();
  const inspector: QueueInspector = {
    depth: async () => 0,
    oldest: async (queue) => waiting[queue],
    peekPoison: async (queue) => ({ count: poison[queue]?.length ?? 0, sample: poison[queue]?.slice(0, 32) ?? [] }),
  };
  const watch = () =>
    watchPoisonQueues({ now: () => NOW, inspector, telemetry, reasonOf: async (_queue, text) => reasons[text] });
  const logs = () => telemetry.records.filter((record) => record.kind === 'log');
  const gauges = (metric: string) =>
    telemetry.records.flatMap((record) =>
      record.kind === 'gauge' && record.metric === metric ? [[record.labels['queue'], record.value]] : [],
    );
  return { watch, logs, gauges };
}

describe('watchPoisonQueues', () => {
  it('says that every poison queue is empty, and nothing more', async () => {
    const { watch, logs, gauges } = setup({});
    expect(await watch()).toEqual({ kind: 'done', value: 0 });
    expect(gauges('poison_messages')).toEqual(QUEUE_NAMES.map((queue) => [queue, 0]));
    expect(gauges('queue_age_seconds')).toEqual(QUEUE_NAMES.map((queue) => [queue, 0]));
    expect(logs()).toEqual([]);
  });

  it('counts what was given up, with each reason once and the age of the oldest', async () => {
    const deliveries = [message('a', 2000), message('b', 1000), message('c', 3000)];
    const { watch, logs, gauges } = setup({ deliveries }, { a: 'Discord answered 500', b: 'Discord answered 500' });
    expect(await watch()).toEqual({ kind: 'done', value: 3 });
    expect(gauges('poison_messages')).toContainEqual(['deliveries', 3]);
    expect(logs()).toMatchObject([
      {
        level: 'error',
        event: 'poison_messages_waiting',
        fields: {
          queue: 'deliveries-poison',
          count: 3,
          reasons: ['Discord answered 500', 'not noted'],
          oldest: '1970-01-01T00:00:01.000Z',
        },
      },
    ]);
  });

  it('tells how long the oldest message of each queue has waited', async () => {
    const { watch, gauges } = setup({}, {}, { alerts: 40_000, deliveries: NOW + 5 });
    await watch();
    expect(gauges('queue_age_seconds')).toContainEqual(['alerts', 60]);
    // Its clock may go before ours.
    expect(gauges('queue_age_seconds')).toContainEqual(['deliveries', 0]);
  });

  it('counts them all where only some can be looked at, and adds up the queues', async () => {
    const many = Array.from({ length: 40 }, (_, index) => message(`m${index}`, index));
    const { watch } = setup({ alerts: many, deliveries: [message('a', 1)] });
    expect(await watch()).toEqual({ kind: 'done', value: 41 });
  });

  it('counts also what nobody can see: a message that someone is putting back is hidden meanwhile', async () => {
    const telemetry = recordingTelemetry();
    const inspector: QueueInspector = {
      depth: async () => 0,
      oldest: async () => undefined,
      peekPoison: async () => ({ count: 1, sample: [] }),
    };
    const outcome = await watchPoisonQueues({ now: () => NOW, inspector, telemetry, reasonOf: async () => undefined });
    expect(outcome).toEqual({ kind: 'done', value: QUEUE_NAMES.length });
    const fields = telemetry.records.flatMap((record) => (record.kind === 'log' ? [record.fields] : []));
    expect(fields).toContainEqual({ queue: 'alerts-poison', count: 1, reasons: [], oldest: undefined });
  });
});
