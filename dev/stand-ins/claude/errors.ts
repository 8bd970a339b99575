import { json, type Reply } from '../reply.ts';

/** Anthropic's error types that the stand-in answers, with their status. */
const STATUS = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  not_found_error: 404,
  rate_limit_error: 429,
  overloaded_error: 529,
} as const;
type ClaudeErrorType = keyof typeof STATUS;

export interface ClaudeError {
  readonly type: ClaudeErrorType;
  readonly message: string;
}

/** An error as Anthropic writes it: `{type: 'error', error: {type, message}, request_id}`. */
export const errorReply = (
  { type, message }: ClaudeError,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): Reply =>
  json(
    STATUS[type],
    { type: 'error', error: { type, message }, request_id: requestId },
    { 'request-id': requestId, ...headers },
  );
