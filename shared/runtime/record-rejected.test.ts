import { describe, expect, it } from 'vitest';
import { memoryDocuments } from '../adapters/memory/memory-documents.ts';
import {
  asText,
  type RejectedInput,
  recordDropped,
  recordRejected,
  rejectedInputSchema,
  rejectedKey,
} from './record-rejected.ts';

const store = () => memoryDocuments<RejectedInput>({ now: () => 0 });
const refusal = { source: 'alerts', kind: 'rejected', reason: 'not-json', at: 7 } as const;

describe('recordRejected', () => {
  it('keeps the same input once, the first reason with it', async () => {
    const rejected = store();
    await recordRejected(rejected, { ...refusal, input: 'hello' });
    await recordRejected(rejected, { ...refusal, input: 'hello', reason: 'another', at: 8 });
    const { items } = await rejected.list('alerts', { limit: 10 });
    expect(items.map(({ value }) => value)).toEqual([{ ...refusal, input: 'hello' }]);
  });

  it('keeps the last failure of what was put back and failed again', async () => {
    const rejected = store();
    const failure = { ...refusal, kind: 'failed', input: 'hello' } as const;
    await recordRejected(rejected, failure);
    await recordRejected(rejected, { ...failure, reason: 'another', at: 8 });
    expect((await rejected.read(rejectedKey('alerts', 'hello')))?.value).toEqual({
      ...failure,
      reason: 'another',
      at: 8,
    });
  });

  it('keeps other inputs, and the same input elsewhere, apart', async () => {
    const rejected = store();
    await recordRejected(rejected, { ...refusal, input: 'hello' });
    await recordRejected(rejected, { ...refusal, input: 'bye' });
    await recordRejected(rejected, { ...refusal, source: 'deliveries', input: 'hello' });
    expect((await rejected.list('alerts', { limit: 10 })).items).toHaveLength(2);
    expect((await rejected.list('deliveries', { limit: 10 })).items).toHaveLength(1);
  });

  it('cuts what is too long to what the store takes', async () => {
    const rejected = store();
    const input = 'x'.repeat(100_000);
    await recordRejected(rejected, { ...refusal, reason: 'y'.repeat(1000), input });
    const kept = await rejected.read(rejectedKey('alerts', input));
    expect(rejectedInputSchema.parse(kept?.value)).toEqual(kept?.value);
  });

  it('keeps no token, and finds the input again all the same', async () => {
    const rejected = store();
    const input = JSON.stringify({ interaction: { id: '1', token: 'aW50ZXJhY3Rpb24' }, v: 9 });
    await recordRejected(rejected, { ...refusal, input });
    const kept = await rejected.read(rejectedKey('alerts', input));
    expect(kept?.value.input).toContain('"id":"1"');
    expect(kept?.value.input).not.toContain('aW50ZXJhY3Rpb24');
  });
});

describe('recordDropped', () => {
  const dropped = { source: 'alerts', input: '{"token":"opens"}', at: 9 };
  const key = rejectedKey('alerts', dropped.input);

  it('keeps what an operator gave up, without its token', async () => {
    const rejected = store();
    await recordDropped(rejected, dropped);
    const kept = (await rejected.read(key))?.value;
    expect(kept).toEqual({
      source: 'alerts',
      kind: 'rejected',
      reason: 'dropped by an operator',
      input: '{"token":"(left out)"}',
      at: 9,
    });
    expect(rejectedInputSchema.parse(kept)).toEqual(kept);
  });

  it('tells what it had failed of before, once', async () => {
    const rejected = store();
    const reason = 'y'.repeat(1000);
    await recordRejected(rejected, { ...refusal, kind: 'failed', input: dropped.input, reason });
    for (const at of [9, 10]) await recordDropped(rejected, { ...dropped, at });
    const kept = (await rejected.read(key))?.value;
    expect(kept).toMatchObject({ kind: 'failed', at: 9 });
    expect(kept?.reason).toMatch(/^dropped by an operator; before that: y+$/);
    expect(rejectedInputSchema.parse(kept)).toEqual(kept);
  });
});

describe('rejectedKey', () => {
  it('is found again from as much of the input as a queue’s inspector shows', () => {
    const input = JSON.stringify({ v: 1, id: 'a', text: 'x'.repeat(10_000) });
    expect(rejectedKey('alerts', input.slice(0, 2000))).toEqual(rejectedKey('alerts', input));
  });
});

describe('asText', () => {
  it.each([
    ['as it is', 'as it is'],
    [{ v: 1 }, '{"v":1}'],
    [null, 'null'],
    [undefined, 'undefined'],
    [12, '12'],
  ])('%o → %s', (input, text) => {
    expect(asText(input)).toBe(text);
  });
});
