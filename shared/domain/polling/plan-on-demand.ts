import type { Budget } from './budget.ts';
import { MINUTE } from './intervals.ts';
import type { LeagueState } from './league-state.ts';
import { canSpendOnDemand } from './spending.ts';

/** Odds that were read at most so long ago are good enough for whoever asks, ms. */
export const FRESH_MS = 2 * MINUTE;

/** Why a league is not polled for somebody who asks. */
export type OnDemandSkip =
  /** What there is, is young enough. */
  | 'fresh'
  /** Somebody else is at it. */
  | 'claimed'
  /** It failed of late, or the key is refused. */
  | 'resting'
  /** The share of on-demand polls is used up, for now or for this month. */
  | 'no-credits';

interface OnDemandPoll {
  readonly league: string;
  readonly class: 'onDemand';
  readonly interval: number;
  readonly cost: number;
}

export type OnDemandPlan =
  | { readonly kind: 'poll'; readonly poll: OnDemandPoll }
  | { readonly kind: 'skip'; readonly reason: OnDemandSkip };

export interface OnDemandInput {
  /** Epoch ms. */
  readonly now: number;
  readonly state: LeagueState;
  readonly budget: Budget;
  /** Credits that one poll costs. */
  readonly cost: number;
  /** On-demand polls of other leagues that were begun before and are not charged yet. */
  readonly underWay: number;
}

/** Whether to poll a league because somebody asks: pure, so that the same state always gives the same plan. */
export function planOnDemand({ now, state, budget, cost, underWay }: OnDemandInput): OnDemandPlan {
  if (state.polledAt !== null && now - state.polledAt <= FRESH_MS) return skip('fresh');
  if (state.claimedUntil > now) return skip('claimed');
  if (state.restsUntil > now) return skip('resting');
  const permission = canSpendOnDemand(budget, cost * (underWay + 1), now);
  if (permission.kind === 'refused') return skip(permission.reason === 'bad-key' ? 'resting' : 'no-credits');
  return { kind: 'poll', poll: { league: state.league, class: 'onDemand', interval: FRESH_MS, cost } };
}

const skip = (reason: OnDemandSkip): OnDemandPlan => ({ kind: 'skip', reason });
