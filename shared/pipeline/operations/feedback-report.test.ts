import { describe, expect, it } from 'vitest';
import { aSignal, DETECTED_AT } from '../../../tests/support/delivery-world.ts';
import { memoryDocuments } from '../../adapters/memory/memory-documents.ts';
import type { Feedback } from '../../domain/signal/feedback.ts';
import { keepFeedback } from '../feedback.ts';
import { feedbackReport } from './feedback-report.ts';

const WEEK = 7 * 24 * 3_600_000;

describe('feedbackReport', () => {
  it('counts what was said of the signals of so many weeks', async () => {
    const feedback = memoryDocuments<Feedback>({ now: () => 0 });
    for (let n = 0; n < 250; n++)
      await keepFeedback(feedback, {
        signal: aSignal({ id: `s${n}`, detectedAt: DETECTED_AT - (n % 5) * WEEK }),
        userId: '1',
        verdict: n % 2 ? 'useful' : 'useless',
        at: DETECTED_AT,
      });
    const counts = async (weeks: number) => {
      const { all, cells, from } = await feedbackReport({ feedback, now: () => DETECTED_AT }, weeks);
      return [all.n, all.useful, cells.length, from];
    };
    expect(await counts(1)).toEqual([50, 25, 1, '2026-11-09']);
    expect(await counts(3)).toEqual([150, 75, 1, '2026-10-26']);
    expect(await counts(52)).toEqual([250, 125, 1, '2025-11-17']);
  });
});
