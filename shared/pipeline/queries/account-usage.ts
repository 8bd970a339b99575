import type { UsageOf } from '../../discord/commands/account.ts';
import type { Takes } from '../../discord/commands/command.ts';
import type { Standing } from '../../domain/account/tiers.ts';
import type { Allowances, Usage } from '../../ports/allowances.ts';
import { allowanceOf } from '../interactions/access.ts';

/** Looks at the very allowances that the door takes from. */
export const createUsageOf =
  (allowances: Allowances): UsageOf =>
  async (userId, standing) => {
    const [queries, insights] = await Promise.all([
      usageOf(allowances, userId, standing, 'queries'),
      usageOf(allowances, userId, standing, 'insights'),
    ]);
    return { queries, insights };
  };

async function usageOf(
  allowances: Allowances,
  userId: string,
  standing: Standing,
  takes: Takes,
): Promise<Usage | null> {
  const allowance = allowanceOf(standing, takes);
  return allowance && allowances.usage(allowance, userId);
}
