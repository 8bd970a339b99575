import { z } from 'zod';
import type { Cache } from '../../ports/cache.ts';
import type { Documents } from '../../ports/documents.ts';

/** That an interaction was taken. Key: its id, twice. */
export const answeredInteractionSchema = z.object({ at: z.number().int() });
export type AnsweredInteraction = z.infer<typeof answeredInteractionSchema>;

export interface OnceDeps {
  readonly cache: Cache;
  readonly interactions: Documents<AnsweredInteraction>;
}

/** Whether this is the first time that an interaction comes. Where no shared cache can tell, the database does. */
export async function isFirst({ cache, interactions }: OnceDeps, interactionId: string, now: number): Promise<boolean> {
  const claim = await cache.claim('interaction', interactionId);
  if (claim !== 'alone') return claim === 'claimed';
  const key = { id: interactionId, partition: interactionId };
  return (await interactions.create(key, { at: now })) === 'created';
}
