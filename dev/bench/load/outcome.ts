import { z } from 'zod';
import type { DiscordStandIn } from '../../stand-ins/discord/server.ts';

type Exchange = Awaited<ReturnType<DiscordStandIn['interact']>>;

/** How a question ended, for the one who asked. */
export interface Outcome {
  /** `refused`: by the limits of a tier, in words. `failed`: an apology, a bad status, or what Discord would not take. */
  readonly kind: 'answered' | 'suggested' | 'refused' | 'deferred' | 'unanswered' | 'failed';
  /** Until there was an answer to read. */
  readonly ms: number;
  /** Why it failed. */
  readonly reason?: string;
}

const DEFERRED = 5;
const SUGGESTIONS = 8;
const responseSchema = z.object({
  type: z.number(),
  data: z.looseObject({ content: z.string().optional() }).optional(),
});
/** How refusals and apologies begin: see discord/refusal.ts and interactions/apologies.ts. */
const REFUSALS = ['⏳ You have used', '⏳ That was a lot', '🔒'];
const APOLOGIES = ['⚠️ That did not work', '⏳ That took too long', '🤷'];

const kindOf = (content: string | undefined): 'answered' | 'refused' | 'failed' => {
  if (APOLOGIES.some((start) => content?.startsWith(start))) return 'failed';
  return REFUSALS.some((start) => content?.startsWith(start)) ? 'refused' : 'answered';
};

/** @param answered resolves with a promised answer, undefined when none came in time */
export async function outcomeOf(exchange: Exchange, answered: (token: string) => Promise<unknown>): Promise<Outcome> {
  const { ms, refusal, status } = exchange;
  if (refusal !== undefined || status !== 200) return { kind: 'failed', ms, reason: refusal ?? `status ${status}` };
  const { type, data } = responseSchema.parse(exchange.response);
  if (type === SUGGESTIONS) return { kind: 'suggested', ms };
  if (type !== DEFERRED) {
    const kind = kindOf(data?.content);
    return { kind, ms, ...(kind === 'failed' ? { reason: data?.content ?? '' } : {}) };
  }
  const began = performance.now();
  const answer = await answered(exchange.token);
  const total = ms + performance.now() - began;
  if (answer === undefined) return { kind: 'unanswered', ms: total };
  const { content } = z.looseObject({ content: z.string().optional() }).parse(answer);
  return kindOf(content) === 'failed'
    ? { kind: 'failed', ms: total, reason: content ?? '' }
    : { kind: 'deferred', ms: total };
}
