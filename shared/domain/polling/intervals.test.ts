import { describe, expect, it } from 'vitest';
import { cadenceFor, HOUR, MINUTE } from './intervals.ts';

const NOW = Date.parse('2026-11-15T12:00:00Z');

describe('cadenceFor', () => {
  it.each([
    { away: 1, expected: { class: 'active', baseInterval: 30_000 } },
    { away: 2 * HOUR - 1, expected: { class: 'active', baseInterval: 30_000 } },
    { away: 2 * HOUR, expected: { class: 'upcoming', baseInterval: 2 * MINUTE } },
    { away: 24 * HOUR - 1, expected: { class: 'upcoming', baseInterval: 2 * MINUTE } },
    { away: 24 * HOUR, expected: { class: 'upcoming', baseInterval: 15 * MINUTE } },
  ])('$away ms before the start: $expected', ({ away, expected }) => {
    expect(cadenceFor(NOW + away, NOW)).toEqual(expected);
  });

  it('has none when nothing is upcoming, or when it has begun', () => {
    expect(cadenceFor(undefined, NOW)).toBeUndefined();
    expect(cadenceFor(NOW, NOW)).toBeUndefined();
    expect(cadenceFor(NOW - 1, NOW)).toBeUndefined();
  });
});
