import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromSafeId, toSafeId } from './safe-id.ts';

/** Mostly the characters that matter, so that they meet. */
const ids = fc.string({ unit: fc.constantFrom(...'!"#$./0>?@[\\]~ab:%ü'), maxLength: 8 });

describe('toSafeId', () => {
  it('leaves our usual ids as they are', () => {
    expect(toSafeId('abc123:spread:SharpActivity:High')).toBe('abc123:spread:SharpActivity:High');
  });

  it('writes what Cosmos DB takes, and can be read back', () => {
    fc.assert(
      fc.property(ids, (id) => {
        expect(toSafeId(id)).not.toMatch(/[/\\?#]/);
        expect(fromSafeId(toSafeId(id))).toBe(id);
      }),
    );
  });

  it('keeps the order', () => {
    const sameOrder = fc.property(ids, ids, (a, b) => {
      expect(toSafeId(a) < toSafeId(b)).toBe(a < b);
    });
    fc.assert(sameOrder, { numRuns: 1000 });
  });
});
