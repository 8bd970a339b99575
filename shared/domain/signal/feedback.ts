import { z } from 'zod';
import { alertTypeSchema, levelSchema, type Signal } from './signal.ts';

const verdictSchema = z.enum(['useful', 'useless']);
export type Verdict = z.infer<typeof verdictSchema>;

/** What one user thought of one signal: all that a report by week, type, level and league needs. */
export const feedbackSchema = z.object({
  signalId: z.string().min(1).max(64),
  eventId: z.string().min(1).max(64),
  /** Discord user id. */
  userId: z.string().regex(/^\d{1,20}$/),
  type: alertTypeSchema,
  level: levelSchema,
  league: z.string().min(1).max(64),
  verdict: verdictSchema,
  /** Epoch ms. */
  at: z.number().int(),
});
export type Feedback = z.infer<typeof feedbackSchema>;

/** A thumb that was pressed below a signal. */
export interface Thumb {
  readonly signal: Signal;
  readonly userId: string;
  readonly verdict: Verdict;
  /** Epoch ms. */
  readonly at: number;
}

export const feedbackOf = ({ signal, userId, verdict, at }: Thumb): Feedback => ({
  signalId: signal.id,
  eventId: signal.event.id,
  userId,
  type: signal.type,
  level: signal.level,
  league: signal.event.league,
  verdict,
  at,
});
