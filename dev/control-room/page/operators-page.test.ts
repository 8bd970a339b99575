import { describe, expect, it } from 'vitest';
import { pageModule } from '../page-module.ts';

interface Trend {
  readonly seriesOf: (
    rows: readonly object[],
  ) => readonly (readonly [string, readonly { at: number; value: number }[]])[];
  readonly linePath: (points: readonly (readonly [number, number])[]) => string;
}
interface Cells {
  readonly cellText: (value: string | number | null, unit?: string) => string;
}
const { seriesOf, linePath } = await pageModule<Trend>('operator-trend.js');
const { cellText } = await pageModule<Cells>('operator-cells.js');

describe('trends', () => {
  const row = (series: string, minute: number, value: number) => ({
    TimeGenerated: new Date(minute * 60_000).toISOString(),
    series,
    value,
  });

  it('sort rows into series by name', () => {
    expect(seriesOf([row('p95', 1, 9), row('p50', 1, 4), row('p95', 2, 8)])).toEqual([
      ['p50', [{ at: 60_000, value: 4 }]],
      [
        'p95',
        [
          { at: 60_000, value: 9 },
          { at: 120_000, value: 8 },
        ],
      ],
    ]);
  });

  it('draw a line from point to point, and a dot of one', () => {
    expect(
      linePath([
        [0, 10],
        [5.25, 2],
      ]),
    ).toBe('M0.0 10.0L5.3 2.0');
    expect(linePath([[1, 2]])).toBe('M1.0 2.0h0');
    expect(linePath([])).toBe('');
  });
});

describe('cells', () => {
  it.each([
    [12_345.6, 'count', '12,346'],
    [1.26, 'number', '1.3'],
    [4.96, 'percent', '5 %'],
    [61_000, 'ms', '61.0 s'],
    [95, 'seconds', '1 min'],
    [0.25, 'usd', '$0.25'],
    [7, undefined, '7'],
    ['nfl', undefined, 'nfl'],
    [null, 'ms', '–'],
    [null, undefined, ''],
  ])('write %s of unit %s as %s', (value, unit, text) => {
    expect(cellText(value, unit)).toBe(text);
  });
});
