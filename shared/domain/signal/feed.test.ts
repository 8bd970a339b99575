import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, NOON } from '../../../tests/support/odds.ts';
import { type FeedEntry, feedBar } from './feed.ts';

const DAY = 24 * HOUR;
const entries = (count: number, apart: number, confidence: (index: number) => number): FeedEntry[] =>
  Array.from({ length: count }, (_, index) => ({ at: NOON + index * apart, confidence: confidence(index) }));

describe('feedBar', () => {
  it('leaves a quiet league alone', () => {
    expect(feedBar([], NOON)).toBe(0);
    expect(
      feedBar(
        entries(19, HOUR, () => 0.7),
        NOON + 19 * HOUR,
      ),
    ).toBe(0);
  });

  it('asks, once the feed is full, to be better than the least that it has room for', () => {
    const past = entries(100, HOUR / 5, (index) => 0.7 + index / 1000);
    expect(feedBar(past, NOON + 20 * HOUR)).toBeCloseTo(0.78, 9);
  });

  it('looks at what was there before alone, and at no more than a week', () => {
    const past = entries(50, 0, () => 0.9);
    expect(feedBar(past, NOON)).toBe(0);
    expect(feedBar(past, NOON + 1)).toBe(0.9);
    expect(feedBar(past, NOON + 7 * DAY + 1)).toBe(0);
  });

  it('keeps the mean at twenty a day or below, whatever comes when', () => {
    const step = fc.record({
      after: fc.integer({ min: 0, max: HOUR }),
      confidence: fc.double({ min: 0.65, max: 0.97, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 400 }), (steps) => {
        const past: FeedEntry[] = [];
        const told: FeedEntry[] = [];
        let at = NOON;
        for (const { after, confidence } of steps) {
          at += after;
          if (confidence > feedBar(past, at)) told.push({ at, confidence });
          past.push({ at, confidence });
        }
        for (const { at: end } of told)
          expect(told.filter((one) => end - one.at < DAY && one.at <= end).length).toBeLessThanOrEqual(120);
      }),
      { numRuns: 50 },
    );
  });
});
