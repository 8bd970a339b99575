/** @import { OptionView } from '../discord/model.ts' */

/** @typedef {{ value: string | number | boolean } | { problem: string }} Reading */

/** Discord's numbers for kinds of options. */
const INTEGER = 4;
export const BOOLEAN = 5;
const NUMBER = 10;

const YES = new Set(['true', 'yes', 'on']);
const NO = new Set(['false', 'no', 'off']);

/** @param {string} text */
const booleanOf = (text) => {
  const word = text.toLowerCase();
  if (YES.has(word)) return { value: true };
  return NO.has(word) ? { value: false } : { problem: 'True or False.' };
};

/** @param {number} size @param {OptionView} option @param {string} unit */
const outOfBounds = (size, { least, most }, unit) => {
  if (least !== undefined && size < least) return `At least ${least}${unit}.`;
  return most !== undefined && size > most ? `At most ${most}${unit}.` : undefined;
};

/** @param {OptionView} option @param {string} text @returns {Reading} */
const numberOf = (option, text) => {
  const value = Number(text);
  if (Number.isNaN(value) || (option.type === INTEGER && !Number.isInteger(value)))
    return { problem: option.type === INTEGER ? 'A whole number.' : 'A number.' };
  const problem = outOfBounds(value, option, '');
  return problem === undefined ? { value } : { problem };
};

/** @param {OptionView} option @param {string} text @returns {Reading} */
const choiceOf = ({ choices }, text) => {
  const word = text.toLowerCase();
  const found = choices.find(({ name, value }) => name.toLowerCase() === word || String(value).toLowerCase() === word);
  return found ? { value: found.value } : { problem: `One of: ${choices.map(({ name }) => name).join(', ')}.` };
};

/**
 * The value that a typed text stands for, by the rules that Discord's own client keeps before it sends anything.
 * @param {OptionView} option
 * @param {string} text
 * @returns {Reading}
 */
export const readValue = (option, text) => {
  const typed = text.trim();
  if (typed === '') return { problem: 'A value is needed.' };
  if (option.choices.length > 0) return choiceOf(option, typed);
  if (option.type === BOOLEAN) return booleanOf(typed);
  if (option.type === INTEGER || option.type === NUMBER) return numberOf(option, typed);
  const problem = outOfBounds(typed.length, option, ' characters');
  return problem === undefined ? { value: typed } : { problem };
};
