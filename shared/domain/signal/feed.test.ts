import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, NOON } from '../../../tests/support/odds.ts';
import { type FeedEntry, feedKey, hasRoom, isWorthKeeping } from './feed.ts';

const DAY = 24 * HOUR;

/** Goes through what a league has to tell, one after the other; gives what was told. */
function run(found: readonly Pick<FeedEntry, 'at' | 'confidence'>[]): FeedEntry[] {
  const past: FeedEntry[] = [];
  for (const one of found) past.push({ ...one, told: hasRoom(past, one) });
  return past.filter(({ told }) => told);
}
const steady = (aDay: number, days: number, confidence: (index: number) => number) =>
  Array.from({ length: aDay * days }, (_, index) => ({
    at: NOON + Math.floor((index * DAY) / aDay),
    confidence: confidence(index),
  }));
const onDay = (told: readonly FeedEntry[], day: number): number =>
  told.filter(({ at }) => at >= NOON + day * DAY && at < NOON + (day + 1) * DAY).length;

describe('hasRoom', () => {
  it('tells everything of a quiet league', () => {
    expect(run(steady(15, 20, () => 0.8))).toHaveLength(300);
  });

  it.each([30, 60, 100])('tells about twenty a day of %d that are all as sure', (aDay) => {
    const told = run(steady(aDay, 21, () => 0.97));
    expect(told.length / 21).toBeGreaterThan(17);
    expect(told.length / 21).toBeLessThanOrEqual(23);
    expect(onDay(told, 20)).toBeGreaterThan(5);
  });

  it('tells the best of a busy league', () => {
    const told = run(steady(60, 14, (index) => 0.65 + ((index * 7919) % 300) / 1000));
    expect(told.length / 14).toBeLessThan(26);
    const late = told.filter(({ at }) => at > NOON + 7 * DAY);
    expect(Math.min(...late.map(({ confidence }) => confidence))).toBeGreaterThan(0.8);
  });

  it('lets a misread day flood nothing, and silence no other', () => {
    const misread = Array.from({ length: 500 }, (_, index) => ({ at: NOON + DAY + index, confidence: 0.86 }));
    const usual = steady(10, 7, () => 0.76);
    const told = run([...usual, ...misread].sort((a, b) => a.at - b.at));
    expect(onDay(told, 1)).toBeLessThanOrEqual(41);
    expect(onDay(told, 4)).toBeGreaterThan(5);
    expect(onDay(told, 6)).toBeGreaterThan(5);
  });

  it('looks only at what was found before', () => {
    const same = Array.from({ length: 100 }, () => ({ at: NOON, confidence: 0.8 }));
    expect(run(same)).toHaveLength(100);
    expect(
      hasRoom(
        same.map((one) => ({ ...one, told: true })),
        { at: NOON + 1, confidence: 0.8 },
      ),
    ).toBe(false);
    expect(
      hasRoom(
        same.map((one) => ({ ...one, told: true })),
        { at: NOON + 1, confidence: 0.81 },
      ),
    ).toBe(true);
    expect(
      hasRoom(
        same.map((one) => ({ ...one, told: true })),
        { at: NOON + 8 * DAY, confidence: 0.8 },
      ),
    ).toBe(true);
  });

  it('never leaves out what is surer than all before it', () => {
    const entry = fc.record({
      after: fc.integer({ min: 0, max: 2 * HOUR }),
      confidence: fc.integer({ min: 65, max: 97 }),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 300 }), (entries) => {
        let at = NOON;
        const found = entries.map(({ after, confidence }) => {
          at += after;
          return { at, confidence: confidence / 100 };
        });
        const past = found.map((one) => ({ ...one, told: true }));
        expect(hasRoom(past, { at: at + 1, confidence: 0.98 })).toBe(true);
      }),
    );
  });
});

it('keeps one entry an hour of what is told once an hour, and a bounded number a day', () => {
  const market = { eventId: 'e', market: 'total', type: 'ValueGap' };
  expect(feedKey(market, NOON + 1)).toBe(feedKey(market, NOON + HOUR - 1));
  expect(feedKey(market, NOON + HOUR) > feedKey(market, NOON)).toBe(true);
  const full = steady(300, 1, () => 0.8).map((one) => ({ ...one, told: false }));
  expect(isWorthKeeping(full.slice(1), NOON + DAY - 1)).toBe(true);
  expect(isWorthKeeping(full, NOON + DAY - 1)).toBe(false);
});
