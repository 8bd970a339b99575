import type { User, Watch } from './account.ts';
import { BENEFITS, standingOf } from './tiers.ts';

/** A user after an edit, and what came of it. */
export interface Edit<Outcome> {
  readonly user: User;
  readonly outcome: Outcome;
}

/** `full`: the tier has no more watches. */
export type Added = 'added' | 'known' | 'full';
export type Removed = { readonly kind: 'removed'; readonly watch: Watch } | { readonly kind: 'unfound' };

/**
 * Adds a watch, unless it is there or the tier's number is reached.
 * @param by id of the interaction that asks: asked again by the same, it comes to the same end
 */
export const withWatch = (user: User, watch: Watch, by: string): Edit<Added> => {
  const last = user.lastWatchEdit;
  if (last?.by === by && last.kind === 'added') return { user, outcome: 'added' };
  if (user.watches.some(({ id }) => id === watch.id)) return { user, outcome: 'known' };
  if (user.watches.length >= BENEFITS[standingOf(user.subscription)].watches) return { user, outcome: 'full' };
  const lastWatchEdit = { by, kind: 'added', watch } as const;
  return { user: { ...user, watches: [...user.watches, watch], lastWatchEdit }, outcome: 'added' };
};

/**
 * Removes the watch that is found among those of the user. What was found may depend on what others there are (the third one): so
 * an interaction that asks again finds what it removed, and removes no other.
 * @param by id of the interaction that asks
 */
export const withoutWatch = (
  user: User,
  find: (watches: readonly Watch[]) => Watch | undefined,
  by: string,
): Edit<Removed> => {
  const last = user.lastWatchEdit;
  if (last?.by === by && last.kind === 'removed') return { user, outcome: { kind: 'removed', watch: last.watch } };
  const watch = find(user.watches);
  if (!watch) return { user, outcome: { kind: 'unfound' } };
  const watches = user.watches.filter(({ id }) => id !== watch.id);
  const lastWatchEdit = { by, kind: 'removed', watch } as const;
  return { user: { ...user, watches, lastWatchEdit }, outcome: { kind: 'removed', watch } };
};
