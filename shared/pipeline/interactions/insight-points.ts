import type { InsightPoints } from '../../discord/commands/line.ts';
import type { Allowances } from '../../ports/allowances.ts';
import type { Cache } from '../../ports/cache.ts';
import { allowanceOf } from './access.ts';

export interface InsightPointsDeps {
  readonly allowances: Allowances;
  readonly cache: Cache;
}

/** An answer that came too late is asked for again: the second time it has its point already. */
const markOf = (interactionId: string): string => `insight-${interactionId}`;

/** Points of explanations and charts, for an answer of which only a part is worth one. */
export const createInsightPoints = ({ allowances, cache }: InsightPointsDeps): InsightPoints => ({
  async usage({ user, standing }, interactionId) {
    const allowance = allowanceOf(standing, 'insights');
    if (!allowance) return undefined;
    const usage = await allowances.usage(allowance, user.id);
    const isTaken = (await cache.get('interaction', markOf(interactionId))) !== undefined;
    return isTaken ? { ...usage, left: usage.left + 1 } : usage;
  },
  async take({ user, standing }, interactionId) {
    const allowance = allowanceOf(standing, 'insights');
    if (!allowance) return false;
    const mark = markOf(interactionId);
    if ((await cache.claim('interaction', mark)) === 'exists') return true;
    const { granted } = await allowances.take(allowance, user.id);
    if (!granted) await cache.forget('interaction', mark);
    return granted;
  },
});
