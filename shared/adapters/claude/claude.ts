import type { Anthropic } from '@anthropic-ai/sdk';
import { z } from 'zod';
import type { ExplanationFacts } from '../../domain/signal/explanation.ts';
import type { Explainer, ExplainerResult } from '../../ports/explainer.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { inSpan } from '../../runtime/span.ts';
import { failureOf, UnreadableError } from './failures.ts';
import { costOf, priceOf, thinkingOf } from './models.ts';
import { SYSTEM_PROMPT, userPrompt } from './prompt.ts';
import { createPolicy, DEFAULT_TIMEOUTS, impatient, type Timeouts } from './resilience.ts';

export interface ClaudeOptions {
  /** `ANTHROPIC_API_KEY`. */
  readonly apiKey: string;
  /** `ANTHROPIC_MODEL`, e.g. `claude-haiku-5-5`. */
  readonly model: string;
  /** Without the version; Anthropic's own when absent. */
  readonly baseUrl?: string | undefined;
  readonly telemetry: Telemetry;
  readonly timeouts?: Partial<Timeouts>;
}

/** Two or three sentences have some 130 tokens. */
const MOST_TOKENS = 200;

/**
 * Claude as the explainer. The SDK is loaded at the first use. Counts `claude_requests{result}`, `claude_tokens{kind}` and, where
 * the model's price is known, `claude_cost_usd`.
 */
export function createClaude(options: ClaudeOptions): Explainer {
  const { model, telemetry } = options;
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const policy = createPolicy(timeouts, telemetry);
  const count = usageCounter(model, telemetry);
  let connecting: Promise<Anthropic> | undefined;

  const ask = async (facts: ExplanationFacts): Promise<ExplainerResult> => {
    connecting ??= connect(options, timeouts);
    const client = await connecting;
    const message = await inSpan({ name: 'messages.create', kind: 'client', attributes: { service: 'claude' } }, () =>
      policy.execute(async ({ signal }) => parse(await client.messages.create(request(model, facts), { signal }))),
    );
    count(message.usage);
    return resultOf(message);
  };

  return {
    async explain(facts) {
      const began = performance.now();
      const result = await ask(facts).catch(
        (error: unknown): ExplainerResult => ({
          kind: 'failed',
          reason: failureOf(error, performance.now() - began, telemetry),
        }),
      );
      telemetry.count('claude_requests', 1, { result: result.kind === 'ok' ? 'ok' : result.reason });
      return result;
    },
  };
}

async function connect({ apiKey, baseUrl }: ClaudeOptions, timeouts: Timeouts): Promise<Anthropic> {
  const { Anthropic } = await import('@anthropic-ai/sdk');
  return new Anthropic({
    apiKey,
    ...(baseUrl === undefined ? {} : { baseURL: baseUrl }),
    timeout: timeouts.attemptMs,
    maxRetries: 1,
    fetch: impatient(timeouts.rateLimitMs),
    // It would write bodies to the console when an environment variable says so.
    logLevel: 'off',
  });
}

const request = (model: string, facts: ExplanationFacts): Anthropic.MessageCreateParamsNonStreaming => ({
  model,
  max_tokens: MOST_TOKENS,
  thinking: thinkingOf(model),
  output_config: { effort: 'low' },
  system: SYSTEM_PROMPT,
  messages: [{ role: 'user', content: userPrompt(facts) }],
});

/** The SDK's types promise what a proxy's error page does not keep. */
const messageSchema = z.object({
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
  stop_reason: z.string().nullable(),
  usage: z.object({ input_tokens: z.number(), output_tokens: z.number() }),
});
type Message = z.infer<typeof messageSchema>;

const parse = (answer: unknown): Message => {
  const parsed = messageSchema.safeParse(answer);
  if (!parsed.success) throw new UnreadableError('Claude: the answer is not a message');
  return parsed.data;
};

const resultOf = ({ content, stop_reason }: Message): ExplainerResult => {
  switch (stop_reason) {
    case 'end_turn':
      return { kind: 'ok', text: content.map(({ type, text }) => (type === 'text' ? (text ?? '') : '')).join('') };
    case 'refusal':
      return { kind: 'failed', reason: 'refusal' };
    default:
      return { kind: 'failed', reason: 'cut-off' };
  }
};

/** Counts tokens and their cost. Says once that a model's price is not known: its cost is then not counted. */
const usageCounter = (model: string, telemetry: Telemetry) => {
  const price = priceOf(model);
  if (!price) telemetry.warn('claude_price_unknown', { model });
  return ({ input_tokens: input, output_tokens: output }: Message['usage']): void => {
    telemetry.count('claude_tokens', input, { kind: 'input' });
    telemetry.count('claude_tokens', output, { kind: 'output' });
    if (price) telemetry.count('claude_cost_usd', costOf(price, { input, output }));
  };
};
