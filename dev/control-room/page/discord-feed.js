import { createEntry } from './discord-entry.js';
import { byId } from './dom.js';
import { refreshTimes } from './markdown-view.js';

/** @import { Asking, Entry } from './discord-entry.js' */

const KEPT = 100;

/** What the answers of everybody stand in; each person sees their own, and what is for all. */
export const createFeed = () => {
  const list = byId('answers');
  /** @type {Entry[]} */
  let entries = [];
  let shownTo = '';

  const paint = () => {
    for (const { view, owner, isPrivate } of entries) view.hidden = isPrivate() && owner !== shownTo;
    byId('no-answers').hidden = entries.some(({ view }) => !view.hidden);
  };
  /** @param {readonly Entry[]} gone */
  const remove = (gone) => {
    for (const { view } of gone) view.remove();
    entries = entries.filter((entry) => !gone.includes(entry));
    paint();
  };

  return {
    /**
     * Begins an entry: what is asked stands there at once, its answer when it is known.
     * @param {Asking} asking
     * @param {number} now epoch ms
     */
    ask: (asking, now) => {
      const entry = createEntry(asking, now, {
        changed: paint,
        dismissed: () => {
          remove([entry]);
          byId('answers-scroll').focus();
        },
      });
      entries.push(entry);
      list.append(entry.view);
      remove(entries.slice(0, -KEPT));
      // The newest stands at the bottom, where this scroller begins.
      byId('answers-scroll').scrollTop = 0;
      return entry;
    },
    /** Shows what that person sees. @param {string} personId */
    showTo: (personId) => {
      shownTo = personId;
      paint();
    },
    /** @param {number} now epoch ms */
    refresh: (now) => refreshTimes(list, now),
  };
};
