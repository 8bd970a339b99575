import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deliveryIdOf, nonceOf } from './delivery-id.ts';

describe('deliveryIdOf', () => {
  it('is the same for the same signal and destination, for ever', () => {
    const id = deliveryIdOf('signal', { kind: 'channel', id: '1' });
    // First 32 digits of SHA-256 over `signal|channel|1`, as sha256sum prints it.
    expect(id).toBe('8bebfad13ad4d97bb4be75e6c9179c78');
  });

  it('differs by signal, kind and destination, and so does the nonce', () => {
    const ids = [
      deliveryIdOf('s', { kind: 'channel', id: '1' }),
      deliveryIdOf('s', { kind: 'user', id: '1' }),
      deliveryIdOf('s', { kind: 'user', id: '11' }),
      deliveryIdOf('t', { kind: 'user', id: '1' }),
    ];
    expect(new Set(ids).size).toBe(4);
    expect(new Set(ids.map(nonceOf)).size).toBe(4);
  });
});

describe('nonceOf', () => {
  it('fits the 25 characters that Discord takes', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect(nonceOf(id)).toMatch(/^[0-9a-f]{25}$/);
      }),
    );
  });
});
