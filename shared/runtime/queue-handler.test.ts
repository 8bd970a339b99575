import { describe, expect, it } from 'vitest';
import { memoryDocuments } from '../adapters/memory/memory-documents.ts';
import { memoryQueues } from '../adapters/memory/memory-queues.ts';
import { recordingTelemetry } from '../adapters/telemetry/recording-telemetry.ts';
import { MAX_MESSAGE_BYTES, type QueueMessages } from '../messages/messages.ts';
import { done, drop, later, type Outcome, reject } from '../pipeline/outcome.ts';
import { sampleDelivery } from '../ports/queue.contract.ts';
import { parseMessage, queueHandler } from './queue-handler.ts';
import { asText, type RejectedInput, rejectedKey } from './record-rejected.ts';

const NOW = 1_700_000_000_000;
const DELIVERY = sampleDelivery('d1');
const FIRST = { dequeueCount: 1 };
const LAST = { dequeueCount: 5 };

function setup(run: (message: QueueMessages['deliveries']) => Promise<Outcome<unknown>>) {
  const now = () => NOW;
  const queue = memoryQueues({ now });
  const rejected = memoryDocuments<RejectedInput>({ now });
  const telemetry = recordingTelemetry();
  const handle = queueHandler('deliveries', 'deliver-alert', { clock: now, queue, rejected, telemetry }, run);
  const kept = async (input: unknown) => (await rejected.read(rejectedKey('deliveries', asText(input))))?.value;
  const outcomes = (kind: string, reason: string) =>
    telemetry.total('stage_outcomes', { stage: 'deliver-alert', kind, reason });
  return { handle, queue, rejected, telemetry, kept, outcomes };
}

describe('queueHandler', () => {
  it.each([
    ['an object, as Azure parses JSON', DELIVERY],
    ['text', JSON.stringify(DELIVERY)],
  ])('runs the stage with the message, given as %s', async (_what, input) => {
    const seen: unknown[] = [];
    const { handle, outcomes } = setup(async (message) => {
      seen.push(message);
      return done();
    });
    await handle(input, FIRST);
    expect(seen).toEqual([DELIVERY]);
    expect(outcomes('done', 'ok')).toBe(1);
  });

  it('counts a drop by the reason’s first word, and keeps nothing', async () => {
    const { handle, outcomes, kept } = setup(async () => drop('too-old: by 3 minutes'));
    await handle(DELIVERY, FIRST);
    expect(outcomes('drop', 'too-old')).toBe(1);
    expect(await kept(DELIVERY)).toBeUndefined();
  });

  it('puts a message back for later, in whole seconds, rounded up', async () => {
    const { handle, queue, outcomes } = setup(async () => later(1200, 'route-limit'));
    await handle(DELIVERY, FIRST);
    expect(queue.nextVisibleAt()).toBe(NOW + 2000);
    expect(outcomes('later', 'route-limit')).toBe(1);
  });

  it('keeps what the stage rejects, with the reason', async () => {
    const { handle, kept, outcomes } = setup(async () => reject('unknown-cursor'));
    await handle(DELIVERY, FIRST);
    expect(await kept(DELIVERY)).toEqual({
      source: 'deliveries',
      kind: 'rejected',
      reason: 'unknown-cursor',
      input: JSON.stringify(DELIVERY),
      at: NOW,
    });
    expect(outcomes('reject', 'unknown-cursor')).toBe(1);
  });

  it('keeps what is no message, without running the stage', async () => {
    const { handle, kept, outcomes } = setup(async () => {
      throw new Error('it was run');
    });
    await handle('{"v":2}', FIRST);
    expect((await kept('{"v":2}'))?.reason).toContain('unknown-version');
    expect(outcomes('reject', 'unknown-version')).toBe(1);
  });

  it('throws what the stage throws, so that the queue retries, and notes the last failure with its reason', async () => {
    const { handle, kept, outcomes } = setup(async () => {
      throw new TypeError('no such channel');
    });
    await expect(handle(DELIVERY, FIRST)).rejects.toThrow('no such channel');
    expect(await kept(DELIVERY)).toBeUndefined();
    await expect(handle(DELIVERY, LAST)).rejects.toThrow('no such channel');
    expect(await kept(DELIVERY)).toMatchObject({ kind: 'failed', reason: 'TypeError: no such channel' });
    expect(outcomes('fail', 'TypeError')).toBe(2);
  });

  it('throws the stage’s failure also when noting it fails', async () => {
    const telemetry = recordingTelemetry();
    const broken = {
      ...memoryDocuments<RejectedInput>({ now: () => NOW }),
      create: () => Promise.reject(new Error('down')),
    };
    const deps = { clock: () => NOW, queue: memoryQueues({ now: () => NOW }), rejected: broken, telemetry };
    const handle = queueHandler('deliveries', 'deliver-alert', deps, () =>
      Promise.reject(new Error('its own failure')),
    );
    await expect(handle(DELIVERY, LAST)).rejects.toThrow('its own failure');
    const events = telemetry.records.flatMap((record) => (record.kind === 'log' ? [record.event] : []));
    expect(events).toEqual(['stage_failed', 'rejected_store_failed']);
  });

  it('lets a rejection that cannot be kept be retried: bad input is not thrown away unseen', async () => {
    const telemetry = recordingTelemetry();
    const broken = {
      ...memoryDocuments<RejectedInput>({ now: () => NOW }),
      create: () => Promise.reject(new Error('down')),
    };
    const deps = { clock: () => NOW, queue: memoryQueues({ now: () => NOW }), rejected: broken, telemetry };
    const handle = queueHandler('deliveries', 'deliver-alert', deps, async () => done());
    await expect(handle('not json', FIRST)).rejects.toThrow('down');
  });
});

describe('parseMessage', () => {
  const reasonOf = (input: unknown): string => {
    const parsed = parseMessage('deliveries', input);
    return parsed.ok ? 'ok' : parsed.reason;
  };

  it.each([
    [DELIVERY, 'ok'],
    ['{', 'not-json: the body is not a JSON object'],
    ['', 'not-json: the body is not a JSON object'],
    [undefined, 'not-json: the body is not a JSON object'],
    ['null', 'invalid: body: '],
    [[], 'invalid: body: '],
    [{}, 'invalid: v: '],
    [{ ...DELIVERY, v: 2 }, 'unknown-version: this build reads version 1'],
    [{ ...DELIVERY, v: '1' }, 'unknown-version: this build reads version 1'],
    [{ ...DELIVERY, destination: { kind: 'channel', channelId: 'x' } }, 'invalid: destination.channelId: '],
  ])('%o → %s', (input, reason) => {
    expect(reasonOf(input)).toContain(reason);
  });

  it('takes as many bytes as a message may have, and not one more; letters that need several count so', () => {
    const filled = (length: number) => `{"v":"${'é'.repeat(length / 2 - 4)}"}`;
    expect(Buffer.byteLength(filled(MAX_MESSAGE_BYTES))).toBe(MAX_MESSAGE_BYTES);
    expect(reasonOf(filled(MAX_MESSAGE_BYTES))).toContain('unknown-version');
    expect(reasonOf(`${filled(MAX_MESSAGE_BYTES)} `)).toBe(
      `too-large: ${MAX_MESSAGE_BYTES + 1} bytes, at most ${MAX_MESSAGE_BYTES}`,
    );
  });
});
