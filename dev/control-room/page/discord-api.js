/** @import { InteractionView, LateAnswerView, Menu } from '../discord/model.ts' */
/** @import { Deed } from '../discord/deed.ts' */
/** @import { Move, Purchase } from '../discord/people.ts' */

/** How soon the room is asked again when it could not be reached. */
const RETRY_MS = 2000;

/** The answer's JSON; throws what the server says of a refusal. @param {Response} response */
const jsonOf = async (response) => {
  if (!response.ok) throw new Error((await response.text()).trim());
  return response.json();
};

/** @returns {Promise<Menu>} */
export const fetchMenu = async () => jsonOf(await fetch('/room/discord'));

/** Throws when the room's server refuses. @param {string} what @param {object} deed */
const post = async (what, deed) =>
  jsonOf(
    await fetch(`/room/discord/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(deed),
    }),
  );

/**
 * Does something in Discord; what the app does wrong is told in the answer.
 * @param {Deed} deed
 * @returns {Promise<InteractionView>}
 */
export const act = (deed) => post('interactions', deed);

/** Buys, ends or gives back in Discord's own shop. @param {Purchase} deed */
export const purchase = (deed) => post('purchases', deed);

/** Leaves the server, or joins it again. @param {Move} deed */
export const changeMembership = (deed) => post('members', deed);

/** @param {number} ms */
const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Waits for answers that were promised: one request for all of them, since a browser keeps only a few open at a time.
 * @returns {(id: string) => Promise<LateAnswerView>} waits for the answer to an interaction
 */
export const createLateAnswers = () => {
  /** @type {Map<string, (late: LateAnswerView) => void>} */
  const waiting = new Map();
  let asking = new AbortController();
  let isRunning = false;

  /** What has come; nothing when a new question ended the waiting. @returns {Promise<readonly LateAnswerView[]>} */
  const ask = async () => {
    asking = new AbortController();
    const ids = new URLSearchParams([...waiting.keys()].map((id) => ['id', id]));
    try {
      return await jsonOf(await fetch(`/room/discord/answers?${ids}`, { signal: asking.signal }));
    } catch {
      if (!asking.signal.aborted) await after(RETRY_MS);
      return [];
    }
  };

  const run = async () => {
    isRunning = true;
    while (waiting.size > 0) {
      for (const late of await ask()) {
        waiting.get(late.id)?.(late);
        waiting.delete(late.id);
      }
    }
    isRunning = false;
  };

  return (id) =>
    new Promise((resolve) => {
      waiting.set(id, resolve);
      if (isRunning) asking.abort();
      else void run();
    });
};
