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
  throw new Error(`The cooldown of ${userId} kept changing under ${MAX_ATTEMPTS} attempts to claim it`);
};

interface ReceiverRequest {
  readonly deliveryId: string;
  /** The signal of whose receivers the list is; undefined where there is only one list. */
  readonly receiversOf: string | undefined;
  /** Epoch ms. */
  readonly now: number;
}

/** For longer than any repeat of a fan-out can come. */
const CLAIMED_MINUTES = 24 * 60;

/**
 * Claims a delivery for one of several lists in which its destination stands: of lists that are worked at the same instant, one
 * gets it and keeps it, so that a repeat after a crash plans it again and no other list ever does. Throws as
 * {@link claimCooldown}, whose documents it shares: under the id of a delivery stands no user.
 */
export const claimReceiver = async (
  cooldowns: Documents<Cooldown>,
  { deliveryId, receiversOf, now }: ReceiverRequest,
): Promise<boolean> =>
  receiversOf === undefined ||
  claimCooldown(cooldowns, { userId: deliveryId, signalId: receiversOf, now, minutes: CLAIMED_MINUTES });
