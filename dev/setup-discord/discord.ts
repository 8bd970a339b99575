import { REST, type RequestData, type RouteLike } from '@discordjs/rest';
import {
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIGuildChannelJSONBody,
  type RESTPostAPIGuildRoleJSONBody,
  Routes,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { codeOf, isRefusedField, NO_ACCESS, plainError, UNKNOWN_GUILD } from './errors.ts';
import { isEmpty, type Overwrite } from './overwrites.ts';
import { bitsSchema } from './permissions.ts';

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
});
export type Application = z.infer<typeof applicationSchema>;

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
  /** False: Discord tried the address, and it did not answer as it should. */
  setEndpoint(url: string): Promise<boolean>;
}

export interface DiscordAccess {
  /** Ends in the API's version, e.g. `https://discord.com/api/v10`. */
  readonly baseUrl: string;
  readonly token: string;
}

/** Shown in the server's audit log. */
const REASON = 'npm run setup:discord';
const NOT_UNDERSTOOD = 'Discord’s answer is not understood';

/** The client's library wants address and version apart. */
const restFor = ({ baseUrl, token }: DiscordAccess): REST => {
  const [, api, version] = /^(.+)\/v(\d+)\/?$/.exec(baseUrl) ?? [];
  if (!api || !version)
    throw new Error('DISCORD_API_BASE_URL has to end in the API’s version: https://discord.com/api/v10');
  // Nothing is tried twice: a role whose answer was lost may be there. To run the setup again is safe, for it looks first.
  return new REST({ api, version, timeout: 10_000, retries: 0 }).setToken(token);
};

const commandsRoute = (applicationId: string, guildId: string | undefined): RouteLike =>
  guildId === undefined
    ? Routes.applicationCommands(applicationId)
    : Routes.applicationGuildCommands(applicationId, guildId);

/** Speaks with Discord within its rate limits. Throws when the base URL has no version. */
export const createDiscord = (access: DiscordAccess): Discord => {
  const rest = restFor(access);
  /** @param doing what a person would call it, for errors */
  const ask = async <T>(doing: string, schema: z.ZodType<T>, call: () => Promise<unknown>): Promise<T> => {
    const answer = await call().catch((error: unknown) => {
      throw plainError(error, doing, access.baseUrl);
    });
    const parsed = schema.safeParse(answer);
    if (!parsed.success) throw new Error(`${NOT_UNDERSTOOD} (${doing})`, { cause: parsed.error });
    return parsed.data;
  };
  const get = <T>(doing: string, schema: z.ZodType<T>, route: RouteLike, query?: URLSearchParams): Promise<T> =>
    ask(doing, schema, () => rest.get(route, query ? { query } : {}));
  const withBody = (body: unknown): RequestData => ({ body, reason: REASON });

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
    setEndpoint: async (url) => {
      const body = { interactions_endpoint_url: url };
      try {
        await ask('set the endpoint', z.unknown(), () => rest.patch(Routes.currentApplication(), { body }));
        return true;
      } catch (error) {
        if (isRefusedField(error, 'interactions_endpoint_url')) return false;
        throw error;
      }
    },
  };
};
