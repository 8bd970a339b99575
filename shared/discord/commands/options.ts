import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
} from 'discord-api-types/v10';
import { textsOf } from './texts.ts';

/** A line of text that is suggested while it is typed. `path` names its texts, e.g. `odds.league`. */
export const suggested = (name: string, path: string, required: boolean): APIApplicationCommandBasicOption => ({
  type: ApplicationCommandOptionType.String,
  name,
  ...textsOf(path),
  required,
  autocomplete: true,
});

/** One of a few values; their names are shown, in their order. */
export const chosen = (
  name: string,
  path: string,
  choices: readonly (readonly [name: string, value: string])[],
): APIApplicationCommandBasicOption => ({
  type: ApplicationCommandOptionType.String,
  name,
  ...textsOf(path),
  required: false,
  choices: choices.map(([choice, value]) => ({ name: choice, value })),
});

/** Any text up to so many characters. */
export const typed = (name: string, path: string, mostCharacters: number): APIApplicationCommandBasicOption => ({
  type: ApplicationCommandOptionType.String,
  name,
  ...textsOf(path),
  required: false,
  max_length: mostCharacters,
});

export const yesNo = (name: string, path: string): APIApplicationCommandBasicOption => ({
  type: ApplicationCommandOptionType.Boolean,
  name,
  ...textsOf(path),
  required: false,
});

export const wholeNumber = (
  name: string,
  path: string,
  { least, most }: { readonly least: number; readonly most: number },
): APIApplicationCommandBasicOption => ({
  type: ApplicationCommandOptionType.Integer,
  name,
  ...textsOf(path),
  required: false,
  min_value: least,
  max_value: most,
});

export const subcommand = (
  name: string,
  path: string,
  options: readonly APIApplicationCommandBasicOption[],
): APIApplicationCommandSubcommandOption => ({
  type: ApplicationCommandOptionType.Subcommand,
  name,
  ...textsOf(path),
  options: [...options],
});

/** What was given for an option, if it is text. */
export const textOption = (options: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const value = Object.hasOwn(options, name) ? options[name] : undefined;
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};
