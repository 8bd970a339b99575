import { byId, el } from './dom.js';

/** @import { MemberView } from '../discord/model.ts' */

const names = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** Why somebody does not see a channel. @param {MemberView} member @param {readonly string[]} readers names of roles */
export const lockText = ({ name, isMember }, readers) => {
  if (!isMember) return `${name} has left the server`;
  if (readers.length === 0) return 'Nobody but operators reads this';
  return `Only ${names.format(readers)} ${readers.length === 1 ? 'reads' : 'read'} this`;
};

/**
 * As whom the channels are looked at: the operator sees all of them, a person what Discord shows them.
 * @param {object} on
 * @param {(personId: string) => void} on.chosen somebody was chosen here; empty: the operator
 * @param {() => void} on.changed it is somebody else, or they see something else
 */
export const createViewer = ({ chosen, changed }) => {
  const select = /** @type {HTMLSelectElement} */ (byId('viewer'));
  /** @type {readonly MemberView[]} */
  let members = [];
  let shown = '';

  const viewer = () => members.find(({ id }) => id === select.value);
  const paintOptions = () => {
    const before = select.value;
    byId('viewer-place').hidden = members.length === 0;
    select.replaceChildren(
      el('option', { value: '', selected: before === '' }, 'the operator'),
      ...members.map(({ id, name }) => el('option', { value: id, selected: id === before }, name)),
    );
  };
  select.addEventListener('change', () => {
    changed();
    chosen(select.value);
  });

  return {
    /** @param {readonly MemberView[]} told */
    live: (told) => {
      const seen = JSON.stringify(told.map(({ id, name, isMember, locked }) => [id, name, isMember, locked]));
      if (seen === shown) return;
      const before = members.map(({ id, name }) => id + name).join();
      shown = seen;
      members = told;
      if (before !== told.map(({ id, name }) => id + name).join()) paintOptions();
      changed();
    },
    /** @param {string} personId */
    choose: (personId) => {
      if (select.value === personId) return;
      select.value = personId;
      changed();
    },
    /** Why the channel of that name is not seen; undefined when it is. @param {string} channel */
    lockOf: (channel) => {
      const member = viewer();
      const locked = member?.locked.find(({ name }) => name === channel);
      return member && locked ? lockText(member, locked.readers) : undefined;
    },
    /** Whether a direct message is not for somebody else. @param {string | undefined} recipientId */
    isFor: (recipientId) => recipientId === undefined || !viewer() || recipientId === select.value,
  };
};
