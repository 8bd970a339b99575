import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
} from 'discord-api-types/v10';
import type { RegisteredCommand } from './client.ts';
import type { ChoiceView, CommandView, OptionView } from './model.ts';

/** A part of an option's description that only some kinds have. */
const part = (option: object, name: string): unknown => Object.entries(option).find(([key]) => key === name)?.[1];
const numberIn = (option: object, ...names: readonly string[]): number | undefined =>
  names.map((name) => part(option, name)).find((value) => typeof value === 'number');

const choicesOf = (option: APIApplicationCommandBasicOption): readonly ChoiceView[] =>
  'choices' in option ? (option.choices ?? []).map(({ name, value }) => ({ name, value })) : [];

const optionView = (option: APIApplicationCommandBasicOption): OptionView => ({
  name: option.name,
  description: option.description,
  type: option.type,
  isRequired: option.required ?? false,
  isSuggested: part(option, 'autocomplete') === true,
  choices: choicesOf(option),
  least: numberIn(option, 'min_value', 'min_length'),
  most: numberIn(option, 'max_value', 'max_length'),
});

type Holder = { readonly description: string; readonly options?: readonly APIApplicationCommandOption[] | undefined };

/** What can be typed below a command or a group: each subcommand, or the command itself. */
const leaves = (name: string, path: readonly string[], { description, options = [] }: Holder): CommandView[] => {
  const below = options.flatMap((option) =>
    option.type === ApplicationCommandOptionType.Subcommand ||
    option.type === ApplicationCommandOptionType.SubcommandGroup
      ? leaves(name, [...path, option.name], option)
      : [],
  );
  if (below.length > 0) return below;
  const values = options.flatMap((option) =>
    option.type === ApplicationCommandOptionType.Subcommand ||
    option.type === ApplicationCommandOptionType.SubcommandGroup
      ? []
      : [optionView(option)],
  );
  return [{ name, subcommands: path, description, options: values }];
};

/** The slash commands as they are typed, in the order in which they were registered. */
export const commandViews = (commands: readonly RegisteredCommand[]): readonly CommandView[] =>
  commands
    .filter(({ type }) => (type ?? ApplicationCommandType.ChatInput) === ApplicationCommandType.ChatInput)
    .flatMap((command) => leaves(command.name, [], command));
