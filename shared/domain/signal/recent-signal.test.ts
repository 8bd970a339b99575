import { describe, expect, it } from 'vitest';
import { aSettlement } from '../../../tests/support/asking-signals.ts';
import { aSignal } from '../../../tests/support/delivery-world.ts';
import { recentOf, recentSignalSchema, stateOf } from './recent-signal.ts';

describe('stateOf', () => {
  const signal = aSignal();
  const start = signal.event.commenceTime;

  it('is open until the start, and closing from then until it is settled', () => {
    expect(stateOf(signal, undefined, start - 1)).toEqual({ kind: 'open' });
    expect(stateOf(signal, undefined, start)).toEqual({ kind: 'closing' });
  });

  it('is what the settlement says, whatever the time', () => {
    for (const now of [start - 1, start]) {
      expect(stateOf(signal, aSettlement({ clv: -0.01 }), now)).toEqual({ kind: 'settled', clv: -0.01 });
      expect(stateOf(signal, aSettlement({ clv: null, reason: 'too-old' }), now)).toEqual({
        kind: 'unjudged',
        reason: 'too-old',
      });
    }
  });
});

describe('recentOf', () => {
  it('keeps what a list shows, and nothing of the rest', () => {
    const recent = recentOf(aSignal());
    expect(recentSignalSchema.strict().parse(recent)).toEqual(recent);
    expect(JSON.stringify(recent).length).toBeLessThan(500);
  });
});
