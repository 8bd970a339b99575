import { z } from 'zod';
import { MAX_ALERT_AGE_MS } from './freshness.ts';

/** The direct messages that a user was lately granted. */
export const cooldownSchema = z.object({
  /** Newest last, never empty: the last one and those that a repeat of their alert may still ask for. Times in epoch ms. */
  granted: z.array(z.object({ signalId: z.string().min(1).max(64), at: z.number().int() })).min(1),
});
export type Cooldown = z.infer<typeof cooldownSchema>;

export type CooldownDecision =
  | { readonly kind: 'granted-before' }
  | { readonly kind: 'cooling' }
  | { readonly kind: 'grant'; readonly next: Cooldown };

/**
 * Whether a user may be written to about a signal at `now` (epoch ms). A signal that was granted before is granted again, since
 * a repeated page must come to the same end, even when another signal was granted in between; hence the short list.
 */
export const decideCooldown = (
  cooldown: Cooldown | undefined,
  request: { readonly signalId: string; readonly now: number; readonly minutes: number },
): CooldownDecision => {
  const { signalId, now, minutes } = request;
  const granted = cooldown?.granted ?? [];
  if (granted.some((grant) => grant.signalId === signalId)) return { kind: 'granted-before' };
  const last = granted.at(-1);
  if (last && now - last.at < minutes * 60_000) return { kind: 'cooling' };
  const remembered = granted.filter((grant) => now - grant.at <= MAX_ALERT_AGE_MS);
  return { kind: 'grant', next: { granted: [...remembered, { signalId, at: now }] } };
};
