import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RU_PER_INDEXED_PROPERTY, requestUnits } from './request-units.ts';

const KB = 1024;

describe('request units', () => {
  it.each([
    ['a point read of 1 KB', { kind: 'read', bytes: KB }, 1],
    ['a point read of less', { kind: 'read', bytes: 200 }, 1],
    ['a read of nothing', { kind: 'missing', bytes: 0 }, 1],
    // Half way from 4 KB (1.14) to 8 KB (1.33).
    ['a point read of 6 KB', { kind: 'read', bytes: 6 * KB }, 1.235],
    ['a create of 1 KB', { kind: 'create', bytes: KB }, 5.5 + RU_PER_INDEXED_PROPERTY],
    ['a replace is twice a create', { kind: 'replace', bytes: KB }, 2 * (5.5 + RU_PER_INDEXED_PROPERTY)],
    ['a delete', { kind: 'delete', bytes: 0 }, 5.5 + RU_PER_INDEXED_PROPERTY],
    ['a refused write', { kind: 'refused', bytes: 900 * KB }, 2],
    ['a list of nothing', { kind: 'list', bytes: 0 }, 2.8],
    ['a list of 64 KB', { kind: 'list', bytes: 64 * KB }, 2.8 + 4.76],
    ['4 MB, which is more than the table has', { kind: 'read', bytes: 4096 * KB }, 583.6],
  ] as const)('%s', (_, operation, expected) => {
    expect(requestUnits(operation)).toBeCloseTo(expected, 6);
  });

  it('cost no less for more bytes or more index', () => {
    const kind = fc.constantFrom('read', 'list', 'create', 'replace', 'delete');
    fc.assert(
      fc.property(kind, fc.nat(3_000_000), fc.nat(100_000), fc.nat(50), (kind, bytes, more, indexed) => {
        const cost = requestUnits({ kind, bytes }, indexed);
        expect(requestUnits({ kind, bytes: bytes + more }, indexed)).toBeGreaterThanOrEqual(cost - 1e-9);
        expect(requestUnits({ kind, bytes }, indexed + 1)).toBeGreaterThanOrEqual(cost);
      }),
    );
  });
});
