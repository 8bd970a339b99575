import type { Needs, Takes } from '../../discord/commands/command.ts';
import type { Refusal } from '../../discord/refusal.ts';
import { BENEFITS, type Feature, has, type Standing } from '../../domain/account/tiers.ts';
import type { Allowance, Allowances } from '../../ports/allowances.ts';

/** However much a tier has, nobody needs more than this; it keeps a script from costing what a hundred people cost. */
const EVERYTHING: Allowance = { name: 'interactions', points: 300, seconds: 60 };

/** What was taken, and of which standing's allowances. */
export interface Taken {
  readonly standing: Standing;
  readonly takes: readonly Takes[];
}

export type Access =
  | { readonly kind: 'admitted'; readonly taken: Taken }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The allowance of a standing; null where it has none. Its name holds the standing, so that a new tier begins with a full one. */
export const allowanceOf = (standing: Standing, takes: Takes): Allowance | null => {
  const rate = BENEFITS[standing][takes];
  return rate && { name: `${takes}-${standing}`, ...rate };
};

const INSIGHTS_FEATURE: Feature = 'insights';

/** Whether somebody may have what is asked for, by what is on our own record; takes what it costs. */
export async function admit(
  allowances: Allowances,
  who: { readonly userId: string; readonly standing: Standing },
  { feature, takes }: Needs,
): Promise<Access> {
  const { userId, standing } = who;
  if (feature && !has(standing, feature)) return refused({ kind: 'feature', feature });
  const pace = await allowances.take(EVERYTHING, userId);
  if (!pace.granted) return refused({ kind: 'too-fast', resetsInMs: pace.resetsInMs });
  if (!takes) return { kind: 'admitted', taken: { standing, takes: [] } };
  const allowance = allowanceOf(standing, takes);
  if (!allowance) return refused({ kind: 'feature', feature: INSIGHTS_FEATURE });
  const usage = await allowances.take(allowance, userId);
  if (!usage.granted) return refused({ kind: 'spent', takes, resetsInMs: usage.resetsInMs });
  return { kind: 'admitted', taken: { standing, takes: [takes] } };
}

const refused = (refusal: Refusal): Access => ({ kind: 'refused', refusal });

/** Gives back what was taken for an answer that was not worth it. */
export async function giveBack(allowances: Allowances, userId: string, { standing, takes }: Taken): Promise<void> {
  for (const each of takes) {
    const allowance = allowanceOf(standing, each);
    if (allowance) await allowances.giveBack(allowance, userId);
  }
}
