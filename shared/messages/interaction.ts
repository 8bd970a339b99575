import { z } from 'zod';
import { STANDINGS } from '../domain/account/tiers.ts';

const snowflake = z.string().regex(/^\d{1,20}$/);
const optionValue = z.union([z.string().max(6000), z.number(), z.boolean()]);
const options = z.record(z.string().max(32), optionValue);

/** An interaction is told of no more than these; a user has one or two. */
export const MOST_TOLD_ENTITLEMENTS = 25;
/** A guild has no more. */
export const MOST_TOLD_ROLES = 250;

/** What Discord says of something that the user bought there, of ours or not. Epoch ms. */
const toldEntitlementSchema = z.object({
  id: snowflake,
  skuId: snowflake,
  startsAt: z.number().int().optional(),
  endsAt: z.number().int().optional(),
});
export type ToldEntitlement = z.infer<typeof toldEntitlementSchema>;

const asked = z.object({
  id: snowflake,
  /** The key to its answer for 15 minutes: never logged. */
  token: z.string().min(1).max(500),
  userId: snowflake,
  /** The language that the user reads Discord in, e.g. `en-US`. */
  locale: z.string().max(10),
  /** When the user sent it, epoch ms. */
  sentAt: z.number().int(),
  /** What the user had bought inside Discord when it was sent. */
  entitlements: z.array(toldEntitlementSchema).max(MOST_TOLD_ENTITLEMENTS).default([]),
  /** The user in the guild where it was sent; absent in a direct message. */
  member: z.object({ guildId: snowflake, roleIds: z.array(snowflake).max(MOST_TOLD_ROLES) }).optional(),
});

const commandSchema = asked.extend({
  kind: z.literal('command'),
  name: z.string().max(32),
  subcommand: z.string().max(32).optional(),
  options,
});
const componentSchema = asked.extend({ kind: z.literal('component'), customId: z.string().max(100) });

/**
 * What a user asks of us, as far as we look at it. Who the user is counts by our own record, never by the roles and entitlements that
 * come along: where those differ, it is time to look anew.
 */
export const interactionSchema = z.discriminatedUnion('kind', [
  commandSchema,
  asked.extend({
    kind: z.literal('autocomplete'),
    name: z.string().max(32),
    subcommand: z.string().max(32).optional(),
    options,
    /** The option that is being typed, and what of it there is. */
    focused: z.object({ name: z.string().max(32), text: z.string().max(6000) }),
  }),
  componentSchema,
  asked.extend({ kind: z.literal('other'), type: z.number().int() }),
]);
export type Interaction = z.infer<typeof interactionSchema>;
export type CommandInteraction = Extract<Interaction, { kind: 'command' }>;
export type AutocompleteInteraction = Extract<Interaction, { kind: 'autocomplete' }>;
export type ComponentInteraction = Extract<Interaction, { kind: 'component' }>;

/** What was taken of the allowances of which standing: given back when there is no answer. */
const takenSchema = z.object({ standing: z.enum(STANDINGS), takes: z.array(z.enum(['queries', 'insights'])).max(2) });

/** Queue `interactions`: one question whose answer was promised. */
export const deferredInteractionSchema = z.object({
  v: z.literal(1),
  interaction: z.discriminatedUnion('kind', [commandSchema, componentSchema]),
  /** Absent when there was no time to ask who it is: then that is done with the answer. */
  taken: takenSchema.optional(),
  /** The answer, once it is found: from then on only its sending is repeated. */
  answer: z.object({ body: z.record(z.string(), z.unknown()), result: z.string().max(20) }).optional(),
  /**
   * Sent along, to come when the answer must have been given: whoever had it may have been killed, and the queue gives their message
   * back after minutes only.
   */
  isReminder: z.boolean().default(false),
  /** How often its sending was tried. */
  tries: z.number().int().nonnegative().default(0),
});
export type DeferredInteraction = z.infer<typeof deferredInteractionSchema>;
