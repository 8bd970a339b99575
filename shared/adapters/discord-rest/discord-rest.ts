import { MessageFlags } from 'discord-api-types/v10';
import { z } from 'zod';
import type { Discord, InteractionReplies } from '../../ports/discord.ts';
import { call, type DiscordCall, type DiscordRestOptions, jsonOf, nothing } from './call.ts';
import { OPENING } from './limiter.ts';

type Made = z.infer<typeof madeSchema>;
const madeSchema = z.object({ id: z.string().regex(/^\d{1,20}$/) });

const createMessage = (channelId: string, body: object): DiscordCall<Made> => ({
  name: 'create-message',
  limit: `messages-${channelId}`,
  method: 'POST',
  path: `/channels/${channelId}/messages`,
  body,
  read: jsonOf(madeSchema),
});

const openDirectMessage = (userId: string): DiscordCall<Made> => ({
  name: 'open-direct-message',
  limit: OPENING,
  method: 'POST',
  path: '/users/@me/channels',
  body: { recipient_id: userId },
  read: jsonOf(madeSchema),
});

/** Interactions stand outside of the global limit, and each has a bucket of its own. */
const original = (applicationId: string, token: string): string =>
  `/webhooks/${applicationId}/${encodeURIComponent(token)}/messages/@original`;

const editOriginal = (applicationId: string, token: string, body: object): DiscordCall<undefined> => ({
  name: 'edit-original',
  method: 'PATCH',
  path: original(applicationId, token),
  body,
  read: nothing,
});

const answeredSchema = z
  .object({ flags: z.int().default(0) })
  .transform(({ flags }) => !(flags & MessageFlags.Loading));

const readOriginal = (applicationId: string, token: string): DiscordCall<boolean> => ({
  name: 'read-original',
  method: 'GET',
  path: original(applicationId, token),
  read: jsonOf(answeredSchema),
});

/**
 * Discord's REST API over fetch. Throws on what time does not heal: a refused token, a body that Discord finds invalid, a success
 * that we cannot read. Limits, outages and permanent refusals are results.
 */
export const createDiscordRest = (options: DiscordRestOptions): Discord & InteractionReplies => ({
  async createMessage(channelId, body) {
    const created = await call(options, createMessage(channelId, body));
    return created.kind === 'ok' ? { kind: 'ok', value: { messageId: created.value.id } } : created;
  },
  async openDirectMessage(userId) {
    const opened = await call(options, openDirectMessage(userId));
    return opened.kind === 'ok' ? { kind: 'ok', value: { channelId: opened.value.id } } : opened;
  },
  editOriginal: (token, body) => call(options, editOriginal(options.applicationId, token, body)),
  isAnswered: (token) => call(options, readOriginal(options.applicationId, token)),
});
