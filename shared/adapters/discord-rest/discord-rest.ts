import { z } from 'zod';
import type { Discord, DiscordResult } from '../../ports/discord.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { type DiscordAnswer, emptyBucketMs, isInvalid, refusalOf } from './answer.ts';
import type { DiscordLimiter } from './limiter.ts';

export interface DiscordRestOptions {
  /** With the version, e.g. `https://discord.com/api/v10`. */
  readonly baseUrl: string;
  readonly token: string;
  readonly limiter: DiscordLimiter;
  readonly telemetry: Telemetry;
  /** For one request, answer included; default 5,000. */
  readonly timeoutMs?: number;
}

/** One of Discord's routes: `name` for people, `limit` for the limiter. */
interface Route {
  readonly name: string;
  readonly limit: string;
  readonly path: string;
}

const createMessageRoute = (channelId: string): Route => ({
  name: 'create-message',
  limit: `messages-${channelId}`,
  path: `/channels/${channelId}/messages`,
});
const OPEN_DIRECT_MESSAGE: Route = {
  name: 'open-direct-message',
  limit: 'direct-messages',
  path: '/users/@me/channels',
};

const snowflake = z.object({ id: z.string().regex(/^\d{1,20}$/) });

/**
 * Discord's REST API over fetch. Throws on what nobody foresees (5xx, time-out, unreadable answer, a body that Discord finds
 * invalid) and when the token is refused; limits and permanent refusals are results.
 */
export const createDiscordRest = (options: DiscordRestOptions): Discord => ({
  async createMessage(channelId, body) {
    const created = await post(options, createMessageRoute(channelId), body);
    return created.kind === 'ok' ? { kind: 'ok', value: { messageId: created.value.id } } : created;
  },
  async openDirectMessage(userId) {
    const opened = await post(options, OPEN_DIRECT_MESSAGE, { recipient_id: userId });
    return opened.kind === 'ok' ? { kind: 'ok', value: { channelId: opened.value.id } } : opened;
  },
});

const post = async (
  options: DiscordRestOptions,
  route: Route,
  body: object,
): Promise<DiscordResult<{ readonly id: string }>> => {
  const { limiter, telemetry } = options;
  const admission = await limiter.admit(route.limit);
  if (!admission.admitted) {
    telemetry.count('discord_held_back', 1, { route: route.name, reason: admission.reason });
    return { kind: 'retry', afterMs: admission.afterMs, reason: admission.reason };
  }
  const answer = await request(options, route, body);
  telemetry.count('discord_requests', 1, { route: route.name, status: String(answer.status) });
  if (isInvalid(answer)) await limiter.countInvalid();
  const emptyMs = emptyBucketMs(answer.headers);
  if (emptyMs !== undefined) await limiter.block({ route: route.limit }, emptyMs);
  return answer.status >= 200 && answer.status < 300 ? readId(route, answer) : refuse(limiter, route, answer);
};

const request = async (
  { baseUrl, token, timeoutMs = 5000 }: DiscordRestOptions,
  { name, path }: Route,
  body: object,
): Promise<DiscordAnswer> => {
  try {
    const response = await fetch(`${baseUrl}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bot ${token}`,
        'content-type': 'application/json',
        // Discord asks for this form and turns away those without.
        'user-agent': 'DiscordBot (https://oddstracker.example, 1.0)',
      },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, headers: response.headers, body: await response.text() };
  } catch (cause) {
    throw new Error(`Discord did not answer ${name} within ${timeoutMs} ms`, { cause });
  }
};

const readId = ({ name }: Route, { body }: DiscordAnswer): DiscordResult<{ readonly id: string }> => {
  try {
    return { kind: 'ok', value: snowflake.parse(JSON.parse(body)) };
  } catch (cause) {
    throw new Error(`Discord accepted ${name} with an answer that we cannot read`, { cause });
  }
};

const refuse = async (limiter: DiscordLimiter, route: Route, answer: DiscordAnswer): Promise<DiscordResult<never>> => {
  const refusal = refusalOf(answer);
  switch (refusal.kind) {
    case 'retry':
      await limiter.block(refusal.scope === 'global' ? 'global' : { route: route.limit }, refusal.afterMs);
      return { kind: 'retry', afterMs: refusal.afterMs, reason: refusal.reason };
    case 'permanent':
      return refusal;
    case 'bad-token':
      throw new Error('Discord refuses our token (401): check DISCORD_BOT_TOKEN');
    case 'unforeseen':
      throw new Error(`Discord answered ${route.name} with ${answer.status}, code ${refusal.code}: ${refusal.message}`);
  }
};
