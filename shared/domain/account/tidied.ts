import type { User } from './account.ts';

/** A game is over by then, and so is all that somebody wanted of it. */
export const AFTER_START_MS = 24 * 60 * 60_000;

/** Without the mutes that have ended and the watches of games that began over a day before `now` (epoch ms). */
export const tidied = (user: User, now: number): User => ({
  ...user,
  watches: user.watches.filter(({ event }) => event === undefined || event.commenceTime + AFTER_START_MS > now),
  mutes: user.mutes.filter(({ until }) => until > now),
});
