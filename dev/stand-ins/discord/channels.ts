import { z } from 'zod';
import { json, noContent, type Reply } from '../reply.ts';
import { errorReply, invalidForm } from './errors.ts';
import type { Guild, GuildChannel } from './guild.ts';
import { bitsSchema, includes, type Overwrite, Permission } from './permissions.ts';
import { readForm } from './schema-faults.ts';

const MOST_CHANNELS = 500;
const TEXT = 0;
const CATEGORY = 4;
const TYPES = [0, 2, 4, 5, 13, 14, 15];
const snowflake = z.string().regex(/^\d{1,20}$/);

const overwriteSchema = z.object({
  id: snowflake,
  type: z.union([z.literal(0), z.literal(1)]),
  allow: bitsSchema.nullish().transform((bits) => bits ?? 0n),
  deny: bitsSchema.nullish().transform((bits) => bits ?? 0n),
});
const fields = {
  topic: z.string().max(1024).nullish(),
  position: z.int().min(0).nullish(),
  parent_id: snowflake.nullish(),
  permission_overwrites: z.array(overwriteSchema).max(100).nullish(),
};
const name = z.string().min(1).max(100);
const createSchema = z.object({ ...fields, name, type: z.literal(TYPES).nullish() });
const changeSchema = z.object({ ...fields, name: name.nullish() });
type ChannelForm = z.infer<typeof changeSchema>;

/** A channel as Discord answers it. */
const channelView = (channel: GuildChannel, guild: Guild) => ({
  id: channel.id,
  type: channel.type,
  guild_id: guild.id,
  name: channel.name,
  position: channel.position,
  parent_id: channel.parentId,
  flags: 0,
  permission_overwrites: channel.overwrites.map(({ id, type, allow, deny }) => ({
    id,
    type,
    allow: String(allow),
    deny: String(deny),
  })),
  ...(channel.type === CATEGORY
    ? {}
    : { topic: channel.topic, last_message_id: null, rate_limit_per_user: 0, nsfw: false }),
});

/** Text channels are written in small letters, without spaces. */
const nameOf = (written: string, type: number): string =>
  type === TEXT ? written.trim().toLowerCase().replaceAll(/\s+/g, '-') : written;

/** The bits that an overwrite list changes. */
const changedBits = (before: readonly Overwrite[], after: readonly Overwrite[]): bigint =>
  [...before, ...after].reduce((sum, { id }) => {
    const [old, wanted] = [before, after].map((list) => list.find((overwrite) => overwrite.id === id));
    const allow = (old?.allow ?? 0n) ^ (wanted?.allow ?? 0n);
    return sum | allow | ((old?.deny ?? 0n) ^ (wanted?.deny ?? 0n));
  }, 0n);

/** A bot allows and denies only what it may do itself; roles are managed in a channel by administrators only. */
const mayOverwrite = (guild: Guild, bits: bigint): boolean => {
  const own = guild.botPermissions();
  return includes(own, bits) && (!includes(bits, Permission.ManageRoles) || includes(own, Permission.Administrator));
};

/** What does not exist in the guild, or is no category. */
const unknownParts = (guild: Guild, form: ChannelForm): Reply | undefined => {
  const { parent_id: parent, permission_overwrites: overwrites } = form;
  if (parent && guild.channels.get(parent)?.type !== CATEGORY)
    return invalidForm([{ path: ['parent_id'], code: 'CHANNEL_PARENT_INVALID', message: 'Category does not exist' }]);
  const stranger = overwrites?.find(({ id, type }) => type === 0 && !guild.roles.has(id));
  return stranger ? errorReply(10011) : undefined;
};

export const listChannels = (guild: Guild): Reply =>
  json(
    200,
    [...guild.channels.values()].map((channel) => channelView(channel, guild)),
  );

/** POST; without overwrites of its own a channel takes those of its category. */
export const createChannel = (guild: Guild, nextId: () => string, form: unknown): Reply => {
  const read = readForm(createSchema, form);
  if ('refusal' in read) return read.refusal;
  const { value } = read;
  if (!includes(guild.botPermissions(), Permission.ManageChannels)) return errorReply(50013);
  const unknown = unknownParts(guild, value);
  if (unknown) return unknown;
  const given = value.permission_overwrites;
  if (!mayOverwrite(guild, changedBits([], given ?? []))) return errorReply(50013);
  if (guild.channels.size >= MOST_CHANNELS) return errorReply(30013);
  const type = value.type ?? TEXT;
  const channel: GuildChannel = {
    id: nextId(),
    type,
    name: nameOf(value.name, type),
    position: value.position ?? guild.channels.size,
    parentId: value.parent_id ?? null,
    topic: value.topic ?? null,
    overwrites: given ?? guild.channels.get(value.parent_id ?? '')?.overwrites ?? [],
  };
  guild.channels.set(channel.id, channel);
  return json(201, channelView(channel, guild));
};

/** PUT of one overwrite; its deletion, when there is no form. */
export const changeOverwrite = (guild: Guild, channel: GuildChannel, id: string, form: unknown): Reply => {
  const own = guild.botPermissions(channel);
  if (!includes(own, Permission.ViewChannel)) return errorReply(50001);
  const others = channel.overwrites.filter((overwrite) => overwrite.id !== id);
  const read = form === undefined ? { value: undefined } : readForm(overwriteSchema, { ...Object(form), id });
  if ('refusal' in read) return read.refusal;
  if (read.value?.type === 0 && !guild.roles.has(id)) return errorReply(10011);
  const overwrites = read.value ? [...others, read.value] : others;
  const bits = changedBits(channel.overwrites, overwrites);
  if (!(includes(own, Permission.ManageRoles) && mayOverwrite(guild, bits))) return errorReply(50013);
  guild.channels.set(channel.id, { ...channel, overwrites });
  return noContent();
};

/** PATCH; `permission_overwrites` replaces the whole list. */
export const changeChannel = (guild: Guild, channel: GuildChannel, form: unknown): Reply => {
  const own = guild.botPermissions(channel);
  if (!includes(own, Permission.ViewChannel)) return errorReply(50001);
  const read = readForm(changeSchema, form);
  if ('refusal' in read) return read.refusal;
  const { value } = read;
  if (!includes(own, Permission.ManageChannels)) return errorReply(50013);
  const unknown = unknownParts(guild, value);
  if (unknown) return unknown;
  const bits = value.permission_overwrites ? changedBits(channel.overwrites, value.permission_overwrites) : 0n;
  if (bits !== 0n && !(includes(own, Permission.ManageRoles) && mayOverwrite(guild, bits))) return errorReply(50013);
  const after: GuildChannel = {
    ...channel,
    name: nameOf(value.name ?? channel.name, channel.type),
    position: value.position ?? channel.position,
    parentId: value.parent_id === undefined ? channel.parentId : value.parent_id,
    topic: value.topic === undefined ? channel.topic : value.topic,
    overwrites: value.permission_overwrites ?? channel.overwrites,
  };
  guild.channels.set(channel.id, after);
  return json(200, channelView(after, guild));
};
