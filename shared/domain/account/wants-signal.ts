import type { MarketType } from '../market/market.ts';
import { atLeast } from '../signal/signal.ts';
import type { User } from './account.ts';
import { asOf } from './entitlement.ts';
import { mutedUntil } from './mutes.ts';
import { isQuiet } from './quiet-hours.ts';
import { BENEFITS, has, standingOf } from './tiers.ts';
import { countingWatches, matchesWatch, type Watched } from './watch.ts';

/** Why a user is not written to, in the order in which the questions are asked. */
type Unwanted = 'tier' | 'direct-messages-off' | 'no-watch' | 'muted' | 'quiet-hours';

export type Wants = { readonly wants: true } | { readonly wants: false; readonly reason: Unwanted };

/** What a user's wishes look at in a signal. */
export interface Wanted extends Watched {
  readonly market: MarketType;
}

/** Whether the tier is written to, and of signals that early. */
const isForTier = ({ subscription }: User, { level }: Wanted): boolean => {
  const standing = standingOf(subscription);
  return has(standing, 'directMessages') && atLeast(level, BENEFITS[standing].leastLevel);
};

/** In this order, so that the reason names what the user would have to change first. */
const RULES: readonly (readonly [Unwanted, (user: User, signal: Wanted, now: number) => boolean])[] = [
  ['tier', (user, signal) => !isForTier(user, signal)],
  ['direct-messages-off', (user) => !user.directMessages],
  ['no-watch', (user, signal) => !countingWatches(user).some((watch) => matchesWatch(watch, signal))],
  ['muted', (user, signal, now) => mutedUntil(user, signal, now) !== undefined],
  ['quiet-hours', (user, _signal, now) => user.quietHours !== undefined && isQuiet(user.quietHours, now)],
];

/** Whether a user asked to be told of this signal now (epoch ms), and if not, why. The cooldown is claimed separately. */
export const wantsSignal = (onRecord: User, signal: Wanted, now: number): Wants => {
  const user = asOf(onRecord, now);
  const failed = RULES.find(([, applies]) => applies(user, signal, now));
  return failed ? { wants: false, reason: failed[0] } : { wants: true };
};
