import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Feedback, feedbackSchema } from './feedback.ts';
import { feedbackRates } from './feedback-rates.ts';
import { ALERT_TYPES, LEVELS } from './signal.ts';

const verdict = (parts: Partial<Feedback>): Feedback =>
  feedbackSchema.parse({
    signalId: 's',
    eventId: 'e',
    userId: '1',
    type: 'SteamMove',
    level: 'High',
    league: 'nfl',
    verdict: 'useful',
    at: 0,
    ...parts,
  });

describe('feedbackRates', () => {
  it('counts by type and level, with what that is worth', () => {
    const verdicts = [
      ...Array.from({ length: 8 }, () => verdict({})),
      ...Array.from({ length: 2 }, () => verdict({ verdict: 'useless' })),
      verdict({ type: 'ValueGap', level: 'Medium', verdict: 'useless' }),
    ];
    const { all, cells } = feedbackRates(verdicts);
    expect(all).toMatchObject({ useful: 8, n: 11 });
    expect(cells).toMatchObject([
      {
        type: 'SteamMove',
        level: 'High',
        n: 10,
        rate: 0.8,
        interval: [expect.closeTo(0.49, 2), expect.closeTo(0.943, 3)],
      },
      { type: 'ValueGap', level: 'Medium', n: 1, rate: 0 },
    ]);
  });

  it('claims to know nothing of nothing', () => {
    expect(feedbackRates([])).toEqual({ all: { useful: 0, n: 0, rate: undefined, interval: [0, 1] }, cells: [] });
  });

  it('loses no verdict, in whatever order they come', () => {
    const any = fc.record({
      type: fc.constantFrom(...ALERT_TYPES),
      level: fc.constantFrom(...LEVELS),
      verdict: fc.constantFrom('useful' as const, 'useless' as const),
    });
    fc.assert(
      fc.property(fc.array(any), (parts) => {
        const verdicts = parts.map(verdict);
        const { all, cells } = feedbackRates(verdicts);
        expect(cells.reduce((sum, { n }) => sum + n, 0)).toBe(all.n);
        expect(cells.reduce((sum, { useful }) => sum + useful, 0)).toBe(all.useful);
        expect(feedbackRates(verdicts.toReversed())).toEqual({ all, cells });
      }),
    );
  });
});
