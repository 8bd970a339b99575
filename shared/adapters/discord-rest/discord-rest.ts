import { z } from 'zod';
import type { Discord, DiscordResult, InteractionReplies } from '../../ports/discord.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { type DiscordAnswer, emptyBucketMs, isInvalid, refusalOf } from './answer.ts';
import { type DiscordLimiter, OPENING } from './limiter.ts';

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

/** One of Discord's routes: `name` for people, `limit` for the limiter. */
interface Route {
  readonly name: string;
  /** Absent: outside of every limit that we share. */
  readonly limit?: string;
  readonly method?: 'POST' | 'PATCH';
  readonly path: string;
}

const createMessageRoute = (channelId: string): Route => ({
  name: 'create-message',
  limit: `messages-${channelId}`,
  path: `/channels/${channelId}/messages`,
});
const OPEN_DIRECT_MESSAGE: Route = {
  name: 'open-direct-message',
  limit: OPENING,
  path: '/users/@me/channels',
};

/** Interactions stand outside of the global limit, and each has a bucket of its own. */
const editOriginalRoute = (applicationId: string, token: string): Route => ({
  name: 'edit-original',
  method: 'PATCH',
  path: `/webhooks/${applicationId}/${encodeURIComponent(token)}/messages/@original`,
});

const snowflake = z.object({ id: z.string().regex(/^\d{1,20}$/) });

/**
 * Discord's REST API over fetch. Throws on what time does not heal: a refused token, a body that Discord finds invalid, a success
 * that we cannot read. Limits, outages and permanent refusals are results.
 */
export const createDiscordRest = (options: DiscordRestOptions): Discord & InteractionReplies => ({
  async createMessage(channelId, body) {
    const created = await call(options, createMessageRoute(channelId), body);
    return created.kind === 'ok' ? { kind: 'ok', value: { messageId: created.value.id } } : created;
  },
  async openDirectMessage(userId) {
    const opened = await call(options, OPEN_DIRECT_MESSAGE, { recipient_id: userId });
    return opened.kind === 'ok' ? { kind: 'ok', value: { channelId: opened.value.id } } : opened;
  },
  async editOriginal(token, body) {
    const edited = await call(options, editOriginalRoute(options.applicationId, token), body);
    return edited.kind === 'ok' ? { kind: 'ok', value: undefined } : edited;
  },
});

const call = async (
  options: DiscordRestOptions,
  route: Route,
  body: object,
): Promise<DiscordResult<{ readonly id: string }>> => {
  const { limiter, telemetry } = options;
  const admission = await (route.limit === undefined ? limiter.admitOutside() : limiter.admit(route.limit));
  if (!admission.admitted) {
    telemetry.count('discord_held_back', 1, { route: route.name, reason: admission.reason });
    return { kind: 'retry', afterMs: admission.afterMs, reason: admission.reason };
  }
  const answer = await request(options, route, body);
  const status = 'noAnswer' in answer ? 'none' : String(answer.status);
  telemetry.count('discord_requests', 1, { route: route.name, status });
  if ('noAnswer' in answer) return unavailable(options, route, answer.noAnswer);
  if (isInvalid(answer)) await limiter.countInvalid();
  const emptyMs = emptyBucketMs(answer.headers);
  if (emptyMs !== undefined && route.limit !== undefined) await limiter.block({ route: route.limit }, emptyMs);
  if (answer.status < 200 || answer.status >= 300) return refuse(options, route, answer);
  // An edited message has nothing to say that we do not know.
  return route.method === 'PATCH' ? { kind: 'ok', value: { id: '' } } : readId(route, answer);
};

const unavailable = (
  { limiter, telemetry }: DiscordRestOptions,
  { name }: Route,
  reason: string,
  askedMs = 0,
): DiscordResult<never> => {
  const afterMs = Math.max(askedMs, limiter.outagePauseMs);
  telemetry.warn('discord_unavailable', { route: name, reason, afterMs });
  return { kind: 'unavailable', afterMs };
};

/** Whether the request was worked cannot be known without an answer. */
interface NoAnswer {
  /** Why, in a few words. */
  readonly noAnswer: string;
}

const request = async (
  { baseUrl, token, timeoutMs = 5000 }: DiscordRestOptions,
  { path, method = 'POST', limit }: Route,
  body: object,
): Promise<DiscordAnswer | NoAnswer> => {
  try {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        // An interaction's token in the path is its own key.
        ...(limit === undefined ? {} : { authorization: `Bot ${token}` }),
        'content-type': 'application/json',
        // Discord asks for this form and turns away those without.
        'user-agent': 'DiscordBot (https://oddstracker.example, 1.0)',
      },
      body: JSON.stringify(body),
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

const readId = ({ name }: Route, { body }: DiscordAnswer): DiscordResult<{ readonly id: string }> => {
  try {
    return { kind: 'ok', value: snowflake.parse(JSON.parse(body)) };
  } catch (cause) {
    throw new Error(`Discord accepted ${name} with an answer that we cannot read`, { cause });
  }
};

const refuse = async (
  options: DiscordRestOptions,
  route: Route,
  answer: DiscordAnswer,
): Promise<DiscordResult<never>> => {
  const refusal = refusalOf(answer);
  switch (refusal.kind) {
    case 'retry':
      if (refusal.scope === 'global') await options.limiter.block('global', refusal.afterMs);
      else if (route.limit !== undefined) await options.limiter.block({ route: route.limit }, refusal.afterMs);
      return { kind: 'retry', afterMs: refusal.afterMs, reason: refusal.reason };
    case 'permanent':
      return refusal;
    case 'unavailable':
      return unavailable(options, route, String(answer.status), refusal.afterMs);
    case 'bad-token':
      throw new Error('Discord refuses our token (401): check DISCORD_BOT_TOKEN');
    case 'unforeseen':
      throw new Error(`Discord answered ${route.name} with ${answer.status}, code ${refusal.code}: ${refusal.message}`);
  }
};
