import { z } from 'zod';
import { json, noContent, type Reply } from '../reply.ts';
import { errorReply } from './errors.ts';
import { type Guild, plainRole, type Role, ranked } from './guild.ts';
import { bitsSchema, includes, Permission } from './permissions.ts';
import { readForm } from './schema-faults.ts';

const MOST_ROLES = 250;
const colour = z.int().min(0).max(0xffffff);
const roleSchema = z.object({
  name: z.string().min(1).max(100).nullish(),
  permissions: bitsSchema.nullish(),
  /** The old way; `colors` is the new one. */
  color: colour.nullish(),
  colors: z
    .object({ primary_color: colour, secondary_color: colour.nullish(), tertiary_color: colour.nullish() })
    .nullish(),
  hoist: z.boolean().nullish(),
  mentionable: z.boolean().nullish(),
});
type RoleForm = z.infer<typeof roleSchema>;
const positionsSchema = z.array(z.object({ id: z.string(), position: z.int().min(0).nullish() }));

/** A role as Discord answers it. */
export const roleView = (role: Role, guild: Guild) => {
  const [primary, secondary, tertiary] = role.colours;
  return {
    id: role.id,
    name: role.name,
    description: null,
    permissions: String(role.permissions),
    position: role.position,
    color: primary,
    colors: { primary_color: primary, secondary_color: secondary, tertiary_color: tertiary },
    hoist: role.isHoisted,
    managed: role.isManaged,
    mentionable: role.isMentionable,
    icon: null,
    unicode_emoji: null,
    flags: 0,
    ...(role.id === guild.botRoleId ? { tags: { bot_id: guild.botId } } : {}),
  };
};

const coloursOf = ({ color, colors }: RoleForm): Role['colours'] | undefined => {
  if (colors) return [colors.primary_color, colors.secondary_color ?? null, colors.tertiary_color ?? null];
  return typeof color === 'number' ? [color, null, null] : undefined;
};

const changed = (role: Role, form: RoleForm): Role => ({
  ...role,
  name: form.name ?? role.name,
  permissions: form.permissions ?? role.permissions,
  colours: coloursOf(form) ?? role.colours,
  isHoisted: form.hoist ?? role.isHoisted,
  isMentionable: form.mentionable ?? role.isMentionable,
});

/** A bot manages roles that stand below its own, and gives them no more than it has. */
const refusal = (guild: Guild, role?: Role, permissions?: bigint | null): Reply | undefined => {
  const own = guild.botPermissions();
  const isAllowed =
    includes(own, Permission.ManageRoles) &&
    (!role || guild.outranks(role)) &&
    (typeof permissions !== 'bigint' || includes(own, permissions & ~(role?.permissions ?? 0n)));
  return isAllowed ? undefined : errorReply(50013);
};

export const listRoles = (guild: Guild): Reply =>
  json(
    200,
    [...guild.roles.values()].map((role) => roleView(role, guild)),
  );

/** POST: a new role stands at the bottom, whatever stands there already. */
export const createRole = (guild: Guild, nextId: () => string, form: unknown): Reply => {
  const read = readForm(roleSchema, form);
  if ('refusal' in read) return read.refusal;
  const refused = refusal(guild, undefined, read.value.permissions);
  if (refused) return refused;
  if (guild.roles.size >= MOST_ROLES) return errorReply(30005);
  const everyone = guild.roles.get(guild.id)?.permissions ?? 0n;
  const role = changed(plainRole(nextId(), 'new role', 1, everyone), read.value);
  guild.roles.set(role.id, role);
  return json(200, roleView(role, guild));
};

export const changeRole = (guild: Guild, roleId: string, form: unknown): Reply => {
  const role = guild.roles.get(roleId);
  if (!role) return errorReply(10011);
  const read = readForm(roleSchema, form);
  if ('refusal' in read) return read.refusal;
  const refused = refusal(guild, role, read.value.permissions);
  if (refused) return refused;
  const after = changed(role, read.value);
  guild.roles.set(roleId, after);
  return json(200, roleView(after, guild));
};

/** PATCH of the positions: afterwards all roles are numbered from the bottom, without gaps, and @everyone is below all. */
export const moveRoles = (guild: Guild, form: unknown): Reply => {
  const read = readForm(positionsSchema, form);
  if ('refusal' in read) return read.refusal;
  const moves = read.value.flatMap(({ id, position }) => (typeof position === 'number' ? [{ id, position }] : []));
  for (const { id, position } of moves) {
    const role = guild.roles.get(id);
    if (!role) return errorReply(10011);
    const refused = refusal(guild, role) ?? refusal(guild, { ...role, position });
    if (refused || id === guild.id) return refused ?? errorReply(50013);
  }
  for (const { id, position } of moves) {
    const role = guild.roles.get(id);
    if (role) guild.roles.set(id, { ...role, position });
  }
  const others = ranked([...guild.roles.values()].filter(({ id }) => id !== guild.id));
  for (const [index, role] of others.entries()) guild.roles.set(role.id, { ...role, position: index + 1 });
  return listRoles(guild);
};

/** PUT and DELETE of a member's role. */
export const giveRole = (guild: Guild, userId: string, roleId: string, isGiven: boolean): Reply => {
  const role = guild.roles.get(roleId);
  if (!role) return errorReply(10011);
  const refused = refusal(guild, role);
  if (refused) return refused;
  if (role.isManaged || roleId === guild.id) return errorReply(50028);
  guild.changeRole(userId, roleId, isGiven);
  return noContent();
};
