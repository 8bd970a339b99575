import { type Subscription, TIERS, type Tier, type User } from './account.ts';
import { isQuiet } from './quiet-hours.ts';
import { matchesWatch, type Watched } from './watch.ts';

/** The least tier that is written to directly. */
const DIRECT_MESSAGE_TIER: Tier = 'core';

/** Why a user is not written to, in the order in which the questions are asked. */
type Unwanted = 'tier' | 'direct-messages-off' | 'no-watch' | 'quiet-hours';

export type Wants = { readonly wants: true } | { readonly wants: false; readonly reason: Unwanted };

/** Whether a subscription grants what `least` grants. */
export const hasTier = (subscription: Subscription, least: Tier): boolean =>
  subscription.status === 'active' && TIERS.indexOf(subscription.tier) >= TIERS.indexOf(least);

/** In this order, so that the reason names what the user would have to change first. */
const RULES: readonly (readonly [Unwanted, (user: User, signal: Watched, now: number) => boolean])[] = [
  ['tier', (user) => !hasTier(user.subscription, DIRECT_MESSAGE_TIER)],
  ['direct-messages-off', (user) => !user.directMessages],
  ['no-watch', (user, signal) => !user.watches.some((watch) => matchesWatch(watch, signal))],
  ['quiet-hours', (user, _signal, now) => user.quietHours !== undefined && isQuiet(user.quietHours, now)],
];

/** Whether a user asked to be told of this signal now (epoch ms), and if not, why. The cooldown is claimed separately. */
export const wantsSignal = (user: User, signal: Watched, now: number): Wants => {
  const failed = RULES.find(([, applies]) => applies(user, signal, now));
  return failed ? { wants: false, reason: failed[0] } : { wants: true };
};
