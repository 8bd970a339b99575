import { readValue } from './option-value.js';

/** @import { CommandView, OptionView } from '../discord/model.ts' */
/** @import { SentOption, SentValue } from '../discord/client.ts' */

/**
 * The line that a person types, as data: plain text until it names a command, then the options one by one.
 *
 * @typedef {{ readonly name: string, readonly text: string, readonly value: string | number | boolean }} Filled
 * @typedef {object} Line
 * @property {CommandView | undefined} command
 * @property {readonly Filled[]} filled in the order in which they were given
 * @property {string | undefined} active the option whose value is being typed
 * @property {string} text what stands in the field
 */

/** @type {Line} */
export const EMPTY = { command: undefined, filled: [], active: undefined, text: '' };

/** `watch add` @param {CommandView} command */
export const pathOf = ({ name, subcommands }) => [name, ...subcommands].join(' ');

/** @param {Line} line @param {string | undefined} name @returns {OptionView | undefined} */
export const optionOf = ({ command }, name) => command?.options.find((option) => option.name === name);

/** The options that have no value yet, without the one that is being typed. @param {Line} line */
export const openOptions = ({ command, filled, active }) =>
  (command?.options ?? []).filter(({ name }) => name !== active && !filled.some((given) => given.name === name));

/** Goes on to the next option that must be given, or to none. @param {Line} line @returns {Line} */
const advance = (line) => ({
  ...line,
  active: openOptions({ ...line, active: undefined }).find(({ isRequired }) => isRequired)?.name,
  text: '',
});

/** @param {CommandView} command @returns {Line} */
export const begin = (command) => advance({ ...EMPTY, command });

/** Takes a value for the active option: what was chosen, or what its text stands for. @param {Line} line @param {Filled} given */
export const fill = (line, given) =>
  advance({ ...line, filled: [...line.filled.filter(({ name }) => name !== given.name), given] });

/**
 * Takes the text of the active option for its value. A text that is none stays where it is.
 * @param {Line} line
 * @returns {{ line: Line, problem?: string }}
 */
export const settle = (line) => {
  const option = optionOf(line, line.active);
  if (!option) return { line };
  if (line.text.trim() === '' && !option.isRequired) return { line: advance(line) };
  const read = readValue(option, line.text);
  if ('problem' in read) return { line, problem: `${option.name}: ${read.problem}` };
  return { line: fill(line, { name: option.name, text: line.text.trim(), value: read.value }) };
};

/** Turns to an option, with what was given for it before. @param {Line} line @param {string} name @returns {Line} */
export const activate = (line, name) => {
  const { line: settled } = settle(line);
  const given = settled.filled.find((option) => option.name === name);
  const filled = settled.filled.filter((option) => option !== given);
  return { ...settled, filled, active: name, text: given?.text ?? '' };
};

/** What deleting before the beginning of the field takes away: the active option's place, the last value, the command. @param {Line} line @returns {Line} */
export const back = (line) => {
  if (!line.command) return line;
  const last = line.filled.at(-1);
  if (line.active !== undefined && !optionOf(line, line.active)?.isRequired)
    return { ...line, active: undefined, text: '' };
  if (last) return { ...line, filled: line.filled.slice(0, -1), active: last.name, text: last.text };
  return unpick(line);
};

/** Back to the text that names the command. @param {Line} line @returns {Line} */
export const unpick = ({ command }) => ({ ...EMPTY, text: command ? `/${pathOf(command)}` : '' });

/** @param {string} text @param {readonly CommandView[]} commands */
const commandIn = (text, commands) => commands.find((command) => text.startsWith(`/${pathOf(command)} `));

/** Splits `league:NFL team:Buffalo Bills` at the names that the command knows. @param {string} text @param {CommandView} command */
const pairsIn = (text, { options }) => {
  const names = options.map(({ name }) => name.replace(/[^\p{L}\p{N}_-]/gu, '')).join('|');
  const places = names === '' ? [] : [...text.matchAll(new RegExp(`(?<=^|\\s)(${names}):`, 'gu'))];
  const pairs = places.map((place, index) => ({
    name: place[1] ?? '',
    text: text.slice(place.index + place[0].length, places[index + 1]?.index).trim(),
  }));
  return { pairs, before: text.slice(0, places[0]?.index).trim() };
};

