import type { Thumb, Verdict } from '../../domain/signal/feedback.ts';
import type { RecentSignals } from '../../ports/recent-signals.ts';
import { type Button, message } from '../commands/command.ts';
import { pressedSignal } from '../signal-insights.ts';
import { goneAnswer } from './pressed-game.ts';

export interface ThumbDeps {
  readonly recentSignals: RecentSignals;
  /** Keeps a verdict in the place of the one before. */
  readonly keepFeedback: (thumb: Thumb) => Promise<void>;
}

/** Below an alert: what somebody thought of it, for the operators. */
const thumbButton = (verdict: Verdict, thanks: string): Button<ThumbDeps> => ({
  name: verdict,
  needs: {},
  press: async ({ recentSignals, keepFeedback }, { parts, user, now }) => {
    const found = await pressedSignal({ recentSignals }, parts);
    if (!found) return goneAnswer();
    await keepFeedback({ signal: found.signal, userId: user.id, verdict, at: now });
    return message({ content: thanks });
  },
});

export const usefulButton = thumbButton('useful', '👍 Thank you: noted as useful.');
export const uselessButton = thumbButton('useless', '👎 Thank you: noted as of no use.');
