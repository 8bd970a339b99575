import { type Call, json, type Reply } from '../reply.ts';
import { createWindow } from '../window.ts';
import { type ApplicationParts, applicationRoutes } from './application.ts';
import type { Commands } from './commands.ts';
import type { Denials } from './denials.ts';
import { errorReply, invalidForm, notFound, unauthorized } from './errors.ts';
import { formFaults, isEmptyForm, type MessageForm } from './form.ts';
import type { Guild } from './guild.ts';
import { guildRoutes } from './guild-routes.ts';
import type { Interactions } from './interactions.ts';
import type { Ledger } from './ledger.ts';
import type { Limits } from './limits.ts';
import type { Nonces } from './nonces.ts';
import { includes, Permission } from './permissions.ts';
import type { Route } from './route.ts';
import type { Shop } from './shop.ts';
import { shopRoutes } from './shop-routes.ts';
import { skuRoutes } from './skus.ts';
import type { Channel, Message, Store } from './store.ts';

export const BASE_PATH = '/api/v10';

/** A message that was stored anew. */
export interface Posted {
  readonly channelId: string;
  readonly channel: Channel;
  readonly message: Message;
  /** Epoch ms. */
  readonly at: number;
}

/** What the endpoints work on. */
export interface ApiParts {
  readonly token: string;
  readonly now: () => number;
  readonly users: ReadonlyMap<string, string> | undefined;
  readonly newDirectMessages: { readonly limit: number; readonly perMs: number };
  readonly store: Store;
  readonly nonces: Nonces;
  readonly ledger: Ledger;
  readonly limits: Limits;
  readonly denials: Denials;
  readonly interactions: Interactions;
  readonly commands: Commands;
  readonly guild: Guild;
  /** Whether the application may list the guild's members. */
  readonly serverMembersIntent: boolean;
  readonly shop: Shop;
  readonly application: Omit<ApplicationParts, 'webhook'>;
  readonly webhook: ApplicationParts['webhook'];
  readonly posted: (posted: Posted) => void;
  /** Sees the body of each request that was accepted. */
  readonly accepted: (method: string, path: string, body: unknown) => void;
}

/** Forms are objects, but for lists of commands. */
const parseBody = (call: Call): MessageForm | undefined => {
  if (call.body === '') return {};
  try {
    const value: unknown = JSON.parse(call.body);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
};

/** In a channel of the guild the bot needs leave to see it and, to post, leave to send. */
const missingLeave = (guild: Guild, channelId: string, toSend: boolean): Reply | undefined => {
  const channel = guild.channels.get(channelId);
  if (!channel) return undefined;
  const own = guild.botPermissions(channel);
  if (!includes(own, Permission.ViewChannel)) return errorReply(50001);
  return toSend && !includes(own, Permission.SendMessages) ? errorReply(50013) : undefined;
};

const createMessage =
  ({ store, nonces, ledger, denials, guild, posted, now }: ApiParts): Route['answer'] =>
  ([channelId = ''], form) => {
    const channel = store.channel(channelId);
    if (!channel) return errorReply(10003);
    const refusal =
      denials.refusal(channelId, channel.userId) ??
      (channel.userId !== undefined && !guild.isMember(channel.userId) ? errorReply(50278) : undefined) ??
      missingLeave(guild, channelId, true);
    if (refusal) return refusal;
    const faults = formFaults(form);
    if (faults.length > 0) return invalidForm(faults);
    if (isEmptyForm(form)) return errorReply(50006);
    const nonce = form.nonce === undefined || form.nonce === null ? undefined : String(form.nonce);
    const enforced = form.enforce_nonce === true && nonce !== undefined;
    const first = enforced ? nonces.find(nonce) : undefined;
    if (first) {
      ledger.suppress();
      return json(200, first);
    }
    const message = store.add(channel, form);
    ledger.receive(channelId, nonce);
    if (enforced) nonces.remember(nonce, message);
    posted({ channelId, channel, message, at: now() });
    return json(200, message);
  };

const listMessages =
  ({ store, guild }: ApiParts): Route['answer'] =>
  ([channelId = ''], _, call) => {
    if (!store.channel(channelId)) return errorReply(10003);
    const refusal = missingLeave(guild, channelId, false);
    if (refusal) return refusal;
    const limit = Number(call.query.get('limit') ?? 50);
    const before = call.query.get('before');
    if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
      const message = 'int value should be between 1 and 100.';
      return invalidForm([{ path: ['limit'], code: 'NUMBER_TYPE_MAX', message }]);
    }
    const messages = store.messages(channelId);
    return json(200, messages.filter(({ id }) => before === null || BigInt(id) < BigInt(before)).slice(0, limit));
  };

