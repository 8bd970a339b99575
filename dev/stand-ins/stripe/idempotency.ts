import type { Call, Reply } from '../reply.ts';
import { Refusal } from './refusal.ts';

interface Known {
  readonly request: string;
  readonly at: number;
  /** Absent while the first request with this key is on its way. */
  readonly reply?: Reply;
}

const LIFE_MS = 24 * 3_600_000;
const MOST_KEYS = 5000;
const MOST_LENGTH = 255;

/** Stripe repeats an answer that it gave: what was refused before anything was done is tried anew. */
const isKept = ({ status }: Reply): boolean => status < 400 || status === 402 || status === 500;

/** Answers of requests that may come twice. */
export interface Idempotency {
  /** The answer that this key got before, or the one of `handle`. Throws a `Refusal` when the key is in use for something else. */
  once(call: Call, handle: () => Promise<Reply>): Promise<Reply>;
}

/** @param now ms since the epoch */
export const createIdempotency = (now: () => number): Idempotency => {
  const keys = new Map<string, Known>();
  return {
    once: async (call, handle) => {
      const key = call.headers['idempotency-key'];
      if (call.method !== 'POST' || typeof key !== 'string' || key === '') return handle();
      if (key.length > MOST_LENGTH) throw refusal(400, 'Idempotency keys can have up to 255 characters.');
      const request = `${call.method} ${call.path} ${call.headers.authorization} ${call.body}`;
      const known = keys.get(key);
      if (known && now() - known.at < LIFE_MS) return repeated(known, request, key);
      forgetOldest(keys);
      keys.set(key, { request, at: now() });
      const reply = await handle();
      if (isKept(reply)) keys.set(key, { request, at: now(), reply });
      else keys.delete(key);
      return { ...reply, headers: { ...reply.headers, 'idempotency-key': key } };
    },
  };
};

const repeated = ({ request: first, reply }: Known, request: string, key: string): Reply => {
  if (first !== request)
    throw refusal(
      400,
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    );
  if (!reply)
    throw refusal(
      409,
      `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
      'idempotency_key_in_use',
    );
  const original = reply.headers['request-id'] ?? '';
  return {
    ...reply,
    headers: { ...reply.headers, 'idempotency-key': key, 'idempotent-replayed': 'true', 'original-request': original },
  };
};

const refusal = (status: number, message: string, code?: string): Refusal =>
  new Refusal(message, { status, type: 'idempotency_error', ...(code === undefined ? {} : { code }) });

const forgetOldest = (keys: Map<string, Known>): void => {
  const [oldest] = keys.keys();
  if (keys.size >= MOST_KEYS && oldest !== undefined) keys.delete(oldest);
};
