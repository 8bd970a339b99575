import { type Feedback, feedbackOf, type Thumb } from '../domain/signal/feedback.ts';
import { weekOf } from '../domain/signal/performance-week.ts';
import type { Documents, Key } from '../ports/documents.ts';
import { changeDocument } from './change-document.ts';

/** One document a user and signal. Partition: the week of the signal's detection. */
export type FeedbackStore = Documents<Feedback>;

const keyOf = ({ signal, userId }: Thumb): Key => ({
  id: `${signal.id}-${userId}`,
  partition: weekOf(signal.detectedAt),
});

/** Keeps a verdict in the place of the one before; the same again changes nothing. */
export const keepFeedback = async (feedback: FeedbackStore, thumb: Thumb): Promise<void> => {
  await changeDocument(feedback, keyOf(thumb), (stored) =>
    stored?.verdict === thumb.verdict ? stored : feedbackOf(thumb),
  );
};
