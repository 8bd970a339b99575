import { REST, type RequestData, type RouteLike } from '@discordjs/rest';
import {
  ApplicationWebhookEventStatus,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIGuildChannelJSONBody,
  type RESTPostAPIGuildRoleJSONBody,
  Routes,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { codeOf, faultOf, NO_ACCESS, plainError, refusalStatus, UNKNOWN_GUILD } from './errors.ts';
import { isEmpty, type Overwrite } from './overwrites.ts';
import { bitsSchema } from './permissions.ts';
import { wholeAnswer } from './whole-answer.ts';

const id = z.string().regex(/^\d{1,20}$/);
const roleSchema = z.object({
  id,
  name: z.string(),
  permissions: bitsSchema,
  position: z.int(),
  managed: z.boolean(),
});
export type Role = z.infer<typeof roleSchema>;

const channelSchema = z.object({
  id,
  type: z.int(),
  name: z.string().nullish(),
  parent_id: id.nullish(),
  permission_overwrites: z
    .array(z.object({ id, type: z.int(), allow: bitsSchema, deny: bitsSchema }))
    .nullish()
    .transform((overwrites) => overwrites ?? []),
});
export type Channel = z.infer<typeof channelSchema>;

const applicationSchema = z.object({
  id,
  name: z.string(),
  verify_key: z.string().regex(/^[0-9a-f]{64}$/i),
  interactions_endpoint_url: z.string().nullish(),
  event_webhooks_url: z.string().nullish(),
  event_webhooks_status: z.int().nullish(),
  event_webhooks_types: z.array(z.string()).nullish(),
});
export type Application = z.infer<typeof applicationSchema>;

const skuSchema = z.object({ id, name: z.string(), type: z.int(), flags: z.int() });
/** What is sold inside Discord. */
export type Sku = z.infer<typeof skuSchema>;

const guildSchema = z.object({ name: z.string(), roles: z.array(roleSchema) });
export type Guild = z.infer<typeof guildSchema>;

export type CommandDefinition = RESTPostAPIChatInputApplicationCommandsJSONBody;

/** What the setup reads and writes. Each throws an Error in plain words when Discord refuses or is not there. */
export interface Discord {
  application(): Promise<Application>;
  /** Id of the bot's user. */
  botId(): Promise<string>;
  /** Undefined: the bot is not in it, or there is none. */
  guild(guildId: string): Promise<Guild | undefined>;
  roleIdsOf(guildId: string, userId: string): Promise<readonly string[]>;
  channels(guildId: string): Promise<readonly Channel[]>;
  createRole(guildId: string, role: RESTPostAPIGuildRoleJSONBody & { name: string }): Promise<Role>;
  createChannel(guildId: string, channel: RESTPostAPIGuildChannelJSONBody): Promise<Channel>;
  /** An empty one is taken away. */
  setOverwrite(channel: Channel, overwrite: Overwrite): Promise<void>;
  /** Of the guild or, without one, of all guilds; with translations. */
  commands(applicationId: string, guildId: string | undefined): Promise<readonly unknown[]>;
  /** Replaces them. */
  registerCommands(
    applicationId: string,
    guildId: string | undefined,
    commands: readonly CommandDefinition[],
  ): Promise<void>;
  /** What the application sells; none where it may not sell. */
  skus(applicationId: string): Promise<readonly Sku[]>;
  /** Answers why Discord does not take the address: it tries it first. Undefined: it does. */
  setEndpoint(url: string): Promise<string | undefined>;
  /** Has Discord tell an address of events of these types; answers as `setEndpoint` does. */
  setEventWebhook(url: string, types: readonly string[]): Promise<string | undefined>;
}

export interface DiscordAccess {
  /** Ends in the API's version, e.g. `https://discord.com/api/v10`. */
  readonly baseUrl: string;
  readonly token: string;
}

/** How long Discord is waited for. */
const PATIENCE_MS = 10_000;
/** Shown in the server's audit log. */
const REASON = 'npm run setup:discord';
const NOT_UNDERSTOOD = 'Discord’s answer is not understood';

/** The client's library wants address and version apart. */
const restFor = ({ baseUrl, token }: DiscordAccess, patienceMs: number): REST => {
  const [, api, version] = /^(.+)\/v(\d+)\/?$/.exec(baseUrl) ?? [];
  if (!api || !version)
    throw new Error('DISCORD_API_BASE_URL has to end in the API’s version: https://discord.com/api/v10');
  // Nothing is tried twice: a role whose answer was lost may be there. To run the setup again is safe, for it looks first.
  return new REST({ api, version, timeout: patienceMs, retries: 0, makeRequest: wholeAnswer }).setToken(token);
};

const commandsRoute = (applicationId: string, guildId: string | undefined): RouteLike =>
  guildId === undefined
    ? Routes.applicationCommands(applicationId)
    : Routes.applicationGuildCommands(applicationId, guildId);

/** Speaks with Discord within its rate limits. Throws when the base URL has no version. */
export const createDiscord = (access: DiscordAccess, patienceMs = PATIENCE_MS): Discord => {
  const rest = restFor(access, patienceMs);
  /** @param doing what a person would call it, for errors */
  const ask = async <T>(doing: string, schema: z.ZodType<T>, call: () => Promise<unknown>): Promise<T> => {
    const answer = await call().catch((error: unknown) => {
      throw plainError(error, doing, { baseUrl: access.baseUrl, patienceMs });
    });
    const parsed = schema.safeParse(answer);
    if (!parsed.success) throw new Error(`${NOT_UNDERSTOOD} (${doing})`, { cause: parsed.error });
    return parsed.data;
  };
  const get = <T>(doing: string, schema: z.ZodType<T>, route: RouteLike, query?: URLSearchParams): Promise<T> =>
    ask(doing, schema, () => rest.get(route, query ? { query } : {}));
  const withBody = (body: unknown): RequestData => ({ body, reason: REASON });
  /** Answers what Discord finds wrong with that field, or those that begin so. */
  const editApplication = async (body: object, doing: string, field: string): Promise<string | undefined> => {
    try {
      await ask(doing, z.unknown(), () => rest.patch(Routes.currentApplication(), { body }));
      return undefined;
    } catch (error) {
      const fault = faultOf(error, field);
      if (fault === undefined) throw error;
      return fault;
    }
  };

  return {
    application: () => get('read the application', applicationSchema, Routes.currentApplication()),
    botId: async () => (await get('read the bot', z.object({ id }), Routes.user())).id,
    guild: async (guildId) => {
      try {
        return await get('read the server', guildSchema, Routes.guild(guildId));
      } catch (error) {
        if ([UNKNOWN_GUILD, NO_ACCESS].includes(codeOf(error) ?? 0)) return undefined;
        throw error;
      }
    },
    roleIdsOf: async (guildId, userId) => {
      const schema = z.object({ roles: z.array(id) });
      return (await get('read the bot’s roles', schema, Routes.guildMember(guildId, userId))).roles;
    },
    channels: (guildId) => get('list the channels', z.array(channelSchema), Routes.guildChannels(guildId)),
    createRole: (guildId, role) =>
      ask(`create the role ${role.name}`, roleSchema, () => rest.post(Routes.guildRoles(guildId), withBody(role))),
    createChannel: (guildId, channel) =>
      ask(`create ${channel.name}`, channelSchema, () => rest.post(Routes.guildChannels(guildId), withBody(channel))),
    setOverwrite: async (channel, overwrite) => {
      const route = Routes.channelPermission(channel.id, overwrite.id);
      const body = { type: overwrite.type, allow: String(overwrite.allow), deny: String(overwrite.deny) };
      await ask(`change who may read #${channel.name}`, z.unknown(), () =>
        isEmpty(overwrite) ? rest.delete(route, { reason: REASON }) : rest.put(route, withBody(body)),
      );
    },
    commands: (applicationId, guildId) =>
      get(
        'list the commands',
        z.array(z.unknown()),
        commandsRoute(applicationId, guildId),
        new URLSearchParams({ with_localizations: 'true' }),
      ),
    registerCommands: async (applicationId, guildId, commands) => {
      const route = commandsRoute(applicationId, guildId);
      await ask('register the commands', z.unknown(), () => rest.put(route, { body: commands }));
    },
    skus: async (applicationId) => {
      try {
        return await get('list what is sold', z.array(skuSchema), Routes.skus(applicationId));
      } catch (error) {
        if ([403, 404].includes(refusalStatus(error) ?? 0)) return [];
        throw error;
      }
    },
    setEndpoint: (url) =>
      editApplication({ interactions_endpoint_url: url }, 'set the interactions endpoint', 'interactions_endpoint_url'),
    setEventWebhook: (url, types) =>
      editApplication(
        {
          event_webhooks_url: url,
          event_webhooks_status: ApplicationWebhookEventStatus.Enabled,
          event_webhooks_types: types,
        },
        'set where events go',
        'event_webhooks',
      ),
  };
};
