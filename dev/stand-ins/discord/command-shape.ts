import { ApplicationCommandOptionType as Kind, Locale } from 'discord-api-types/v10';
import { z } from 'zod';

const MOST_OPTIONS = 25;
const MOST_CHOICES = 25;
const MOST_COMMANDS = 100;
/** Of all names, descriptions and values of a command together. */
const MOST_CHARACTERS = 8000;

const name = z
  .string()
  .regex(/^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u)
  .refine((text) => text === text.toLowerCase(), 'Command name must be in lower case');
const description = z.string().min(1).max(100);
const localised = (text: z.ZodType<string>) => z.partialRecord(z.enum(Locale), text.nullable()).nullish();
const named = {
  name,
  name_localizations: localised(name),
  description,
  description_localizations: localised(description),
};

const plain = { ...named, required: z.boolean().nullish() };
const isSuggested = z.boolean().nullish();
const choicesOf = <V extends z.ZodType>(value: V) => {
  const text = z.string().min(1).max(100);
  return z
    .array(z.strictObject({ name: text, name_localizations: localised(text), value }))
    .max(MOST_CHOICES)
    .nullish();
};
const numeric = <V extends z.ZodType<number>>(value: V) => ({
  ...plain,
  choices: choicesOf(value),
  autocomplete: isSuggested,
  min_value: value.nullish(),
  max_value: value.nullish(),
});
const plainSchemas = [
  z.strictObject({
    type: z.literal(Kind.String),
    ...plain,
    choices: choicesOf(z.string().min(1).max(100)),
    autocomplete: isSuggested,
    min_length: z.int().min(0).max(6000).nullish(),
    max_length: z.int().min(1).max(6000).nullish(),
  }),
  z.strictObject({ type: z.literal(Kind.Integer), ...numeric(z.int()) }),
  z.strictObject({ type: z.literal(Kind.Number), ...numeric(z.number()) }),
  z.strictObject({ type: z.literal(Kind.Channel), ...plain, channel_types: z.array(z.int()).nullish() }),
  z.strictObject({
    type: z.literal([Kind.Boolean, Kind.User, Kind.Role, Kind.Mentionable, Kind.Attachment]),
    ...plain,
  }),
] as const;

interface AnyOption {
  readonly name: string;
  readonly type: number;
  readonly required?: unknown;
  readonly autocomplete?: unknown;
  readonly choices?: unknown;
}

const isBranch = ({ type }: AnyOption): boolean => type === Kind.Subcommand || type === Kind.SubcommandGroup;

/** What is wrong with options beside each other; each by itself is well-formed. */
const faultsBeside = (options: readonly AnyOption[]): { at: number; message: string }[] =>
  options.flatMap((option, at) => {
    const before = options.slice(0, at);
    const says = (isWrong: boolean, message: string) => (isWrong ? [{ at, message }] : []);
    return [
      ...says(
        before.some((other) => other.name === option.name),
        'Option names must be unique',
      ),
      ...says(
        option.required === true && before.some((other) => other.required !== true),
        'Required options must be placed before non-required options',
      ),
      ...says(
        before.some((other) => isBranch(other) !== isBranch(option)),
        'Sub-commands cannot stand beside other options',
      ),
      ...says(
        option.autocomplete === true && Array.isArray(option.choices) && option.choices.length > 0,
        'Options with choices cannot have autocomplete',
      ),
    ];
  });

const optionList = <O extends z.ZodType<AnyOption>>(option: O) =>
  z
    .array(option)
    .max(MOST_OPTIONS)
    .superRefine((options, context) => {
      for (const { at, message } of faultsBeside(options)) context.addIssue({ code: 'custom', path: [at], message });
    })
    .nullish();

const leaf = z.discriminatedUnion('type', plainSchemas);
const subcommand = z.strictObject({ type: z.literal(Kind.Subcommand), ...named, options: optionList(leaf) });
const group = z.strictObject({ type: z.literal(Kind.SubcommandGroup), ...named, options: optionList(subcommand) });

const commandSchema = z
  .strictObject({
    ...named,
    type: z.literal(1).nullish(),
    options: optionList(z.discriminatedUnion('type', [...plainSchemas, subcommand, group])),
    default_member_permissions: z.union([z.string().regex(/^\d+$/), z.int()]).nullish(),
    dm_permission: z.boolean().nullish(),
    contexts: z
      .array(z.literal([0, 1, 2]))
      .min(1)
      .nullish(),
    integration_types: z
      .array(z.literal([0, 1]))
      .min(1)
      .nullish(),
    nsfw: z.boolean().nullish(),
    id: z.string().nullish(),
  })
  .superRefine((command, context) => {
    const characters = charactersOf(command);
    if (characters > MOST_CHARACTERS)
      context.addIssue({
        code: 'custom',
        message: `Command exceeds maximum size (${characters} > ${MOST_CHARACTERS})`,
      });
  });
/** A slash command as it is registered. */
export type CommandForm = z.infer<typeof commandSchema>;

/** A whole list, as a bulk overwrite takes it: slash commands only, for the app has no others. */
export const commandListSchema = z
  .array(commandSchema)
  .max(MOST_COMMANDS)
  .superRefine((commands, context) => {
    for (const [at, command] of commands.entries())
      if (commands.findIndex((other) => other.name === command.name) < at)
        context.addIssue({ code: 'custom', path: [at, 'name'], message: 'Application command names must be unique' });
  });

const COUNTED = ['name', 'description', 'value'];

/** Characters of a command's texts; of those that are translated, the longest counts. */
function charactersOf(part: unknown): number {
  if (typeof part !== 'object' || part === null) return 0;
  const fields = Object.entries(part);
  return fields.reduce((sum, [key, value]) => {
    if (!COUNTED.includes(key) || typeof value !== 'string')
      return sum + (key.endsWith('_localizations') ? 0 : charactersOf(value));
    const translated = Object.values(fields.find(([other]) => other === `${key}_localizations`)?.[1] ?? {});
    return sum + Math.max(value.length, ...translated.map((text) => String(text ?? '').length));
  }, 0);
}
