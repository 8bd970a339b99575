import { el } from './dom.js';

/** @import { Entry } from './command-list.js' */

/** @param {Entry} entry @param {number} index */
const entryView = ({ label, detail }, index) =>
  el(
    'div',
    { id: `choice-${index}`, role: 'option', 'data-index': String(index) },
    el('span', { class: 'choice-label' }, label),
    el('span', { class: 'choice-detail' }, detail),
  );

/**
 * The list above a field: the field keeps the focus and names the active entry.
 * @param {HTMLElement} field
 * @param {HTMLElement} view
 * @param {(entry: Entry) => void} choose
 */
export const createChoiceList = (field, view, choose) => {
  /** @type {readonly Entry[]} */
  let entries = [];
  let shown = '';
  let index = -1;

  const mark = () => {
    for (const [place, child] of [...view.children].entries()) {
      child.setAttribute('aria-selected', String(place === index));
      if (place === index) child.scrollIntoView({ block: 'nearest' });
    }
    if (index >= 0) field.setAttribute('aria-activedescendant', `choice-${index}`);
    else field.removeAttribute('aria-activedescendant');
  };

  // The field must not lose the focus before the click arrives.
  view.addEventListener('pointerdown', (event) => event.preventDefault());
  view.addEventListener('mousedown', (event) => event.preventDefault());
  view.addEventListener('click', (event) => {
    const item = event.target instanceof Element ? event.target.closest('[data-index]') : null;
    const entry = entries[Number(item?.getAttribute('data-index') ?? -1)];
    if (entry) choose(entry);
  });

  return {
    isOpen: () => entries.length > 0,
    active: () => entries[index],
    /** @param {number} step */
    move: (step) => {
      const from = index < 0 && step < 0 ? 0 : index;
      index = (from + step + entries.length) % entries.length;
      mark();
    },
    /** @param {readonly Entry[]} list @param {number} first the entry that is active at first; -1: none */
    paint: (list, first) => {
      const key = JSON.stringify([list, first]);
      entries = list;
      if (key === shown) return;
      shown = key;
      index = list.length === 0 ? -1 : first;
      view.replaceChildren(...list.map(entryView));
      view.hidden = list.length === 0;
      field.setAttribute('aria-expanded', String(list.length > 0));
      mark();
    },
  };
};
