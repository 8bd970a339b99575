import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aRow, rowsThat } from '../../../tests/support/performance.ts';
import {
  afterCheck,
  type LevelClaim,
  levelClaims,
  NO_RAISES,
  nextRaise,
  raisedBars,
  type Threshold,
  thresholdSchema,
} from './drift.ts';
import { LEVELS, type Level } from './signal.ts';

const claim = (isDrifting: boolean): LevelClaim => ({
  level: 'High',
  judged: 40,
  claimed: 0.86,
  beatRate: isDrifting ? 0.5 : 0.86,
  interval: isDrifting ? [0.35, 0.65] : [0.7, 0.95],
  isDrifting,
});
const HELD = [claim(false)];
const DRIFTED = [claim(true)];
/** Of models that send whatever is more likely than not. */
const BARS = { Low: 0.55, Medium: 0.55, High: 0.55 };

describe('levelClaims', () => {
  it('finds the level that promised more than it kept', () => {
    const rows = [
      ...rowsThat(20, 40, { level: 'High', confidence: 0.86 }),
      ...rowsThat(28, 40, { level: 'Medium', confidence: 0.72 }),
    ];
    const claims = levelClaims(rows, BARS);
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
    expect(levelClaims(rows, BARS)[0]?.isDrifting).toBe(isDrifting);
  });

  it('leaves out what a raise has put an end to', () => {
    const bad = rowsThat(10, 40, { level: 'Low', confidence: 0.58 });
    const good = rowsThat(30, 40, { level: 'Low', confidence: 0.63 });
    expect(levelClaims([...bad, ...good], BARS)).toMatchObject([{ judged: 80, isDrifting: false }]);
    expect(levelClaims([...bad, ...bad, ...good], BARS)).toMatchObject([{ judged: 120, isDrifting: true }]);
    expect(levelClaims([...bad, ...bad, ...good], { ...BARS, Low: 0.61 })).toMatchObject([
      { judged: 40, isDrifting: false },
    ]);
  });

  it('has nothing to say of levels without a judged signal', () => {
    expect(levelClaims([aRow({ clv: null })], BARS)).toEqual([]);
  });

  it('calls a claim a drift exactly when all results that the interval allows are below it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 30, max: 200 }).chain((n) => fc.tuple(fc.nat(n), fc.constant(n))),
        fc.integer({ min: 55, max: 99 }),
        ([beats, n], hundredths) => {
          const [only] = levelClaims(rowsThat(beats, n, { confidence: hundredths / 100 }), BARS);
          expect(only?.isDrifting).toBe((only?.claimed ?? 0) > (only?.interval[1] ?? 0));
          if (beats / n >= hundredths / 100) expect(only?.isDrifting).toBe(false);
        },
      ),
    );
  });
});

describe('raisedBars', () => {
  it('adds to each bar its raise, in hundredths', () => {
    const bars = { Low: 0.55, Medium: 0.74, High: 0.87 };
    expect(raisedBars(bars, NO_RAISES)).toEqual(bars);
    expect(raisedBars(bars, { Low: 0.07, Medium: 0, High: 0.06 })).toEqual({ Low: 0.62, Medium: 0.74, High: 0.93 });
  });
});

describe('nextRaise', () => {
  it('goes up by two hundredths while the level drifts, and back by one while it does not', () => {
    expect(nextRaise(0, true)).toBe(0.02);
    expect(nextRaise(0.19, true)).toBe(0.2);
    expect(nextRaise(0.2, true)).toBe(0.2);
    expect(nextRaise(0.2, false)).toBe(0.19);
    expect(nextRaise(0, false)).toBe(0);
  });

  it('leaves what an operator set beyond our reach until it holds', () => {
    expect(nextRaise(0.3, true)).toBe(0.3);
    expect(nextRaise(0.3, false)).toBe(0.29);
  });

  it('stays between nothing and a fifth, and comes back to nothing, over any days', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (days) => {
        let raise = 0;
        for (const isDrifting of days) {
          const next = nextRaise(raise, isDrifting);
          expect(next).toBeGreaterThanOrEqual(0);
          expect(next).toBeLessThanOrEqual(0.2);
          expect(Math.round(next * 100) / 100).toBe(next);
          if (isDrifting) expect(next).toBeGreaterThanOrEqual(raise);
          else expect(next).toBeLessThanOrEqual(raise);
          raise = next;
        }
        for (let quiet = 0; quiet < 20; quiet++) raise = nextRaise(raise, false);
        expect(raise).toBe(0);
      }),
    );
  });
});

