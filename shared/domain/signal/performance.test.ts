import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DETECTED_AT } from '../../../tests/support/delivery-world.ts';
import { aRow, rowsThat } from '../../../tests/support/performance.ts';
import { MARKET_TYPES } from '../market/market.ts';
import { by, summarise } from './performance.ts';
import { ALERT_TYPES, LEVELS } from './signal.ts';

const DAY = 24 * 3_600_000;

describe('summarise', () => {
  it('counts what was judged and what was not, and figures of the judged alone', () => {
    const rows = [
      aRow({ clv: 0.1, confidence: 0.9 }),
      aRow({ clv: 0.02, confidence: 0.8 }),
      aRow({ clv: 0, confidence: 0.7 }),
      aRow({ clv: -0.04, confidence: 0.6 }),
      aRow({ clv: null, reason: 'too-old', confidence: 0.55 }),
    ];
    expect(summarise(rows)).toEqual({
      signals: 5,
      judged: 4,
      unjudged: 1,
      beatRate: 0.5,
      interval: [expect.closeTo(0.15, 3), expect.closeTo(0.85, 3)],
      meanClv: expect.closeTo(0.02, 12),
      medianClv: expect.closeTo(0.01, 12),
      claimed: expect.closeTo(0.75, 12),
    });
  });

  it('claims to know nothing of nothing', () => {
    expect(summarise([aRow({ clv: null })])).toEqual({
      signals: 1,
      judged: 0,
      unjudged: 1,
      beatRate: undefined,
      interval: [0, 1],
      meanClv: undefined,
      medianClv: undefined,
      claimed: undefined,
    });
  });
});

const row = fc
  .record({
    level: fc.constantFrom(...LEVELS),
    type: fc.constantFrom(...ALERT_TYPES),
    market: fc.constantFrom(...MARKET_TYPES),
    league: fc.constantFrom('nfl', 'nba'),
    detectedAt: fc.integer({ min: 0, max: 40 }).map((days) => DETECTED_AT + days * DAY),
    confidence: fc.integer({ min: 5500, max: 10_000 }).map((n) => n / 10_000),
    clv: fc.option(
      fc.integer({ min: -5000, max: 5000 }).map((n) => n / 10_000),
      { nil: null },
    ),
  })
  .map(aRow);

describe('any record', () => {
  it('is summed up as a loop would do it', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
        const summary = summarise(rows);
        let [judged, beats, clv, claimed] = [0, 0, 0, 0];
        for (const one of rows) {
          if (one.clv === null) continue;
          judged += 1;
          if (one.clv > 0) beats += 1;
          clv += one.clv;
          claimed += one.confidence;
        }
        expect(summary).toMatchObject({ signals: rows.length, judged, unjudged: rows.length - judged });
        if (judged === 0) return;
        expect(summary.beatRate).toBeCloseTo(beats / judged, 12);
        expect(summary.meanClv).toBeCloseTo(clv / judged, 12);
        expect(summary.claimed).toBeCloseTo(claimed / judged, 12);
        const isBelow = (other: number | null) => other !== null && other < (summary.medianClv ?? 0) - 1e-12;
        const isAbove = (other: number | null) => other !== null && other > (summary.medianClv ?? 0) + 1e-12;
        expect(rows.filter((one) => isBelow(one.clv)).length).toBeLessThanOrEqual(judged / 2);
        expect(rows.filter((one) => isAbove(one.clv)).length).toBeLessThanOrEqual(judged / 2);
      }),
    );
  });

  it.each(['level', 'type', 'league', 'market', 'week'] as const)('is split by %s without losing a row', (key) => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
        const groups = by(rows, key);
        const total = [...groups.values()].reduce((sum, { signals, judged }) => sum + signals + judged, 0);
        expect(total).toBe(rows.length + summarise(rows).judged);
        expect([...groups.keys()]).toEqual([...groups.keys()].sort());
      }),
    );
  });
});

it('groups weeks by their Monday', () => {
  const rows = [...rowsThat(1, 2, { detectedAt: Date.parse('2026-11-29T23:00:00Z') }), aRow()];
  expect([...by(rows, 'week')].map(([week, { signals, beatRate }]) => [week, signals, beatRate])).toEqual([
    ['2026-11-09', 1, 1],
    ['2026-11-23', 2, 0.5],
  ]);
});
