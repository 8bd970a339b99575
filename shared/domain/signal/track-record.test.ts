import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aRow, rowsThat } from '../../../tests/support/performance.ts';
import { ALERT_TYPES, LEVELS } from './signal.ts';
import { cellsOf, evidenceOf, sumCells, trackRecordSchema } from './track-record.ts';

describe('cellsOf', () => {
  it('counts what was judged by type and level', () => {
    const rows = [
      ...rowsThat(3, 4),
      ...rowsThat(1, 2, { type: 'ValueGap', level: 'Low' }),
      aRow({ type: 'SteamMove', clv: null }),
    ];
    expect(cellsOf(rows)).toEqual([
      { type: 'SharpActivity', level: 'High', judged: 4, beats: 3 },
      { type: 'ValueGap', level: 'Low', judged: 2, beats: 1 },
    ]);
  });

  it('adds up over leagues as if they were one, in whatever order rows come', () => {
    const row = fc
      .record({
        type: fc.constantFrom(...ALERT_TYPES),
        level: fc.constantFrom(...LEVELS),
        clv: fc.constantFrom(-0.1, 0, 0.1, null),
      })
      .map(aRow);
    fc.assert(
      fc.property(fc.array(row), fc.array(row), (one, other) => {
        const together = cellsOf([...other, ...one]);
        expect(sumCells([...cellsOf(one), ...cellsOf(other)])).toEqual(together);
        expect(() => trackRecordSchema.parse({ league: 'all', asOf: 1, cells: together })).not.toThrow();
      }),
    );
  });
});

describe('evidenceOf', () => {
  const record = { league: 'all', asOf: 1, cells: cellsOf(rowsThat(3, 4)) };

  it('is how signals of the same type and level did', () => {
    expect(evidenceOf(record, { type: 'SharpActivity', level: 'High' })).toMatchObject({ judged: 4, beats: 3 });
  });

  it('is undefined where there is none', () => {
    expect(evidenceOf(record, { type: 'SharpActivity', level: 'Low' })).toBeUndefined();
    expect(evidenceOf(undefined, { type: 'SharpActivity', level: 'High' })).toBeUndefined();
  });
});
