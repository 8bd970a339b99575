import { SpanStatusCode } from '@opentelemetry/api';
import type { z } from 'zod';
import type { DiscordResult } from '../../ports/discord.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { inSpan } from '../../runtime/span.ts';
import { type DiscordAnswer, emptyBucketMs, isInvalid, refusalOf } from './answer.ts';
import type { DiscordLimiter } from './limiter.ts';

export interface DiscordRestOptions {
  /** With the version, e.g. `https://discord.com/api/v10`. */
  readonly baseUrl: string;
  readonly token: string;
  readonly applicationId: string;
  readonly limiter: DiscordLimiter;
  readonly telemetry: Telemetry;
  /** For one request, answer included; default 5,000. */
  readonly timeoutMs?: number;
}

/** One request to Discord: `name` for people, `limit` for the limiter. */
export interface DiscordCall<T> {
  readonly name: string;
  /** Absent: outside of every limit that we share, and without the bot's token. */
  readonly limit?: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** With its query. */
  readonly path: string;
  readonly body?: object;
  /** Stands in the guild's audit log. */
  readonly reason?: string;
  /** What the body of a success says; it may throw. */
  readonly read: (body: string) => T;
}

/** For answers in JSON. */
export const jsonOf =
  <T>(schema: z.ZodType<T>) =>
  (body: string): T =>
    schema.parse(JSON.parse(body));

/** For answers that say nothing that we do not know. */
export const nothing = (): undefined => undefined;

/** For answers without a body: whatever brings one did not come from Discord. */
export const empty = (body: string): undefined => {
  if (body !== '') throw new Error(`${body.length} characters where there should be none`);
};

/** Whatever brought no answer to what was asked, but for being told to wait. */
const isFailure = (status: string): boolean => status !== '429' && !status.startsWith('2');

/** Throws on what time does not heal: a refused token, a body that Discord finds invalid, a success that we cannot read. */
export const call = async <T>(options: DiscordRestOptions, request: DiscordCall<T>): Promise<DiscordResult<T>> => {
  const { limiter, telemetry } = options;
  const { name, limit } = request;
  const admission = await (limit === undefined ? limiter.admitOutside() : limiter.admit(limit));
  if (!admission.admitted) {
    telemetry.count('discord_held_back', 1, { route: name, reason: admission.reason });
    return { kind: 'retry', afterMs: admission.afterMs, reason: admission.reason };
  }
  const { answer, status } = await inSpan(
    { name, kind: 'client', attributes: { service: 'discord' } },
    async (span) => {
      const got = await send(options, request);
      const status = 'noAnswer' in got ? 'none' : String(got.status);
      span.setAttribute('status', status);
      if (isFailure(status)) span.setStatus({ code: SpanStatusCode.ERROR });
      return { answer: got, status };
    },
  );
  telemetry.count('discord_requests', 1, { route: name, status });
  if ('noAnswer' in answer) return unavailable(options, name, answer.noAnswer);
  if (isInvalid(answer)) await limiter.countInvalid();
  const emptyMs = emptyBucketMs(answer.headers);
  if (emptyMs !== undefined && limit !== undefined) await limiter.block({ route: limit }, emptyMs);
  return answer.status < 200 || answer.status >= 300 ? refuse(options, request, answer) : accept(request, answer);
};

const unavailable = (
  { limiter, telemetry }: DiscordRestOptions,
  route: string,
  reason: string,
  askedMs = 0,
): DiscordResult<never> => {
  const afterMs = Math.max(askedMs, limiter.outagePauseMs);
  telemetry.warn('discord_unavailable', { route, reason, afterMs });
  return { kind: 'unavailable', afterMs };
};

/** Whether the request was worked cannot be known without an answer. */
interface NoAnswer {
  /** Why, in a few words. */
  readonly noAnswer: string;
}

const send = async (
  { baseUrl, token, timeoutMs = 5000 }: DiscordRestOptions,
  { path, method, limit, body, reason }: DiscordCall<unknown>,
): Promise<DiscordAnswer | NoAnswer> => {
  try {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        // An interaction's token in the path is its own key.
        ...(limit === undefined ? {} : { authorization: `Bot ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(reason === undefined ? {} : { 'x-audit-log-reason': encodeURIComponent(reason) }),
        // Discord asks for this form and turns away those without.
        'user-agent': 'DiscordBot (https://oddstracker.example, 1.0)',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, headers: response.headers, body: await response.text() };
  } catch (error) {
    return { noAnswer: reasonOf(error) };
  }
};

/** What broke: fetch itself says only that it failed, and keeps the reason as the cause. */
const reasonOf = (error: unknown): string => String((error instanceof Error && error.cause) || error);

const accept = <T>({ name, read }: DiscordCall<T>, { body }: DiscordAnswer): DiscordResult<T> => {
  try {
    return { kind: 'ok', value: read(body) };
  } catch (cause) {
    throw new Error(`Discord accepted ${name} with an answer that we cannot read`, { cause });
  }
};

const refuse = async (
  options: DiscordRestOptions,
  { name, limit }: DiscordCall<unknown>,
  answer: DiscordAnswer,
): Promise<DiscordResult<never>> => {
  const refusal = refusalOf(answer);
  switch (refusal.kind) {
    case 'retry':
      if (refusal.scope === 'global') await options.limiter.block('global', refusal.afterMs);
      else if (limit !== undefined) await options.limiter.block({ route: limit }, refusal.afterMs);
      return { kind: 'retry', afterMs: refusal.afterMs, reason: refusal.reason };
    case 'permanent':
      return refusal;
    case 'unavailable':
      return unavailable(options, name, String(answer.status), refusal.afterMs);
    case 'bad-token':
      throw new Error('Discord refuses our token (401): check DISCORD_BOT_TOKEN');
    case 'unforeseen':
      throw new Error(`Discord answered ${name} with ${answer.status}, code ${refusal.code}: ${refusal.message}`);
  }
};
