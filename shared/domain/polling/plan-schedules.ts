import type { Budget } from './budget.ts';
import { cadenceFor, HOUR, MINUTE } from './intervals.ts';
import { type LeagueState, soonestStart } from './league-state.ts';

const NEAR = 10 * MINUTE;
const FAR = HOUR;

/**
 * Leagues whose schedule should be asked anew: never read, or older than 10 min when an event is less than a day away and an hour
 * otherwise. Asking is free, so it goes on without credits, whose return its answer's headers tell. With a refused key it stops,
 * but for one call, once the key has rested: the one whose success lifts the stop.
 */
export const schedulesToRefresh = (leagues: readonly LeagueState[], budget: Budget, now: number): readonly string[] => {
  if (budget.pause?.reason === 'bad-key') {
    return budget.pause.until > now ? [] : leagues.slice(0, 1).map(({ league }) => league);
  }
  return leagues.filter((state) => isStale(state, now)).map(({ league }) => league);
};

/**
 * When at this tick the leagues should be looked up in the provider's list, if at all. Before anything is asked of a league that
 * never was, so that an unknown one is called so; otherwise after the polls, which must not wait for it.
 */
export const leagueCheck = (
  leagues: readonly LeagueState[],
  budget: Budget,
  now: number,
): 'before-polls' | 'after-polls' | 'none' => {
  if (budget.pause?.reason === 'bad-key') return 'none';
  if (leagues.some(({ checkAt }) => checkAt === 0)) return 'before-polls';
  return leagues.some(({ checkAt }) => checkAt <= now) ? 'after-polls' : 'none';
};

const isStale = (state: LeagueState, now: number): boolean => {
  if (state.scheduleRetryAt > now) return false;
  if (state.scheduleReadAt === null) return true;
  return now - state.scheduleReadAt >= lifetime(state, now);
};

const lifetime = (state: LeagueState, now: number): number => {
  const soonest = soonestStart(state, now);
  return soonest !== undefined && (cadenceFor(soonest, now)?.baseInterval ?? FAR) < 15 * MINUTE ? NEAR : FAR;
};
