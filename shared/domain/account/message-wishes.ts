import type { QuietHours, User } from './account.ts';
import type { Edit } from './watch-edits.ts';

/** What a user wants of direct messages; what is absent stays as it is. */
export interface MessageWishes {
  readonly directMessages?: boolean | undefined;
  readonly cooldownMinutes?: number | undefined;
  readonly quiet?: 'off' | Pick<QuietHours, 'from' | 'to'> | undefined;
  /** Of the quiet hours. */
  readonly timeZone?: string | undefined;
}

/** `no-time-zone`: quiet hours need one, and none is known; nothing is changed. */
export type WishesOutcome = 'granted' | 'no-time-zone';

/** A zone that is named for the quiet hours is also the user's own, where none is known or there are no quiet hours. */
export const withWishes = (user: User, wishes: MessageWishes): Edit<WishesOutcome> => {
  const zone = wishes.timeZone ?? user.quietHours?.timeZone ?? user.timeZone;
  const window = wishes.quiet ?? user.quietHours ?? 'off';
  const { quietHours: _, ...others } = user;
  const changed: User = {
    ...others,
    directMessages: wishes.directMessages ?? user.directMessages,
    cooldownMinutes: wishes.cooldownMinutes ?? user.cooldownMinutes,
  };
  if (window === 'off') {
    return { user: wishes.timeZone ? { ...changed, timeZone: wishes.timeZone } : changed, outcome: 'granted' };
  }
  if (zone === undefined) return { user, outcome: 'no-time-zone' };
  const quietHours = { from: window.from, to: window.to, timeZone: zone };
  return { user: { ...changed, quietHours, timeZone: user.timeZone ?? zone }, outcome: 'granted' };
};
