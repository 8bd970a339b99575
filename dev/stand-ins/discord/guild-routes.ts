import { z } from 'zod';
import { json, type Reply } from '../reply.ts';
import { changeChannel, changeOverwrite, createChannel, listChannels } from './channels.ts';
import type { Denials } from './denials.ts';
import { errorReply } from './errors.ts';
import type { Guild, GuildChannel } from './guild.ts';
import type { RouteLimit } from './limits.ts';
import { changeRole, createRole, giveRole, listRoles, moveRoles, roleView } from './roles.ts';
import type { Route } from './route.ts';
import { readForm } from './schema-faults.ts';

export interface GuildRouteParts {
  readonly guild: Guild;
  readonly bot: object;
  /** By id; absent: everyone is a member. */
  readonly users: ReadonlyMap<string, string> | undefined;
  /** Whether the application may list the members: a privileged intent. */
  readonly serverMembersIntent: boolean;
  readonly denials: Denials;
  readonly nextId: () => string;
  /** A channel is new, or has changed. */
  readonly channelKept: (channel: GuildChannel) => void;
}

const pageSchema = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(1),
  after: z
    .string()
    .regex(/^\d{1,20}$/)
    .default('0'),
});

type Answer = (parameters: readonly string[], form: unknown, query: URLSearchParams) => Reply;

const limit = (name: string, calls: number, perMs: number): RouteLimit => ({ name, limit: calls, perMs });

const guildView = (guild: Guild) => ({
  id: guild.id,
  name: guild.name,
  icon: null,
  description: null,
  owner_id: guild.ownerId,
  features: [],
  roles: [...guild.roles.values()].map((role) => roleView(role, guild)),
  preferred_locale: 'en-US',
  emojis: [],
  stickers: [],
});

const memberView = (guild: Guild, user: object, userId: string) => ({
  user,
  nick: null,
  avatar: null,
  banner: null,
  roles: [...guild.rolesOf(userId)],
  joined_at: '2026-01-01T00:00:00.000000+00:00',
  premium_since: null,
  communication_disabled_until: null,
  pending: false,
  deaf: false,
  mute: false,
  flags: 0,
});

