import { z } from 'zod';

/** An answer of Discord's REST API, as far as it decides what happens next. */
export interface DiscordAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** What an answer that is no success means. */
export type Refusal =
  | { readonly kind: 'retry'; readonly scope: 'route' | 'global'; readonly afterMs: number; readonly reason: string }
  | { readonly kind: 'permanent'; readonly code: number; readonly reason: string }
  /** Discord is down; `afterMs` is what it asks for, 0 when it asks for nothing. */
  | { readonly kind: 'unavailable'; readonly afterMs: number }
  | { readonly kind: 'bad-token' }
  | { readonly kind: 'unforeseen'; readonly code: number; readonly message: string };

/** Discord's JSON error codes after which the same destination never works. */
const PERMANENT: ReadonlySet<number> = new Set([
  10003, // unknown channel
  10004, // unknown guild
  10007, // unknown member
  10008, // unknown message
  10011, // unknown role
  10013, // unknown user
  10015, // unknown webhook: of an interaction, one that was not promised an answer, or whose token has expired
  50001, // missing access
  50007, // cannot send messages to this user
  50013, // missing permissions
  50027, // invalid webhook token
  50028, // invalid role: one that nobody can be given
  50278, // no mutual guild with this user
]);
const OPENING_DIRECT_MESSAGES_TOO_FAST = 40003;
/** Where Discord says "slower" without saying how much. */
const UNKNOWN_PAUSE_MS = 30_000;

const errorSchema = z
  .object({
    code: z.number().int().catch(0),
    message: z.string().catch(''),
    retry_after: z.number().nonnegative().optional().catch(undefined),
    global: z.boolean().catch(false),
  })
  .partial();
type DiscordError = z.infer<typeof errorSchema>;

/** An outage's own guess of its length is not worth more of an alert's ten minutes than this. */
const LONGEST_OUTAGE_PAUSE_MS = 30_000;

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A number of seconds in a header, as ms, rounded up; undefined when there is none. */
const headerMs = (headers: Headers, name: string): number | undefined => {
  const seconds = Number.parseFloat(headers.get(name) ?? '');
  return seconds >= 0 ? Math.ceil(seconds * 1000) : undefined;
};

/** How long until the route's bucket fills again, when this answer says that it is empty. */
export const emptyBucketMs = (headers: Headers): number | undefined =>
  headers.get('x-ratelimit-remaining') === '0' ? headerMs(headers, 'x-ratelimit-reset-after') : undefined;

/** Whether Discord counts this answer as an invalid request. A limit that others share with us is not our fault. */
export const isInvalid = ({ status, headers }: DiscordAnswer): boolean =>
  status === 401 || status === 403 || (status === 429 && headers.get('x-ratelimit-scope') !== 'shared');

/** What to do about an answer that is no success. */
export const refusalOf = (answer: DiscordAnswer): Refusal => {
  const parsed = errorSchema.safeParse(parseJson(answer.body));
  const error: DiscordError = parsed.success ? parsed.data : {};
  const { code = 0, message = '' } = error;
  if (answer.status === 401 && !PERMANENT.has(code)) return { kind: 'bad-token' };
  if (answer.status === 429) return rateLimited(answer.headers, error, parsed.success);
  if (answer.status >= 500)
    return {
      kind: 'unavailable',
      afterMs: Math.min(headerMs(answer.headers, 'retry-after') ?? 0, LONGEST_OUTAGE_PAUSE_MS),
    };
  if (code === OPENING_DIRECT_MESSAGES_TOO_FAST) {
    const afterMs = headerMs(answer.headers, 'retry-after') ?? UNKNOWN_PAUSE_MS;
    return { kind: 'retry', scope: 'route', afterMs, reason: 'opening-direct-messages-too-fast' };
  }
  if (PERMANENT.has(code)) return { kind: 'permanent', code, reason: message.slice(0, 200) };
  return { kind: 'unforeseen', code, message: message.slice(0, 200) };
};

/** An unreadable 429 does not come from the API but from the wall before it, and is meant for all of us. */
const rateLimited = (headers: Headers, error: DiscordError, isReadable: boolean): Refusal => {
  const seconds = error.retry_after;
  const afterMs =
    seconds === undefined ? (headerMs(headers, 'retry-after') ?? UNKNOWN_PAUSE_MS) : Math.ceil(seconds * 1000);
  const isGlobal = !isReadable || error.global === true || headers.get('x-ratelimit-scope') === 'global';
  return {
    kind: 'retry',
    scope: isGlobal ? 'global' : 'route',
    afterMs,
    reason: isGlobal ? '429-global' : '429-route',
  };
};
