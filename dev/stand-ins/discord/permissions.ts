import { PermissionFlagsBits } from 'discord-api-types/v10';
import { z } from 'zod';

export { PermissionFlagsBits as Permission } from 'discord-api-types/v10';

/** Every permission there is: what an administrator may do. */
export const ALL_PERMISSIONS = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);

/** What a role or member may or may not do in a channel, whatever their roles say. */
export interface Overwrite {
  readonly id: string;
  /** 0: a role, 1: a member. */
  readonly type: 0 | 1;
  readonly allow: bigint;
  readonly deny: bigint;
}

/** A bit set as callers send it: decimal digits, or a whole number. */
export const bitsSchema = z
  .union([z.string().regex(/^\d{1,20}$/), z.int().nonnegative()])
  .transform((bits) => BigInt(bits));

export const includes = (permissions: bigint, wanted: bigint): boolean => (permissions & wanted) === wanted;

/** What roles allow together, before the overwrites of any channel. */
export const basePermissions = (roles: readonly { readonly permissions: bigint }[]): bigint => {
  const all = roles.reduce((sum, { permissions }) => sum | permissions, 0n);
  return includes(all, PermissionFlagsBits.Administrator) ? ALL_PERMISSIONS : all;
};

const applied = (permissions: bigint, overwrites: readonly Overwrite[]): bigint => {
  const deny = overwrites.reduce((sum, overwrite) => sum | overwrite.deny, 0n);
  const allow = overwrites.reduce((sum, overwrite) => sum | overwrite.allow, 0n);
  return (permissions & ~deny) | allow;
};

/**
 * What a member may do in a channel: overwrites of @everyone, then of their roles together, then their own. Who cannot see a
 * channel can do nothing there; an administrator can do everything.
 */
export const channelPermissions = (
  base: bigint,
  overwrites: readonly Overwrite[],
  member: { readonly guildId: string; readonly userId: string; readonly roleIds: ReadonlySet<string> },
): bigint => {
  if (includes(base, PermissionFlagsBits.Administrator)) return ALL_PERMISSIONS;
  const everyone = overwrites.filter(({ type, id }) => type === 0 && id === member.guildId);
  const roles = overwrites.filter(({ type, id }) => type === 0 && member.roleIds.has(id));
  const own = overwrites.filter(({ type, id }) => type === 1 && id === member.userId);
  const all = [everyone, roles, own].reduce(applied, base);
  return includes(all, PermissionFlagsBits.ViewChannel) ? all : 0n;
};
