import { describe, expect, it } from 'vitest';
import { monthOf } from './month.ts';

describe('monthOf', () => {
  it('runs from the 1st, 00:00 UTC, to the next', () => {
    const { start, end } = monthOf(Date.parse('2026-12-31T23:59:59.999Z'));
    expect(new Date(start).toISOString()).toBe('2026-12-01T00:00:00.000Z');
    expect(new Date(end).toISOString()).toBe('2027-01-01T00:00:00.000Z');
  });

  it('holds its own start', () => {
    const start = Date.parse('2028-02-01T00:00:00Z');
    expect(monthOf(start)).toEqual({ start, end: Date.parse('2028-03-01T00:00:00Z') });
  });
});
