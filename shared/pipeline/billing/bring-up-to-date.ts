import type { News } from './ask-facts.ts';
import { noteEnd } from './ends.ts';
import { type RefreshDeps, type Refreshed, refreshUser } from './refresh-user.ts';
import { type RolesSynced, type SyncRolesDeps, syncRoles } from './sync-roles.ts';
import { type TellDeps, type Told, tellNotices } from './tell-notices.ts';

export type UpToDateDeps = RefreshDeps & SyncRolesDeps & TellDeps;

export interface UpToDate {
  /** Undefined where the facts were known. */
  readonly refreshed: Refreshed | undefined;
  readonly roles: RolesSynced;
  /** What is left to do, and in how long. */
  readonly waits: { readonly later: number; readonly reason: string } | undefined;
}

/** First what a user has, then the roles that show it, then the message that tells of it. Throws what {@link refreshUser} throws. */
export async function bringUpToDate(
  deps: UpToDateDeps,
  userId: string,
  { areFactsKnown = false, ...news }: News & { readonly areFactsKnown?: boolean } = {},
): Promise<UpToDate> {
  const refreshed = areFactsKnown ? undefined : await refreshUser(deps, userId, news);
  // Before the rest, which may have to wait until somebody else's message does it.
  if (refreshed) await noteEnd(deps, userId);
  const roles = await syncRoles(deps, userId);
  if (typeof roles === 'object') return { refreshed, roles, waits: roles };
  const told: Told = await tellNotices(deps, userId);
  return { refreshed, roles, waits: told === 'told' ? undefined : told };
}
