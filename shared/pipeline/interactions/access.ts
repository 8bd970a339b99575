import type { Needs, Takes } from '../../discord/commands/command.ts';
import type { Refusal } from '../../discord/refusal.ts';
import { BENEFITS, type Feature, has, type Standing } from '../../domain/account/tiers.ts';
import type { Allowance, Allowances } from '../../ports/allowances.ts';
import type { Cache } from '../../ports/cache.ts';

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

/** The feature that somebody lacks for what is asked; undefined when there is none. */
export function missingFeature(standing: Standing, { feature, takes }: Needs): Feature | undefined {
  if (feature && !has(standing, feature)) return feature;
  return takes === 'insights' && !has(standing, 'insights') ? 'insights' : undefined;
}

/** Whether somebody asks no more often than a person can. */
export const keepsPace = (allowances: Allowances, userId: string) => allowances.take(EVERYTHING, userId);

/** Whether somebody may have what is asked for, by what is on our own record; takes what it costs. */
export async function admit(
  allowances: Allowances,
  who: { readonly userId: string; readonly standing: Standing },
  needs: Needs,
): Promise<Access> {
  const { userId, standing } = who;
  const feature = missingFeature(standing, needs);
  if (feature) return refused({ kind: 'feature', feature });
  const pace = await keepsPace(allowances, userId);
  if (!pace.granted) return refused({ kind: 'too-fast', resetsInMs: pace.resetsInMs });
  const { takes } = needs;
  if (!takes) return { kind: 'admitted', taken: { standing, takes: [] } };
  const allowance = allowanceOf(standing, takes);
  if (!allowance) return refused({ kind: 'feature', feature: 'insights' });
  const usage = await allowances.take(allowance, userId);
  if (!usage.granted) return refused({ kind: 'spent', takes, resetsInMs: usage.resetsInMs });
  return { kind: 'admitted', taken: { standing, takes: [takes] } };
}

const refused = (refusal: Refusal): Access => ({ kind: 'refused', refusal });

export interface GiveBackDeps {
  readonly allowances: Allowances;
  readonly cache: Cache;
}

/** Gives back what was taken for an interaction that had no answer worth it: once, however often that is found out. */
export async function giveBack(
  { allowances, cache }: GiveBackDeps,
  { id, userId }: { readonly id: string; readonly userId: string },
  { standing, takes }: Taken,
): Promise<void> {
  if (takes.length === 0 || (await cache.claim('interaction', `back-${id}`)) === 'exists') return;
  await takeBack(allowances, userId, { standing, takes });
}

export async function takeBack(allowances: Allowances, userId: string, { standing, takes }: Taken): Promise<void> {
  for (const each of takes) {
    const allowance = allowanceOf(standing, each);
    if (allowance) await allowances.giveBack(allowance, userId);
  }
}
