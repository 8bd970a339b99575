import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLedger, reconcile } from './ledger.ts';

const arrivals = fc.array(fc.record({ channel: fc.constantFrom('1', '2', '3'), nonce: fc.string({ maxLength: 3 }) }));

describe('createLedger', () => {
  it('counts as a plain set would, and remembers exactly what came', () => {
    fc.assert(
      fc.property(arrivals, arrivals, (received, asked) => {
        const ledger = createLedger();
        const plain = new Set<string>();
        for (const { channel, nonce } of received) {
          ledger.receive(channel, nonce);
          plain.add(JSON.stringify([channel, nonce]));
        }
        expect(ledger.counts()).toEqual({
          deliveries: received.length,
          duplicates: received.length - plain.size,
          suppressed: 0,
        });
        for (const { channel, nonce } of asked) {
          expect(ledger.has(channel, nonce)).toBe(plain.has(JSON.stringify([channel, nonce])));
        }
      }),
    );
  });

  it('keeps a hundred thousand apart as its table grows', () => {
    const ledger = createLedger();
    for (let index = 0; index < 100_000; index += 1) ledger.receive('1', `n${index}`);
    expect(ledger.counts().duplicates).toBe(0);
    const planned = Array.from({ length: 100_010 }, (_, index) => ({ channelId: '1', nonce: `n${index}` }));
    expect(reconcile(ledger, planned, () => undefined)).toEqual({ delivered: 100_000, lost: 10, duplicates: 0 });
  });

  it('counts a message without a nonce as a delivery that repeats nothing', () => {
    const ledger = createLedger();
    ledger.receive('1', undefined);
    ledger.receive('1', undefined);
    expect(ledger.counts()).toEqual({ deliveries: 2, duplicates: 0, suppressed: 0 });
  });
});
