import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aRow, rowsThat } from '../../../tests/support/performance.ts';
import { afterCheck, type LevelClaim, levelClaims, nextRaise, type Threshold, thresholdSchema } from './drift.ts';
import { LEVELS } from './signal.ts';

const claim = (isDrifting: boolean): LevelClaim => ({
  level: 'High',
  judged: 40,
  claimed: 0.86,
  beatRate: isDrifting ? 0.5 : 0.86,
  interval: isDrifting ? [0.35, 0.65] : [0.7, 0.95],
  isDrifting,
});
const HELD = [claim(false)];
const DRIFTED = [claim(false), claim(true)];

describe('levelClaims', () => {
  it('finds the level that promised more than it kept', () => {
    const rows = [
      ...rowsThat(20, 40, { level: 'High', confidence: 0.86 }),
      ...rowsThat(28, 40, { level: 'Medium', confidence: 0.72 }),
    ];
    const claims = levelClaims(rows, 0);
    expect(claims).toMatchObject([
      { level: 'Medium', judged: 40, claimed: expect.closeTo(0.72, 12), beatRate: 0.7, isDrifting: false },
      { level: 'High', judged: 40, claimed: expect.closeTo(0.86, 12), beatRate: 0.5, isDrifting: true },
    ]);
  });

  it.each([
    ['fewer than thirty', rowsThat(0, 29), false],
    ['thirty', rowsThat(0, 30), true],
    ['more than claimed', rowsThat(60, 60, { confidence: 0.56 }), false],
    ['thirty that could not be judged', rowsThat(0, 29).concat(aRow({ clv: null })), false],
  ])('asks for enough of them, on the high side only: %s', (_what, rows, isDrifting) => {
    expect(levelClaims(rows, 0)[0]?.isDrifting).toBe(isDrifting);
  });

  it('leaves out what a raise has put an end to', () => {
    const bad = rowsThat(10, 40, { level: 'Low', confidence: 0.58 });
    const good = rowsThat(30, 40, { level: 'Low', confidence: 0.63 });
    expect(levelClaims([...bad, ...good], 0)).toMatchObject([{ judged: 80, isDrifting: false }]);
    expect(levelClaims([...bad, ...bad, ...good], 0)).toMatchObject([{ judged: 120, isDrifting: true }]);
    expect(levelClaims([...bad, ...bad, ...good], 0.06)).toMatchObject([{ judged: 40, isDrifting: false }]);
  });

  it('has nothing to say of levels without a judged signal', () => {
    expect(levelClaims([aRow({ clv: null })], 0)).toEqual([]);
  });

  it('calls a claim a drift exactly when all results that the interval allows are below it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 30, max: 200 }).chain((n) => fc.tuple(fc.nat(n), fc.constant(n))),
        fc.integer({ min: 55, max: 99 }),
        ([beats, n], hundredths) => {
          const [only] = levelClaims(rowsThat(beats, n, { confidence: hundredths / 100 }), 0);
          expect(only?.isDrifting).toBe((only?.claimed ?? 0) > (only?.interval[1] ?? 0));
          if (beats / n >= hundredths / 100) expect(only?.isDrifting).toBe(false);
        },
      ),
    );
  });
});

describe('nextRaise', () => {
  it('goes up by two hundredths while a level drifts, and back by one when none does', () => {
    expect(nextRaise(0, DRIFTED)).toBe(0.02);
    expect(nextRaise(0.19, DRIFTED)).toBe(0.2);
    expect(nextRaise(0.2, DRIFTED)).toBe(0.2);
    expect(nextRaise(0.2, HELD)).toBe(0.19);
    expect(nextRaise(0, HELD)).toBe(0);
    expect(nextRaise(0.05, [])).toBe(0.04);
  });

  it('leaves what an operator set beyond our reach until it holds', () => {
    expect(nextRaise(0.3, DRIFTED)).toBe(0.3);
    expect(nextRaise(0.3, HELD)).toBe(0.29);
  });

  it('stays between nothing and a fifth, and comes back to nothing, over any days', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (days) => {
        let raise = 0;
        for (const isDrifting of days) {
          const next = nextRaise(raise, [claim(isDrifting)]);
          expect(next).toBeGreaterThanOrEqual(0);
          expect(next).toBeLessThanOrEqual(0.2);
          expect(Math.round(next * 100) / 100).toBe(next);
          if (isDrifting) expect(next).toBeGreaterThanOrEqual(raise);
          else expect(next).toBeLessThanOrEqual(raise);
          raise = next;
        }
        for (let quiet = 0; quiet < 20; quiet++) raise = nextRaise(raise, HELD);
        expect(raise).toBe(0);
      }),
    );
  });
});

describe('afterCheck', () => {
  const check = (before: Threshold | undefined, day: string, claims = DRIFTED) =>
    afterCheck(before, { league: 'nfl', day, claims });

  it('begins at nothing and notes each change with what caused it', () => {
    expect(check(undefined, '2026-11-23')).toEqual({
      league: 'nfl',
      raise: 0.02,
      day: '2026-11-23',
      history: [{ day: '2026-11-23', from: 0, to: 0.02, levels: ['High'] }],
    });
    expect(check(undefined, '2026-11-23', HELD)).toEqual({ league: 'nfl', raise: 0, day: '2026-11-23', history: [] });
  });

  it('does a day once, however often it is asked, and never an earlier one', () => {
    const done = check(undefined, '2026-11-23');
    expect(check(done, '2026-11-23')).toBe(done);
    expect(check(done, '2026-11-22')).toBe(done);
    expect(check(done, '2026-11-24').raise).toBe(0.04);
  });

  it('keeps the last sixty changes, and remains what may be stored', () => {
    let threshold: Threshold | undefined;
    for (let day = 0; day < 100; day++)
      threshold = check(
        threshold,
        new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
        day % 2 ? HELD : DRIFTED,
      );
    expect(threshold?.history).toHaveLength(60);
    expect(threshold?.history.at(-1)?.day).toBe('2026-04-10');
    expect(thresholdSchema.parse(threshold)).toEqual(threshold);
  });

  it('names levels as they are', () => {
    const claims = LEVELS.map((level) => ({ ...claim(level !== 'Medium'), level }));
    expect(check(undefined, '2026-11-23', claims).history[0]?.levels).toEqual(['Low', 'High']);
  });
});
