import { isBrokenCircuitError, isTaskCancelledError } from 'cockatiel';
import type { ExplainerFailure } from '../../ports/explainer.ts';
import type { Telemetry } from '../../ports/telemetry.ts';

/** A 200 whose body is not a message of Claude's. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

/** Whether a later try may work: no answer, none that can be read, a limit, or an error on their side. */
export const isPassing = (error: unknown): boolean => {
  const status = fieldOf(error, 'status');
  return typeof status !== 'number' || status === 408 || status === 409 || status === 429 || status >= 500;
};

/** What somebody can do about a request that was turned down. */
const REMEDIES: Readonly<Record<number, string>> = {
  400: 'the request or a spend limit was refused: look into the Claude Console, and at ANTHROPIC_MODEL',
  401: 'the key was refused: check ANTHROPIC_API_KEY',
  402: 'the account was refused: check its billing in the Claude Console',
  403: 'the key may not use this model: check ANTHROPIC_API_KEY and ANTHROPIC_MODEL',
  404: 'there is no such model or address: check ANTHROPIC_MODEL and ANTHROPIC_BASE_URL',
};

/**
 * What a call that threw ended with. Logs what is known of it by status or kind, type and request id only: messages and causes of
 * foreign errors may quote the request, and with it the key.
 * @param tookMs how long the call took, with all attempts and waits
 */
export const failureOf = (error: unknown, tookMs: number, telemetry: Telemetry): ExplainerFailure => {
  // The opening of the circuit was logged.
  if (isBrokenCircuitError(error)) return 'unavailable';
  const status = fieldOf(error, 'status');
  const told = {
    ...(typeof status === 'number' ? { status } : { error: codeOf(error) }),
    type: plain(fieldOf(error, 'type')),
    requestId: plain(fieldOf(error, 'requestID')),
    tookMs: Math.round(tookMs),
  };
  if (isPassing(error)) {
    telemetry.warn('claude_unavailable', told);
    return 'unavailable';
  }
  telemetry.error('claude_rejected', { ...told, remedy: REMEDIES[Number(status)] ?? 'the request was refused' });
  return 'rejected';
};

/** The SDK's errors are told by their fields: their classes would have to be loaded to be compared with. */
const fieldOf = (error: unknown, name: string): unknown =>
  error instanceof Error ? (error as unknown as Record<string, unknown>)[name] : undefined;

const plain = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\w{1,64}$/.test(value) ? value : undefined;

/** What the SDK says when an attempt has taken too long: that error has neither a code nor a name of its own. */
const TIMED_OUT = 'Request timed out.';

/** `timeout`, or e.g. `ECONNREFUSED` of the innermost error that has a code; else a name. */
const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  if (isTaskCancelledError(error) || error.message === TIMED_OUT) return 'timeout';
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return code;
  return error.cause instanceof Error ? codeOf(error.cause) : error.name;
};
