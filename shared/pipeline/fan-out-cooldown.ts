import { type Cooldown, decideCooldown } from '../domain/account/cooldown.ts';
import type { Documents } from '../ports/documents.ts';

const MAX_ATTEMPTS = 5;

export interface CooldownRequest {
  readonly userId: string;
  readonly signalId: string;
  /** Epoch ms. */
  readonly now: number;
  readonly minutes: number;
}

/**
 * Claims the right to write to a user about a signal: of any number of alerts at the same instant one gets it, and a repeat of
 * that one gets it again. False while the user's cooldown runs. Throws when others change the claim five times over.
 */
export const claimCooldown = async (
  cooldowns: Documents<Cooldown>,
  { userId, ...request }: CooldownRequest,
): Promise<boolean> => {
  if (request.minutes === 0) return true;
  const key = { id: userId, partition: userId };
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const stored = await cooldowns.read(key);
    const decision = decideCooldown(stored?.value, request);
    if (decision.kind !== 'grant') return decision.kind === 'granted-before';
    const written = stored
      ? await cooldowns.replace(key, decision.next, stored.etag)
      : await cooldowns.create(key, decision.next);
    if (written === 'replaced' || written === 'created') return true;
  }
  throw new Error(`The cooldown of user ${userId} kept changing under ${MAX_ATTEMPTS} attempts to claim it`);
};
