import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCount, addToWindow, createCounters, present, quantile, setGauge, tally, total } from './counters.ts';

describe('counters', () => {
  it('sums a counter over all its labels, or over some', () => {
    const counters = createCounters();
    addCount(counters, 'signals', 2, { type: 'SteamMove', level: 'Low' });
    addCount(counters, 'signals', 1, { level: 'High', type: 'SteamMove' });
    addCount(counters, 'signals', 4, { type: 'Reversal', level: 'Low' });
    addCount(counters, 'polls', 9, {});
    expect(total(counters, 'signals')).toBe(7);
    expect(total(counters, 'signals', { level: 'Low' })).toBe(6);
    expect(tally(counters, 'signals', 'type')).toEqual([
      { name: 'Reversal', count: 4 },
      { name: 'SteamMove', count: 3 },
    ]);
  });

  it('takes the same labels in another order for the same series', () => {
    const counters = createCounters();
    addCount(counters, 'signals', 1, { type: 'SteamMove', level: 'Low' });
    addCount(counters, 'signals', 1, { level: 'Low', type: 'SteamMove' });
    expect(counters.totals.size).toBe(1);
  });

  it('stays bounded when a defect makes labels many', () => {
    const counters = createCounters();
    for (let i = 0; i < 5000; i++) addCount(counters, 'odd', 1, { id: String(i) });
    for (let i = 0; i < 5000; i++) addToWindow(counters, 'alert_latency_ms', i);
    expect(counters.totals.size).toBeLessThanOrEqual(2000);
    expect(counters.windows.get('alert_latency_ms')).toHaveLength(500);
  });

  it('keeps the newest value of a gauge for each of its labels', () => {
    const counters = createCounters();
    setGauge(counters, 'poison_messages', 3, { queue: 'alerts' });
    setGauge(counters, 'poison_messages', 0, { queue: 'alerts' });
    setGauge(counters, 'poison_messages', 2, { queue: 'deliveries' });
    expect(present(counters, 'poison_messages', { queue: 'alerts' })).toBe(0);
    expect(present(counters, 'credits_remaining')).toBeUndefined();
  });

  it('gives a quantile that is one of the values, with at least that share of them at or below it', () => {
    const values = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(values, fc.double({ min: 0.01, max: 1, noNaN: true }), (list, q) => {
        const counters = createCounters();
        for (const value of list) addToWindow(counters, 'ms', value);
        const found = quantile(counters, 'ms', q) ?? Number.NaN;
        expect(list).toContain(found);
        expect(list.filter((value) => value <= found).length / list.length).toBeGreaterThanOrEqual(q - 1e-9);
        expect(list.filter((value) => value < found).length / list.length).toBeLessThan(q);
      }),
    );
  });
});
