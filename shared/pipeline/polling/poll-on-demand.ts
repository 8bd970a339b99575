import { pollCost } from '../../domain/polling/cost.ts';
import type { LeagueState } from '../../domain/polling/league-state.ts';
import { type OnDemandPlan, type OnDemandSkip, planOnDemand } from '../../domain/polling/plan-on-demand.ts';
import type { Stored } from '../../ports/documents.ts';
import { readBudget } from './budget-store.ts';
import type { PollOddsDeps } from './deps.ts';
import { readLeague } from './league-store.ts';
import { type PolledLeague, pollLeague } from './poll-league.ts';
import { settleBudget } from './settle-budget.ts';

/** What became of a wish for newer odds. */
export type OnDemandResult = 'read' | 'failed' | OnDemandSkip;

/** Polls of a league because somebody asks, paid from the on-demand share. Both methods throw when the stores do not answer. */
export interface OnDemandPolls {
  /** What would become of a poll now: whether one would be made, or joined. */
  outlook(league: string, now: number): Promise<'possible' | OnDemandSkip>;
  /** Polls, once for all who ask in this process meanwhile; the league's claim keeps other instances out. */
  poll(league: string, now: number): Promise<OnDemandResult>;
}

export function createOnDemandPolls(deps: PollOddsDeps): OnDemandPolls {
  const underWay = new Map<string, Promise<OnDemandResult>>();

  const planned = async (league: string, at: number): Promise<OnDemandPlan & { state: Stored<LeagueState> }> => {
    const [state, budget] = await Promise.all([
      readLeague(deps.leagues, league),
      readBudget(deps.budgets, deps.config.monthlyCredits, at),
    ]);
    const begunBefore = underWay.has(league) ? [...underWay.keys()].indexOf(league) : underWay.size;
    const cost = pollCost(deps.config);
    return { ...planOnDemand({ now: at, state: state.value, budget, cost, underWay: begunBefore }), state };
  };

  const pollOnce = async (league: string, at: number): Promise<OnDemandResult> => {
    const plan = await planned(league, at);
    if (plan.kind === 'skip') return plan.reason;
    const polled = await pollLeague(deps, plan.poll, plan.state, at);
    if (!polled) return 'claimed';
    await settleQuietly(deps, polled, at);
    return polled.failed ? 'failed' : 'read';
  };

  const pollAlone = async (league: string, at: number): Promise<OnDemandResult> => {
    try {
      const result = await pollOnce(league, at);
      deps.telemetry.count('on_demand_polls', 1, { result });
      return result;
    } finally {
      underWay.delete(league);
    }
  };

  return {
    async outlook(league, now) {
      if (underWay.has(league)) return 'possible';
      const plan = await planned(league, Math.floor(now));
      return plan.kind === 'poll' ? 'possible' : plan.reason;
    },
    poll(league, now) {
      const joined = underWay.get(league);
      if (joined) return joined;
      const polling = pollAlone(league, Math.floor(now));
      underWay.set(league, polling);
      return polling;
    },
  };
}

/** The odds are there, whether or not they can be charged; what is not is found in the provider's next report. */
async function settleQuietly(deps: PollOddsDeps, polled: PolledLeague, now: number): Promise<void> {
  try {
    await settleBudget(deps, [polled], now);
  } catch (error) {
    deps.telemetry.error('credits_not_settled', { reason: String(error) });
  }
}
