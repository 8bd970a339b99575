import { z } from 'zod';
import type { Call } from '../reply.ts';
import type { ClaudeError } from './errors.ts';

const textSchema = z.union([
  z.string().min(1),
  z
    .array(z.strictObject({ type: z.literal('text'), text: z.string().min(1) }))
    .min(1)
    .transform((blocks) => blocks.map(({ text }) => text).join('\n')),
]);

/** The part of the Messages API that the app may use. What is not listed is refused, as Anthropic does with what it does not know. */
const bodySchema = z.strictObject({
  model: z.string(),
  max_tokens: z.number().int().positive(),
  messages: z.array(z.strictObject({ role: z.enum(['user', 'assistant']), content: textSchema })).min(1),
  system: textSchema.optional(),
  thinking: z.looseObject({ type: z.enum(['adaptive', 'disabled', 'between_tools', 'enabled']) }).optional(),
  output_config: z.strictObject({ effort: z.enum(['low', 'medium', 'high', 'xhigh', 'max']).optional() }).optional(),
  metadata: z.strictObject({ user_id: z.string().nullish() }).optional(),
  stop_sequences: z.array(z.string()).optional(),
  service_tier: z.enum(['auto', 'standard_only']).optional(),
  stream: z.literal(false).optional(),
});
export type MessageRequest = z.infer<typeof bodySchema>;

const SAMPLING = ['temperature', 'top_p', 'top_k'] as const;
const MODEL = /^claude-(?:haiku|sonnet|opus)-\d/;

/** The request in a call to `/v1/messages`, or what Anthropic would find wrong with it. */
export const readRequest = (call: Call, keys: readonly string[] | undefined): MessageRequest | ClaudeError =>
  refusalOf(call, keys) ?? readBody(call.body);

/** What Anthropic finds wrong with any call, whatever it asks. */
export const refusalOf = (call: Call, keys: readonly string[] | undefined): ClaudeError | undefined =>
  unauthenticated(call, keys) ?? unversioned(call);

export const isModel = (model: string): boolean => MODEL.test(model);

export const isError = (read: object): read is ClaudeError => 'message' in read;

/** The key comes as `x-api-key`, or as a bearer token, as the SDKs send it since version 1. */
const unauthenticated = ({ headers }: Call, keys: readonly string[] | undefined): ClaudeError | undefined => {
  const header = headers['x-api-key'];
  const key = typeof header === 'string' ? header : /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  if (!key) return { type: 'authentication_error', message: 'x-api-key header is required' };
  return keys && !keys.includes(key) ? { type: 'authentication_error', message: 'invalid x-api-key' } : undefined;
};

const unversioned = ({ headers }: Call): ClaudeError | undefined =>
  headers['anthropic-version'] ? undefined : invalid('anthropic-version: header is required');

const readBody = (body: string): MessageRequest | ClaudeError => {
  const raw = parseJson(body);
  if (typeof raw !== 'object' || raw === null) return invalid('The request body is not valid JSON');
  const sampling = SAMPLING.find((name) => name in raw);
  if (sampling) return invalid(`${sampling} is deprecated for this model.`);
  const parsed = bodySchema.safeParse(raw);
  return parsed.success ? (unsupported(parsed.data) ?? parsed.data) : invalid(firstIssue(parsed.error));
};

const unsupported = ({ model, messages, thinking, output_config }: MessageRequest): ClaudeError | undefined => {
  if (!isModel(model)) return { type: 'not_found_error', message: `model: ${model}` };
  if (messages.at(-1)?.role !== 'user')
    return invalid(
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    );
  const isBetweenTools = model.startsWith('claude-sonnet-5-5');
  if (thinking?.type === 'enabled' || thinking?.type === (isBetweenTools ? 'disabled' : 'between_tools'))
    return invalid(`"thinking.type.${thinking.type}" is not supported for this model.`);
  const effort = output_config?.effort;
  return thinking?.type === 'disabled' && (effort === 'xhigh' || effort === 'max')
    ? invalid(`output_config.effort '${effort}' is not supported when thinking is disabled on this model.`)
    : undefined;
};

const invalid = (message: string): ClaudeError => ({ type: 'invalid_request_error', message });

const firstIssue = (error: z.ZodError): string => {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys')
    return `${[...issue.path, issue.keys[0]].join('.')}: Extra inputs are not permitted`;
  return `${issue?.path.join('.')}: ${issue?.message}`;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