/**
 * Reads a text that begins with a whole command and a space, its options as `name:value`: what cannot be read stays in the field.
 * @param {string} text
 * @param {readonly CommandView[]} commands
 * @returns {Line | undefined} undefined while it names no command
 */
export const readLine = (text, commands) => {
  const command = commandIn(text, commands);
  if (!command) return undefined;
  const rest = text.slice(pathOf(command).length + 2);
  const { pairs, before } = pairsIn(rest, command);
  let line = begin(command);
  for (const pair of pairs) {
    const { line: next, problem } = settle({ ...line, active: pair.name, text: pair.text });
    if (problem !== undefined) return next;
    line = next;
  }
  return before === '' ? line : { ...line, text: before };
};

/**
 * The line when nothing more will be typed: then a command's whole name needs no space after it.
 * @param {Line} line
 * @param {readonly CommandView[]} commands
 */
export const typedOut = (line, commands) =>
  line.command ? line : (readLine(`${line.text.trim()} `, commands) ?? line);

/**
 * What becomes of the line when the field's text changes.
 * @param {Line} line
 * @param {string} text
 * @param {readonly CommandView[]} commands
 * @returns {Line}
 */
export const typed = (line, text, commands) => {
  if (!line.command) return readLine(text, commands) ?? { ...line, text };
  if (line.active !== undefined) return { ...line, text };
  const named = openOptions(line).find(({ name }) => text.toLowerCase() === `${name}:`);
  return named ? { ...line, active: named.name, text: '' } : { ...line, text };
};

/**
 * The options as Discord nests them.
 * @param {CommandView} command
 * @param {readonly SentValue[]} values
 * @returns {readonly SentOption[]}
 */
const nested = ({ subcommands }, values) => {
  const [outer, inner] = subcommands;
  if (outer === undefined) return values;
  if (inner === undefined) return [{ name: outer, type: 1, options: values }];
  return [{ name: outer, type: 2, options: [{ name: inner, type: 1, options: values }] }];
};

/** @param {Line} line @returns {SentValue[]} */
const valuesOf = (line) =>
  line.filled.map(({ name, value }) => ({ name, type: optionOf(line, name)?.type ?? 3, value }));

/**
 * What is sent while the active option is typed. Undefined: there is nothing to ask.
 * @param {Line} line
 */
export const question = (line) => {
  const option = optionOf(line, line.active);
  if (!line.command || !option?.isSuggested) return undefined;
  const focused = { name: option.name, type: option.type, value: line.text, focused: true };
  return { name: line.command.name, options: nested(line.command, [...valuesOf(line), focused]) };
};

const NO_COMMAND = 'Type / for the list of commands: OddsTracker does not read what people write.';
const UNKNOWN = 'There is no such command.';

/**
 * The whole command, ready to be sent, or what is wrong with it.
 * @param {Line} line
 */
export const finish = (line) => {
  const { line: settled, problem } = settle(line);
  if (problem !== undefined) return { line, problem };
  const { command } = settled;
  if (!command) return { line, problem: line.text.startsWith('/') ? UNKNOWN : NO_COMMAND };
  if (settled.active !== undefined) return { line: settled, problem: `${settled.active} is required.` };
  if (settled.text.trim() !== '') return { line: settled, problem: `There is no option “${settled.text.trim()}”.` };
  return { line: settled, name: command.name, options: nested(command, valuesOf(settled)) };
};

/** The line in words, as it could be typed: `/odds league:NFL team:Buffalo Bills`. @param {Line} line */
export const lineText = ({ command, filled, text }) =>
  command ? [`/${pathOf(command)}`, ...filled.map(({ name, text }) => `${name}:${text}`)].join(' ') : text;

/** What the field is for, now. @param {Line} line */
export const fieldLabel = (line) => {
  const option = optionOf(line, line.active);
  if (option) return `${option.name}, ${option.isRequired ? 'required' : 'optional'}`;
  return line.command ? `More options of /${pathOf(line.command)}, or Enter to send` : 'Command';
};