/** The endpoints of the guild. Discord does not publish its limits for them; these are of its order. */
export const guildRoutes = (parts: GuildRouteParts): readonly Route[] => {
  const { guild, denials, nextId } = parts;
  const userOf = (userId: string): object | undefined => {
    if (userId === guild.botId) return parts.bot;
    const name = parts.users ? parts.users.get(userId) : `user ${userId}`;
    return name === undefined
      ? undefined
      : { id: userId, username: name, global_name: name, discriminator: '0', avatar: null, public_flags: 0 };
  };
  /** Of this guild only: a bot learns nothing of one that it is not in. */
  const ofGuild =
    (answer: Answer): Route['answer'] =>
    ([guildId = '', ...rest], form, { query }) =>
      denials.refusal(guildId) ?? (guildId === guild.id ? answer(rest, form, query) : errorReply(10004));
  const ofMember = (answer: (user: object, userId: string, roleId: string) => Reply): Route['answer'] =>
    ofGuild(([userId = '', roleId = '']) => {
      const user = guild.isMember(userId) ? userOf(userId) : undefined;
      return denials.refusal(userId) ?? (user ? answer(user, userId, roleId) : errorReply(10007));
    });
  const listMembers: Answer = (_, _form, query) => {
    if (!parts.serverMembersIntent) return errorReply(50001);
    const paged = readForm(pageSchema, Object.fromEntries(query));
    if ('refusal' in paged) return paged.refusal;
    const { after, limit: most } = paged.value;
    const known = new Set([...guild.members(), ...[...(parts.users?.keys() ?? [])].filter(guild.isMember)]);
    const page = [...known]
      .filter((id) => BigInt(id) > BigInt(after))
      .sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
      .flatMap((userId) => {
        const user = userOf(userId);
        return user ? [memberView(guild, user, userId)] : [];
      });
    return json(200, page.slice(0, most));
  };
  const keepingChannel = (reply: Reply): Reply => {
    // The newest or changed one is told with the others: keeping a channel twice does no harm.
    if (reply.status < 300) for (const channel of guild.channels.values()) parts.channelKept(channel);
    return reply;
  };
  const ofChannel =
    (answer: (channel: GuildChannel, target: string, form: unknown) => Reply): Route['answer'] =>
    ([channelId = '', target = ''], form) => {
      const channel = guild.channels.get(channelId);
      if (!channel) return errorReply(10003);
      return denials.refusal(channelId) ?? answer(channel, target, form);
    };

  return [
    {
      method: 'GET',
      path: /^\/guilds\/(\d+)$/,
      limit: limit('GET /guilds/:id', 5, 1000),
      answer: ofGuild(() => json(200, guildView(guild))),
    },
    {
      method: 'GET',
      path: /^\/guilds\/(\d+)\/roles$/,
      limit: limit('GET /guilds/:id/roles', 5, 1000),
      answer: ofGuild(() => listRoles(guild)),
    },
    {
      method: 'POST',
      path: /^\/guilds\/(\d+)\/roles$/,
      limit: limit('POST /guilds/:id/roles', 10, 10_000),
      answer: ofGuild((_, form) => createRole(guild, nextId, form)),
    },
    {
      method: 'PATCH',
      path: /^\/guilds\/(\d+)\/roles$/,
      limit: limit('PATCH /guilds/:id/roles', 10, 10_000),
      answer: ofGuild((_, form) => moveRoles(guild, form)),
    },
    {
      method: 'PATCH',
      path: /^\/guilds\/(\d+)\/roles\/(\d+)$/,
      limit: limit('PATCH /guilds/:id/roles/:id', 10, 10_000),
      answer: ofGuild(([roleId = ''], form) => changeRole(guild, roleId, form)),
    },
    {
      method: 'GET',
      path: /^\/guilds\/(\d+)\/channels$/,
      limit: limit('GET /guilds/:id/channels', 5, 1000),
      answer: ofGuild(() => listChannels(guild)),
    },
    {
      method: 'POST',
      path: /^\/guilds\/(\d+)\/channels$/,
      limit: limit('POST /guilds/:id/channels', 10, 10_000),
      answer: ofGuild((_, form) => keepingChannel(createChannel(guild, nextId, form))),
    },
    {
      method: 'PATCH',
      path: /^\/channels\/(\d+)$/,
      limit: limit('PATCH /channels/:id', 5, 5000),
      answer: ofChannel((channel, _, form) => keepingChannel(changeChannel(guild, channel, form))),
    },
    ...(['PUT', 'DELETE'] as const).map(
      (method): Route => ({
        method,
        path: /^\/channels\/(\d+)\/permissions\/(\d+)$/,
        limit: limit(`${method} /channels/:id/permissions/:id`, 10, 5000),
        answer: ofChannel((channel, target, form) =>
          changeOverwrite(guild, channel, target, method === 'PUT' ? form : undefined),
        ),
      }),
    ),
    {
      method: 'GET',
      path: /^\/guilds\/(\d+)\/members\/(\d+)$/,
      limit: { ...limit('GET /guilds/:id/members/:id', 5, 1000), isShared: true },
      answer: ofMember((user, userId) => json(200, memberView(guild, user, userId))),
    },
    {
      method: 'GET',
      path: /^\/guilds\/(\d+)\/members$/,
      limit: limit('GET /guilds/:id/members', 10, 10_000),
      answer: ofGuild(listMembers),
    },
    ...(['PUT', 'DELETE'] as const).map(
      (method): Route => ({
        method,
        path: /^\/guilds\/(\d+)\/members\/(\d+)\/roles\/(\d+)$/,
        limit: { ...limit('PUT, DELETE /guilds/:id/members/:id/roles/:id', 10, 10_000), isShared: true },
        answer: ofMember((_, userId, roleId) => giveRole(guild, userId, roleId, method === 'PUT')),
      }),
    ),
  ];
};
