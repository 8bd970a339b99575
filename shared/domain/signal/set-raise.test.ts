import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterCheck, type LevelClaim, NO_RAISES, type Threshold, thresholdSchema } from './drift.ts';
import { withRaise } from './set-raise.ts';
import { LEVELS, type Level } from './signal.ts';

const AT = Date.parse('2026-11-25T21:00:00Z');
const dayAt = (day: number) => new Date(Date.UTC(2026, 11, 1 + day)).toISOString().slice(0, 10);
const claim = (level: Level, isDrifting: boolean): LevelClaim => ({
  level,
  judged: 40,
  claimed: 0.86,
  beatRate: 0.5,
  interval: [0.35, 0.65],
  isDrifting,
});
const check = (before: Threshold | undefined, day: string, drifting: readonly Level[] = []) =>
  afterCheck(before, { league: 'nfl', day, claims: LEVELS.map((level) => claim(level, drifting.includes(level))) });
const set = (before: Threshold | undefined, level: Level, raise: number | 'auto', why?: string) =>
  withRaise(before, { league: 'nfl', level, raise, at: AT, why });

describe('withRaise', () => {
  it('sets a level of a league that nothing was known of, and notes who, when and why', () => {
    const threshold = set(undefined, 'High', 0.07, 'a dead feed');
    expect(threshold).toEqual({
      league: 'nfl',
      raises: { ...NO_RAISES, High: 0.07 },
      day: '1970-01-01',
      held: ['High'],
      history: [{ day: '2026-11-25', level: 'High', from: 0, to: 0.07, by: 'operator', at: AT, why: 'a dead feed' }],
    });
    expect(thresholdSchema.parse(JSON.parse(JSON.stringify(threshold)))).toEqual(threshold);
  });

  it('changes nothing when it is so already', () => {
    const once = set(undefined, 'High', 0.07);
    expect(set(once, 'High', 0.07)).toBe(once);
    const given = set(once, 'High', 'auto');
    expect(set(given, 'High', 'auto')).toBe(given);
  });

  it('holds a value that the check had come to by itself', () => {
    const checked = check(undefined, dayAt(0), ['High']);
    const held = set(checked, 'High', 0.02);
    expect([held.held, held.raises.High, held.history.length]).toEqual([['High'], 0.02, 2]);
    expect(check(held, dayAt(1), ['High']).raises.High).toBe(0.02);
  });

  it('gives back what the check had come to before, also after a second time', () => {
    const checked = check(undefined, dayAt(0), ['High']);
    const once = set(set(checked, 'High', 1), 'High', 'auto');
    expect(once.raises.High).toBe(0.02);
    const later = check(once, dayAt(1), ['High']);
    expect(set(set(later, 'High', 0.5), 'High', 'auto').raises.High).toBe(later.raises.High);
  });

  it('leaves today’s check to be made', () => {
    expect(check(set(undefined, 'Low', 0.1), dayAt(0), ['High'])).toMatchObject({
      raises: { Low: 0.1, Medium: 0, High: 0.02 },
      day: dayAt(0),
      held: ['Low'],
    });
  });

  it('keeps what was set over any days, until it is given back: then it stands where it stood, and the check goes on from there', () => {
    const days = fc.array(fc.subarray([...LEVELS]), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(days, fc.constantFrom(...LEVELS), fc.integer({ min: 0, max: 100 }), (drifts, level, hundredths) => {
        const raise = hundredths / 100;
        let threshold = set(set(undefined, level, raise), level, raise / 2);
        threshold = set(threshold, level, raise);
        let alone: Threshold | undefined;
        for (const [day, drifting] of drifts.entries()) {
          threshold = check(threshold, dayAt(day), drifting);
          alone = check(alone, dayAt(day), drifting);
          expect(threshold.raises).toEqual({ ...alone.raises, [level]: raise });
        }
        const given = set(threshold, level, 'auto');
        expect(given.raises).toEqual({ ...threshold.raises, [level]: 0 });
        expect(given.history.at(-1)).toMatchObject({ level, from: raise, to: 0, isGivenBack: true });
        expect(check(given, dayAt(drifts.length), [level]).raises[level]).toBe(0.02);
      }),
    );
  });

  it('keeps a bounded history', () => {
    let threshold: Threshold | undefined;
    for (let n = 0; n < 100; n++) threshold = set(threshold, 'Low', n / 100);
    expect(threshold?.history).toHaveLength(60);
    expect(threshold?.history.at(-1)?.to).toBe(0.99);
  });
});

it('reads a threshold from before levels could be held', () => {
  const old = {
    league: 'nfl',
    raises: NO_RAISES,
    day: '2026-11-23',
    history: [{ day: '2026-11-23', level: 'High', from: 0, to: 0.02 }],
  };
  expect(thresholdSchema.parse(old)).toMatchObject({ held: [], history: [{ by: 'drift' }] });
});
