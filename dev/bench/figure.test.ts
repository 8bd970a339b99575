import { describe, expect, it } from 'vitest';
import { figureLine, isWithin } from './figure.ts';

describe('figureLine', () => {
  it('says whether the limit is kept, by the exact value', () => {
    const figure = { figure: 'time_ratio', value: 2.00001, limit: 2, unit: '×', details: { runs: [1.23456, 2] } };
    expect(isWithin(figure)).toBe(false);
    expect(figureLine('backtest', figure)).toBe(
      '{"bench":"backtest","figure":"time_ratio","value":2,"limit":2,"unit":"×","ok":false,"runs":[1.235,2]}',
    );
  });

  it('is always well without a limit', () => {
    expect(JSON.parse(figureLine('latency', { figure: 'max', value: 9000, unit: 'ms' }))).toEqual({
      bench: 'latency',
      figure: 'max',
      value: 9000,
      unit: 'ms',
      ok: true,
    });
  });
});
