import { openOptions, optionOf, pathOf } from './command-line.js';
import { BOOLEAN } from './option-value.js';

/** @import { ChoiceView, CommandView } from '../discord/model.ts' */
/** @import { Line } from './command-line.js' */

/**
 * One entry of the list above the field.
 * @typedef {{ readonly label: string, readonly detail: string } & ({ readonly command: CommandView }
 *   | { readonly option: string }
 *   | { readonly value: string | number | boolean })} Entry
 */

/** Discord's own limit. */
const MOST = 25;

/** @param {CommandView} command @returns {Entry} */
const commandEntry = (command) => {
  const options = command.options.map(({ name, isRequired }) => (isRequired ? name : `[${name}]`));
  return { label: [`/${pathOf(command)}`, ...options].join(' '), detail: command.description, command };
};

/** Those that begin so first, then those that hold it anywhere. @param {readonly CommandView[]} commands @param {string} text */
const commandEntries = (commands, text) => {
  const typed = text.slice(1).toLowerCase();
  const begins = commands.filter((command) => pathOf(command).startsWith(typed));
  const holds = commands.filter((command) => !begins.includes(command) && pathOf(command).includes(typed));
  return [...begins, ...holds].map(commandEntry);
};

/** @param {readonly ChoiceView[]} choices @param {string} text @returns {Entry[]} */
const choiceEntries = (choices, text) =>
  choices
    .filter(({ name }) => name.toLowerCase().includes(text.trim().toLowerCase()))
    .map(({ name, value }) => ({ label: name, detail: '', value }));

const BOOLEANS = [
  { name: 'True', value: true },
  { name: 'False', value: false },
];

/** @param {string} text @returns {Entry[]} */
const booleanEntries = (text) =>
  BOOLEANS.filter(({ name }) => name.toLowerCase().startsWith(text.trim().toLowerCase())).map(({ name, value }) => ({
    label: name,
    detail: '',
    value,
  }));

/** @param {Line} line @returns {Entry[]} */
const optionEntries = (line) =>
  openOptions(line)
    .filter(({ name }) => name.startsWith(line.text.trim().toLowerCase()))
    .map(({ name, description, isRequired }) => ({
      label: name,
      detail: isRequired ? `${description} · required` : description,
      option: name,
    }));

/**
 * What can be chosen at this place of the line.
 * @param {Line} line
 * @param {readonly CommandView[]} commands
 * @param {readonly ChoiceView[]} suggested the app's suggestions for the active option
 * @returns {Entry[]}
 */
const entriesFor = (line, commands, suggested) => {
  if (!line.command) return line.text.startsWith('/') ? commandEntries(commands, line.text) : [];
  const option = optionOf(line, line.active);
  if (!option) return optionEntries(line);
  if (option.choices.length > 0) return choiceEntries(option.choices, line.text);
  if (option.type === BOOLEAN) return booleanEntries(line.text);
  return option.isSuggested ? suggested.map(({ name, value }) => ({ label: name, detail: '', value })) : [];
};

/** @param {Line} line @param {readonly CommandView[]} commands @param {readonly ChoiceView[]} suggested */
export const listFor = (line, commands, suggested) => {
  const entries = entriesFor(line, commands, suggested);
  return {
    entries: line.command ? entries.slice(0, MOST) : entries,
    /** Nothing is chosen for somebody who only wants to send what is complete. */
    first: line.command && line.active === undefined && line.text.trim() === '' ? -1 : 0,
  };
};

/**
 * What is asked of the person at this place of the line.
 * @param {Line} line
 * @param {readonly CommandView[]} commands
 * @param {readonly ChoiceView[]} suggested the app's suggestions for the active option
 */
export const hintFor = (line, commands, suggested) => {
  const option = optionOf(line, line.active);
  if (option) {
    const none = option.isSuggested && suggested.length === 0 ? ' · no suggestion fits' : '';
    return `${option.description} · ${option.isRequired ? 'required' : 'optional'}${none}`;
  }
  if (line.command) return 'Enter sends.';
  if (!line.text.startsWith('/')) return '';
  if (commands.length === 0) return 'No command is registered yet.';
  return commandEntries(commands, line.text).length === 0 ? 'There is no such command.' : '';
};