const openDirectMessages = ({ store, users, denials, now, newDirectMessages }: ApiParts): Route['answer'] => {
  const opened = createWindow(newDirectMessages.limit, newDirectMessages.perMs, now);
  return (_, form) => {
    const recipient = 'recipient_id' in form ? String(form.recipient_id) : '';
    const name = users ? users.get(recipient) : `user ${recipient}`;
    if (!/^\d{1,20}$/.test(recipient) || name === undefined) {
      const message = `Value "${recipient.slice(0, 40)}" is not a known user.`;
      return invalidForm([{ path: ['recipient_id'], code: 'USER_UNKNOWN', message }]);
    }
    const refused = denials.refusal(`open:${recipient}`);
    if (refused) return refused;
    if (!store.directMessagesOf(recipient) && !opened.take()) return errorReply(40003);
    const channel = store.directMessages(recipient, name);
    const user = { id: recipient, username: name, discriminator: '0', global_name: name, avatar: null };
    return json(200, { id: channel.id, type: 1, last_message_id: null, flags: 0, recipients: [user] });
  };
};

const routesOf = (parts: ApiParts): readonly Route[] => {
  const { interactions, commands, guild, application, users, denials, store, shop, now, serverMembersIntent } = parts;
  const { bot } = application;
  return [
    ...applicationRoutes({ ...application, webhook: parts.webhook }),
    ...skuRoutes({ applicationId: application.id, skus: shop.skus }),
    ...shopRoutes({ shop, applicationId: application.id, now }),
    ...guildRoutes({
      guild,
      bot,
      users,
      serverMembersIntent,
      denials,
      nextId: store.nextId,
      channelKept: store.keepGuildChannel,
    }),
    {
      method: 'POST',
      path: /^\/channels\/(\d+)\/messages$/,
      limit: { name: 'POST /channels/:id/messages', limit: 5, perMs: 5000 },
      answer: createMessage(parts),
    },
    {
      method: 'GET',
      path: /^\/channels\/(\d+)\/messages$/,
      limit: { name: 'GET /channels/:id/messages', limit: 5, perMs: 5000 },
      answer: listMessages(parts),
    },
    {
      method: 'POST',
      path: /^\/users\/@me\/channels$/,
      limit: { name: 'POST /users/@me/channels', limit: 10, perMs: 1000 },
      answer: openDirectMessages(parts),
    },
    {
      method: 'POST',
      path: /^\/interactions\/(\d+)\/([^/]+)\/callback$/,
      open: true,
      limit: { name: 'POST /interactions/:id/:token/callback', limit: 5, perMs: 2000, outsideGlobal: true },
      answer: ([id = '', token = ''], form, call) => interactions.callback(id, token, form, call),
    },
    {
      method: 'PATCH',
      path: /^\/webhooks\/\d+\/([^/]+)\/messages\/@original$/,
      open: true,
      limit: { name: 'PATCH /webhooks/:id/:token/messages/:id', limit: 5, perMs: 2000, outsideGlobal: true },
      answer: ([token = ''], form) => interactions.edit(token, form),
    },
    {
      method: 'GET',
      path: /^\/webhooks\/\d+\/([^/]+)\/messages\/@original$/,
      open: true,
      limit: { name: 'GET /webhooks/:id/:token/messages/:id', limit: 5, perMs: 2000, outsideGlobal: true },
      answer: ([token = '']) => interactions.original(token),
    },
    ...(['PUT', 'GET'] as const).map(
      (method): Route => ({
        method,
        path: /^\/applications\/(\d+)(?:\/guilds\/(\d+))?\/commands$/,
        limit: { name: `${method} /applications/:id/commands`, limit: 20, perMs: 1000 },
        answer: ([application = '', guildId], form, { query }) =>
          method === 'PUT'
            ? commands.overwrite(application, guildId, form)
            : commands.list(application, guildId, query),
      }),
    ),
  ];
};

/** Answers every call as Discord would: block, route, token, limits, body, endpoint, in that order. */
export const createDiscordApi = (parts: ApiParts): ((call: Call) => Promise<Reply>) => {
  const routes = routesOf(parts);
  return async (call) => {
    const blocked = parts.limits.blocked();
    if (blocked) return blocked;
    const path = call.path.startsWith(`${BASE_PATH}/`) ? decodeURIComponent(call.path.slice(BASE_PATH.length)) : '';
    const route = routes.find((candidate) => candidate.method === call.method && candidate.path.test(path));
    if (!route) return notFound();
    if (!route.open && call.headers.authorization !== `Bot ${parts.token}`) return unauthorized();
    const parameters = route.path.exec(path)?.slice(1) ?? [];
    const taken = parts.limits.take(route.limit, parameters);
    if ('refusal' in taken) return taken.refusal;
    const form = parseBody(call);
    const reply = form ? await route.answer(parameters, form, call) : errorReply(50109);
    if (form && call.method !== 'GET' && reply.status < 300) parts.accepted(call.method, path, form);
    return { ...reply, headers: { ...taken.headers, ...reply.headers } };
  };
};
