import { describe, expect, it } from 'vitest';
import { aSignal, DETECTED_AT } from '../../tests/support/delivery-world.ts';
import { memoryDocuments } from '../adapters/memory/memory-documents.ts';
import { type Feedback, feedbackSchema, type Thumb } from '../domain/signal/feedback.ts';
import { weekOf } from '../domain/signal/performance-week.ts';
import { keepFeedback } from './feedback.ts';

const WEEK = weekOf(DETECTED_AT);
const store = () => memoryDocuments<Feedback>({ now: () => DETECTED_AT });
const thumb = (parts: Partial<Thumb> = {}): Thumb => ({
  signal: aSignal(),
  userId: '42',
  verdict: 'useful',
  at: DETECTED_AT + 1000,
  ...parts,
});
const kept = async (feedback: ReturnType<typeof store>) =>
  (await feedback.list(WEEK, { limit: 100 })).items.map(({ key, value }) => ({ id: key.id, ...value }));

describe('keepFeedback', () => {
  it('keeps what a report needs, in the week of the signal’s detection', async () => {
    const feedback = store();
    await keepFeedback(feedback, thumb());
    const [one, ...others] = await kept(feedback);
    expect(one).toEqual({
      id: 'signal-1-42',
      signalId: 'signal-1',
      eventId: 'event-1',
      userId: '42',
      type: 'SharpActivity',
      level: 'High',
      league: 'americanfootball_nfl',
      verdict: 'useful',
      at: DETECTED_AT + 1000,
    });
    expect(feedbackSchema.safeParse(one).success).toBe(true);
    expect(others).toEqual([]);
  });

  it('replaces it by the other thumb, and changes nothing when the same is pressed twice', async () => {
    const feedback = store();
    await keepFeedback(feedback, thumb());
    await keepFeedback(feedback, thumb({ at: DETECTED_AT + 2000 }));
    expect(await kept(feedback)).toMatchObject([{ verdict: 'useful', at: DETECTED_AT + 1000 }]);
    await keepFeedback(feedback, thumb({ verdict: 'useless', at: DETECTED_AT + 3000 }));
    expect(await kept(feedback)).toMatchObject([{ verdict: 'useless', at: DETECTED_AT + 3000 }]);
  });

  it('keeps one a user and signal, however many press at once', async () => {
    const feedback = store();
    const users = ['1', '2', '3'];
    const signals = [aSignal(), aSignal({ id: 'signal-2' })];
    await Promise.all(
      [0, 1].flatMap(() =>
        users.flatMap((userId) => signals.map((signal) => keepFeedback(feedback, thumb({ signal, userId })))),
      ),
    );
    expect(await kept(feedback)).toHaveLength(users.length * signals.length);
  });
});
