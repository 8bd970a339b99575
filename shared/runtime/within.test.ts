import { describe, expect, it } from 'vitest';
import { within } from './within.ts';

const never = () => new Promise<string>(() => {});

describe('within', () => {
  it('gives what comes in time', async () => {
    expect(await within(60_000, Promise.resolve('in time'))).toBe('in time');
  });

  it('gives nothing for what comes too late, and lets its later failure be', async () => {
    const late = Promise.withResolvers<string>();
    expect(await within(1, late.promise)).toBeUndefined();
    late.reject(new Error('nobody waits for this any more'));
    expect(await within(1, never())).toBeUndefined();
  });

  it('passes a failure on that comes in time', async () => {
    await expect(within(60_000, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});
