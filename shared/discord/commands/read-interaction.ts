import { z } from 'zod';
import {
  type Interaction,
  MOST_TOLD_ENTITLEMENTS,
  MOST_TOLD_ROLES,
  type ToldEntitlement,
} from '../../messages/interaction.ts';

/** Discord's numbers for what an interaction is. */
const PING = 1;
const COMMAND = 2;
const COMPONENT = 3;
const AUTOCOMPLETE = 4;
const SUBCOMMAND = 1;

/** Discord's ids hold the time: ms since its own epoch, above 22 bits of counters. */
const DISCORD_EPOCH = 1_420_070_400_000n;
const timeOf = (snowflake: string): number => Number((BigInt(snowflake) >> 22n) + DISCORD_EPOCH);

const id = z.string().regex(/^\d{1,20}$/);
const user = z.object({ id });
const valueSchema = z.union([z.string().max(6000), z.number(), z.boolean()]);
const leafSchema = z.object({
  name: z.string().max(32),
  type: z.number(),
  value: valueSchema.optional(),
  focused: z.boolean().optional(),
});
const optionSchema = leafSchema.extend({ options: z.array(leafSchema).max(25).optional() });
type Leaf = z.infer<typeof leafSchema>;

const time = z.iso
  .datetime({ offset: true })
  .nullish()
  .transform((written) => (typeof written === 'string' ? Date.parse(written) : undefined));
const entitlementSchema = z.object({
  id,
  sku_id: id,
  user_id: id,
  deleted: z.boolean().default(false),
  starts_at: time,
  ends_at: time,
});

const rawSchema = z.object({
  id,
  type: z.number().int(),
  token: z.string().min(1).max(500),
  locale: z.string().max(10).catch('en-US'),
  /** In a guild the user stands in `member`, in a direct message alone. */
  member: z.object({ user, roles: z.array(id).max(MOST_TOLD_ROLES).optional().catch(undefined) }).optional(),
  user: user.optional(),
  guild_id: id.optional().catch(undefined),
  /** Read one by one: what is wrong with one says nothing of the others, nor of the question. */
  entitlements: z.array(z.unknown()).catch([]),
  data: z
    .object({
      name: z.string().max(32).optional(),
      options: z.array(optionSchema).max(25).optional(),
      custom_id: z.string().max(100).optional(),
    })
    .optional(),
});
type Raw = z.infer<typeof rawSchema>;

export type ReadInteraction =
  | { readonly kind: 'ping' }
  | { readonly kind: 'asked'; readonly interaction: Interaction }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads what Discord POSTs to an interactions endpoint, from a body whose signature was checked. */
export function readInteraction(body: unknown): ReadInteraction {
  if (z.object({ type: z.literal(PING) }).safeParse(body).success) return { kind: 'ping' };
  const parsed = rawSchema.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { kind: 'unreadable', reason: `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'not understood'}` };
  }
  const userId = (parsed.data.member?.user ?? parsed.data.user)?.id;
  if (userId === undefined) return { kind: 'unreadable', reason: 'user: neither member.user nor user is there' };
  return { kind: 'asked', interaction: toInteraction(parsed.data, userId) };
}

function toInteraction(raw: Raw, userId: string): Interaction {
  const { id, type, token, locale, data = {} } = raw;
  const sentAt = timeOf(id);
  const asked = { id, token, userId, locale, sentAt, entitlements: heldBy(raw, userId, sentAt), ...memberOf(raw) };
  const other: Interaction = { ...asked, kind: 'other', type };
  if (type === COMPONENT)
    return data.custom_id === undefined ? other : { ...asked, kind: 'component', customId: data.custom_id };
  if (data.name === undefined) return other;
  const { subcommand, leaves } = flatten(data.options ?? []);
  const named = {
    ...asked,
    name: data.name,
    ...(subcommand === undefined ? {} : { subcommand }),
    options: valuesOf(leaves),
  };
  if (type === COMMAND) return { ...named, kind: 'command' };
  const focused = leaves.find((leaf) => leaf.focused);
  if (type !== AUTOCOMPLETE || !focused) return other;
  return { ...named, kind: 'autocomplete', focused: { name: focused.name, text: String(focused.value ?? '') } };
}

/** The user's own, not those of the guild, and neither deleted nor ended. */
const heldBy = ({ entitlements }: Raw, userId: string, now: number): ToldEntitlement[] =>
  entitlements
    .flatMap((told) => {
      const { data } = entitlementSchema.safeParse(told);
      if (!data || data.deleted || data.user_id !== userId) return [];
      const { id, sku_id: skuId, starts_at: startsAt, ends_at: endsAt } = data;
      if (endsAt !== undefined && endsAt <= now) return [];
      const starts = startsAt === undefined ? {} : { startsAt };
      return [{ id, skuId, ...starts, ...(endsAt === undefined ? {} : { endsAt }) }];
    })
    .slice(0, MOST_TOLD_ENTITLEMENTS);

const memberOf = ({ guild_id: guildId, member }: Raw): Pick<Interaction, 'member'> =>
  guildId === undefined || !member?.roles ? {} : { member: { guildId, roleIds: member.roles } };

/** The options of a command, or those of its subcommand. */
function flatten(options: readonly z.infer<typeof optionSchema>[]): {
  readonly subcommand: string | undefined;
  readonly leaves: readonly Leaf[];
} {
  const sub = options.find(({ type }) => type === SUBCOMMAND);
  return sub ? { subcommand: sub.name, leaves: sub.options ?? [] } : { subcommand: undefined, leaves: options };
}

const valuesOf = (leaves: readonly Leaf[]): Record<string, string | number | boolean> =>
  Object.fromEntries(leaves.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
