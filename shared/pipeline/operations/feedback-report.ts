import type { Feedback } from '../../domain/signal/feedback.ts';
import { feedbackRates } from '../../domain/signal/feedback-rates.ts';
import { WEEK_MS, weekOf } from '../../domain/signal/performance-week.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Page } from '../../ports/documents.ts';
import type { FeedbackStore } from '../feedback.ts';

export interface FeedbackDeps {
  readonly feedback: FeedbackStore;
  readonly now: Clock;
}

const PAGE_SIZE = 200;

/** What users thought of the signals of the last weeks, this one included. */
export async function feedbackReport({ feedback, now }: FeedbackDeps, weeks: number) {
  const names = Array.from({ length: weeks }, (_, back) => weekOf(now() - back * WEEK_MS));
  const verdicts: Feedback[] = [];
  for (const week of names) for await (const verdict of ofWeek(feedback, week)) verdicts.push(verdict);
  return { from: names.at(-1) ?? weekOf(now()), weeks, ...feedbackRates(verdicts) };
}

async function* ofWeek(feedback: FeedbackStore, week: string): AsyncGenerator<Feedback> {
  let after: string | undefined;
  do {
    const { items, next }: Page<Feedback> = await feedback.list(week, { limit: PAGE_SIZE, after });
    for (const { value } of items) yield value;
    after = next;
  } while (after !== undefined);
}