describe('afterCheck', () => {
  const check = (before: Threshold | undefined, day: string, claims = DRIFTED) =>
    afterCheck(before, { league: 'nfl', day, claims });
  const dayAt = (day: number) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);

  it('begins at nothing and notes each change', () => {
    expect(check(undefined, '2026-11-23')).toEqual({
      league: 'nfl',
      raises: { Low: 0, Medium: 0, High: 0.02 },
      day: '2026-11-23',
      held: [],
      history: [{ day: '2026-11-23', level: 'High', from: 0, to: 0.02, by: 'drift' }],
    });
    const untouched = { league: 'nfl', raises: NO_RAISES, day: '2026-11-23', held: [], history: [] };
    expect(check(undefined, '2026-11-23', HELD)).toEqual(untouched);
  });

  it('does a day once, however often it is asked, and never an earlier one', () => {
    const done = check(undefined, '2026-11-23');
    expect(check(done, '2026-11-23')).toBe(done);
    expect(check(done, '2026-11-22')).toBe(done);
    expect(check(done, '2026-11-24').raises.High).toBe(0.04);
  });

  it('keeps the last sixty changes, and remains what may be stored', () => {
    let threshold: Threshold | undefined;
    for (let day = 0; day < 100; day++) threshold = check(threshold, dayAt(day), day % 2 ? HELD : DRIFTED);
    expect(threshold?.history).toHaveLength(60);
    expect(threshold?.history.at(-1)?.day).toBe('2026-04-10');
    expect(thresholdSchema.parse(threshold)).toEqual(threshold);
  });

  it('moves the raise of each level by itself, whatever the others do', () => {
    const days = fc.array(fc.record({ Low: fc.boolean(), Medium: fc.boolean(), High: fc.boolean() }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(days, (drifts) => {
        let threshold: Threshold | undefined;
        let alone = NO_RAISES;
        for (const [day, drift] of drifts.entries()) {
          const claims = LEVELS.map((level) => ({ ...claim(drift[level]), level }));
          threshold = check(threshold, dayAt(day), claims);
          const next = (level: Level) => nextRaise(alone[level], drift[level]);
          alone = { Low: next('Low'), Medium: next('Medium'), High: next('High') };
          expect(threshold.raises).toEqual(alone);
        }
      }),
    );
  });

  it('takes back the raise of a level that nothing is known of', () => {
    const raises = { Low: 0.1, Medium: 0, High: 0.02 };
    const before: Threshold = { league: 'nfl', raises, day: '2026-11-22', held: [], history: [] };
    const { history, raises: after } = check(before, '2026-11-23');
    expect(after).toEqual({ Low: 0.09, Medium: 0, High: 0.04 });
    expect(history.map(({ level, from, to }) => [level, from, to])).toEqual([
      ['Low', 0.1, 0.09],
      ['High', 0.02, 0.04],
    ]);
  });
});

describe('a High that claims 93 % and beats 70 %, beside a Medium and a Low that are true', () => {
  const bars = { Low: 0.55, Medium: 0.74, High: 0.87 };
  const true78 = rowsThat(78, 100, { level: 'Medium', confidence: 0.78 });
  const true62 = rowsThat(62, 100, { level: 'Low', confidence: 0.62 });
  const others = [...true62, ...true78];
  /** Sixty checks of the same four weeks: what is drifting at each, and the raises after it. */
  const sixtyChecks = (highs: ReturnType<typeof rowsThat>) => {
    let threshold: Threshold | undefined;
    return Array.from({ length: 60 }, (_, n) => {
      const day = new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
      const inForce = raisedBars(bars, threshold?.raises ?? NO_RAISES);
      const claims = levelClaims([...highs, ...others], inForce);
      threshold = afterCheck(threshold, { league: 'nfl', day, claims });
      const high = claims.find(({ level }) => level === 'High');
      const drifting = claims.filter(({ isDrifting }) => isDrifting).map(({ level }) => level);
      return { high, drifting, ...threshold.raises };
    });
  };

  it.each([
    ['nothing is sent as High', rowsThat(70, 100, { confidence: 0.93 }), 0.08, undefined],
    [
      'what is sent as High holds',
      [...rowsThat(65, 100, { confidence: 0.92 }), ...rowsThat(38, 40, { confidence: 0.95 })],
      0.06,
      { judged: 40, beatRate: 0.95, isDrifting: false },
    ],
  ])('raises High alone, until %s', (_what, highs, top, held) => {
    const checks = sixtyChecks(highs);
    for (const { Low, Medium, drifting } of checks) {
      expect([Low, Medium]).toEqual([0, 0]);
      expect(drifting.filter((level) => level !== 'High')).toEqual([]);
    }
    const steps = top / 0.02;
    expect(checks.slice(0, steps).map(({ High }) => High)).toEqual([0.02, 0.04, 0.06, 0.08].slice(0, steps));
    const settled = checks[Math.round(steps)];
    if (held) expect(settled?.high).toMatchObject(held);
    else expect(settled?.high).toBeUndefined();
    // From there it feels its way back by hundredths, and is put right at once.
    for (const { High } of checks.slice(steps)) {
      expect(High).toBeLessThan(top + 0.015);
      expect(High).toBeGreaterThan(top - 0.025);
    }
  });
});
