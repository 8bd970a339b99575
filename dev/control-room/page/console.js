import { byId, el } from './dom.js';

/** @import { LogView } from '../state/model.ts' */

const KEPT = 200;
/** In a replay at full speed hundreds of events come in a second: nobody reads faster than this. */
const PAINT_EVERY_MS = 500;
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** @param {LogView['fields'][string]} value */
const fieldText = (value) => (typeof value === 'number' ? String(Number(value.toFixed(4))) : String(value));

/** @param {LogView['fields']} fields */
const fieldViews = (fields) =>
  Object.entries(fields).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [el('span', { class: 'field' }, el('span', { class: 'field-name' }, name), ` ${fieldText(value)} `)],
  );

/** @param {LogView} log */
const logView = ({ at, level, event, fields }) =>
  el(
    'li',
    { class: `level-${level}` },
    el('time', { datetime: new Date(at).toISOString() }, clock.format(at)),
    el('span', { class: 'level' }, level),
    el('span', { class: 'log-event' }, event),
    el('span', { class: 'fields' }, ...fieldViews(fields)),
  );

/** The event console: newest first. */
export const createConsole = () => {
  const list = byId('log');
  const onlyWarnings = /** @type {HTMLInputElement} */ (byId('only-warnings'));
  onlyWarnings.addEventListener('change', () => list.classList.toggle('only-warnings', onlyWarnings.checked));
  /** @type {LogView[]} */
  let waiting = [];
  let paintedAt = Number.NEGATIVE_INFINITY;
  return {
    /** @param {readonly LogView[]} logs oldest first */
    add: (logs) => {
      waiting = [...waiting, ...logs].slice(-KEPT);
    },
    paint: () => {
      if (waiting.length === 0 || performance.now() - paintedAt < PAINT_EVERY_MS) return;
      paintedAt = performance.now();
      list.prepend(...waiting.map(logView).reverse());
      waiting = [];
      while (list.childElementCount > KEPT) list.lastElementChild?.remove();
    },
    clear: () => {
      waiting = [];
      list.replaceChildren();
    },
  };
};
