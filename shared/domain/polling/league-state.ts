import { z } from 'zod';
import { HOUR, MINUTE, TICK } from './intervals.ts';

const epochMs = z.number().int();

/** What we know of one league's polling: a persisted document. Times are epoch ms. */
export const leagueStateSchema = z.object({
  league: z.string().min(1).max(64),
  /** Start times of events, each once, ascending; null until first read. */
  starts: z.array(epochMs).max(500).nullable(),
  scheduleReadAt: epochMs.nullable(),
  /** Not before this is the schedule asked again, after a failure. */
  scheduleRetryAt: epochMs,
  scheduleFailures: z.number().int().nonnegative(),
  /** Not before this is the league looked up in the provider's list anew; 0 until it was for the first time. */
  checkAt: epochMs.default(0),
  /** When the last poll that succeeded was begun. */
  polledAt: epochMs.nullable(),
  /** Until when one instance has this league to itself; a crash leaves it to expire. */
  claimedUntil: epochMs,
  /** Polls that failed, in a row. */
  failures: z.number().int().nonnegative(),
  /** Not polled before this, after a failure. */
  restsUntil: epochMs,
});
export type LeagueState = z.infer<typeof leagueStateSchema>;

export type PollFailure = 'unavailable' | 'rate-limited' | 'bad-request' | 'ingest';

export const CLAIM_TIME = 2 * MINUTE;
const MOST_STARTS = 500;
const LONGEST_REST = 15 * MINUTE;
const REFUSED_REST = 6 * HOUR;
const CHECKED_FOR = 24 * HOUR;

/** A league of which nothing is known yet. */
export const newLeague = (league: string): LeagueState => ({
  league,
  starts: null,
  scheduleReadAt: null,
  scheduleRetryAt: 0,
  scheduleFailures: 0,
  checkAt: 0,
  polledAt: null,
  claimedUntil: 0,
  failures: 0,
  restsUntil: 0,
});

/** The soonest event that has not begun, epoch ms. */
export const soonestStart = ({ starts }: LeagueState, now: number): number | undefined =>
  starts?.find((start) => start > now);

/** The league with its schedule as read at `now`. A changed start is followed because the whole list is replaced. */
export const afterSchedule = (state: LeagueState, commenceTimes: readonly number[], now: number): LeagueState => {
  const upcoming = new Set(commenceTimes.filter((time) => time > now));
  const starts = [...upcoming].sort((a, b) => a - b).slice(0, MOST_STARTS);
  return { ...state, starts, scheduleReadAt: now, scheduleRetryAt: 0, scheduleFailures: 0 };
};

/** The league keeps the schedule it has, and asks again after a rest. */
export const afterScheduleFailure = (state: LeagueState, failure: PollFailure, now: number): LeagueState => {
  const scheduleFailures = state.scheduleFailures + 1;
  return { ...state, scheduleFailures, scheduleRetryAt: now + restAfter(failure, scheduleFailures) };
};

/**
 * The league looked up in the provider's list at `now`. A listed one is looked up again a day later; so is one that is missing, and
 * as it would only be refused, its schedule is not asked for before a rest, unless it was answered before: then the list is wrong.
 */
export const afterCheck = (state: LeagueState, isListed: boolean, now: number): LeagueState => {
  const isTried = isListed || state.starts !== null;
  return {
    ...state,
    checkAt: now + CHECKED_FOR,
    scheduleRetryAt: isTried ? state.scheduleRetryAt : now + REFUSED_REST,
  };
};

/** The league when the list could not be read: looked up an hour later. */
export const afterCheckFailure = (state: LeagueState, now: number): LeagueState => ({ ...state, checkAt: now + HOUR });

/** The league claimed for one poll, until the moment that names this claim in the functions below. */
export const claimed = (state: LeagueState, until: number): LeagueState => ({ ...state, claimedUntil: until });

/** The claim given back, unless it has expired and is another's by now. */
export const unclaimed = (state: LeagueState, claim: number): LeagueState =>
  state.claimedUntil === claim ? { ...state, claimedUntil: 0 } : state;

/** The league after a poll due at `dueAt` whose odds are safely handed on. */
export const afterPoll = (state: LeagueState, claim: number, dueAt: number): LeagueState => ({
  ...unclaimed(state, claim),
  polledAt: dueAt,
  failures: 0,
  restsUntil: 0,
});

/** The league after a poll that failed: `polledAt` stays, so that it is due again as soon as its rest is over. */
export const afterFailure = (state: LeagueState, claim: number, failure: PollFailure, now: number): LeagueState => {
  const failures = state.failures + 1;
  return { ...unclaimed(state, claim), failures, restsUntil: now + restAfter(failure, failures) };
};

/**
 * How long a league rests, ms, after its `failures`-th failure in a row: half a tick at first, so that the next tick tries again,
 * then twice as long each time up to 15 min; four times that when we asked too often; 6 h when the request itself is wrong.
 */
export const restAfter = (failure: PollFailure, failures: number): number => {
  if (failure === 'bad-request') return REFUSED_REST;
  const first = failure === 'rate-limited' ? 4 * TICK : TICK / 2;
  return Math.min(LONGEST_REST, first * 2 ** Math.min(failures - 1, 16));
};
