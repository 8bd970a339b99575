import { createHash } from 'node:crypto';
import { z } from 'zod';
import { changeDocument } from '../pipeline/change-document.ts';
import type { Documents } from '../ports/documents.ts';

/** An input that was refused, or that failed for the last time, with the reason: what an operator looks at first. */
export const rejectedInputSchema = z.object({
  /** Where it came in: a queue, or a league's odds. */
  source: z.string().max(100),
  kind: z.enum(['rejected', 'failed']),
  reason: z.string().max(500),
  input: z.string().max(70_000),
  /** Epoch ms. */
  at: z.number().int(),
});
export type RejectedInput = z.infer<typeof rejectedInputSchema>;

const MOST_INPUT = 66_000;
const MOST_REASON = 500;

/** As much of a message as a queue's inspector shows; our messages carry their identity well before that. */
const IDENTITY_CHARACTERS = 2000;

/** Identity of an input: the same input refused twice is one record. */
export const rejectedKey = (source: string, input: string) => ({
  id: createHash('sha256')
    .update(`${source}|${input.slice(0, IDENTITY_CHARACTERS)}`)
    .digest('hex')
    .slice(0, 32),
  partition: source,
});

export const asText = (input: unknown): string =>
  typeof input === 'string' ? input : (JSON.stringify(input) ?? String(input));

/** A token opens something for whoever reads it. */
export const withoutTokens = (text: string): string => text.replace(/("token"\s*:\s*")[^"]*/g, '$1(left out)');

/**
 * Keeps an input once, the first reason with it; of what was tried again and failed again, e.g. after an operator put it back, the last
 * failure counts.
 */
export async function recordRejected(
  rejected: Documents<RejectedInput>,
  { input, ...refusal }: Omit<RejectedInput, 'input'> & { input: unknown },
): Promise<void> {
  const text = asText(input);
  const key = rejectedKey(refusal.source, text);
  const record = recordOf(text, refusal);
  if (refusal.kind === 'failed') await changeDocument(rejected, key, () => record);
  else await rejected.create(key, record);
}

/** Longer ones are cut, and a token is left out. */
const recordOf = (input: string, { source, kind, reason, at }: Omit<RejectedInput, 'input'>): RejectedInput => ({
  source,
  kind,
  reason: reason.slice(0, MOST_REASON),
  input: withoutTokens(input).slice(0, MOST_INPUT),
  at,
});

const DROPPED = 'dropped by an operator';

/** Keeps what an operator gives up, with what it had failed of before. Saying so twice changes nothing. */
export async function recordDropped(
  rejected: Documents<RejectedInput>,
  { source, input, at }: Pick<RejectedInput, 'source' | 'input' | 'at'>,
): Promise<void> {
  await changeDocument(rejected, rejectedKey(source, input), (known) => {
    if (known?.reason.startsWith(DROPPED)) return known;
    const reason = known ? `${DROPPED}; before that: ${known.reason}` : DROPPED;
    return recordOf(input, { source, kind: known?.kind ?? 'rejected', reason, at });
  });
}
