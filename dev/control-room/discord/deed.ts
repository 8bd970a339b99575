import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { z } from 'zod';

const id = z.string().min(1).max(64);
export const personIdSchema = id;
const name = z.string().min(1).max(32);
const leaf = z.strictObject({
  name,
  type: z.enum(ApplicationCommandOptionType),
  value: z.union([z.string().max(6000), z.number(), z.boolean()]),
  focused: z.boolean().exactOptional(),
});
const subcommand = z.strictObject({
  name,
  type: z.literal(ApplicationCommandOptionType.Subcommand),
  options: z.array(leaf).max(25).readonly(),
});
const group = z.strictObject({
  name,
  type: z.literal(ApplicationCommandOptionType.SubcommandGroup),
  options: z.array(subcommand).max(25).readonly(),
});
const options = z
  .array(z.union([leaf, subcommand, group]))
  .max(25)
  .readonly();

/** What the page asks to be done, and as whom. */
export const deedSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['command', 'autocomplete']),
    personId: id,
    channelId: id,
    name,
    options,
  }),
  z.strictObject({
    kind: z.literal('component'),
    personId: id,
    /** A message of the alerts or an answer. */
    messageId: id,
    customId: z.string().min(1).max(100),
  }),
]);
export type Deed = z.infer<typeof deedSchema>;
