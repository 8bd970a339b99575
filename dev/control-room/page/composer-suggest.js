/** @import { ChoiceView } from '../discord/model.ts' */
/** @import { Sent } from './composer.js' */

/** As long as a person who types does not pause. */
const PAUSE_MS = 150;

/**
 * Asks the app for suggestions while an option is typed: after a short pause, and only the newest answer counts.
 * @param {(question: Sent) => Promise<readonly ChoiceView[]>} suggest
 * @param {() => void} changed
 */
export const createSuggester = (suggest, changed) => {
  /** @type {readonly ChoiceView[]} */
  let choices = [];
  let failure = '';
  let isWaiting = false;
  let asked = '';
  /** @type {string | undefined} */
  let place;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {Sent} question @param {string} key */
  const fetchChoices = async (question, key) => {
    /** @type {readonly ChoiceView[]} */
    let found = [];
    let reason = '';
    try {
      found = await suggest(question);
    } catch (error) {
      reason = `No suggestions: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (key !== asked) return;
    choices = found;
    failure = reason;
    isWaiting = false;
    changed();
  };

  return {
    /** @param {Sent | undefined} question undefined: nothing is to be suggested here @param {string | undefined} option which it is about */
    ask: (question, option) => {
      if (option !== place) choices = [];
      place = option;
      const key = question ? JSON.stringify(question) : '';
      if (key === asked) return;
      asked = key;
      failure = '';
      isWaiting = question !== undefined;
      clearTimeout(timer);
      if (question) timer = setTimeout(() => void fetchChoices(question, key), PAUSE_MS);
      else choices = [];
    },
    choices: () => choices,
    failure: () => failure,
    /** Whether the choices are those of an earlier text. */
    isWaiting: () => isWaiting,
  };
};
