import { byId, el } from './dom.js';

/** @import { MemberView, PlaceView } from '../discord/model.ts' */

/** Where one types: the place that was chosen last, or a direct message for who cannot read that. */
export const createPlaces = () => {
  const select = /** @type {HTMLSelectElement} */ (byId('person-place'));
  let wanted = '';
  let shown = '';
  select.addEventListener('change', () => {
    wanted = select.value;
  });
  return {
    chosen: () => select.value,
    /** @param {readonly PlaceView[]} places @param {MemberView | undefined} member who types */
    paint: (places, member) => {
      const closed = new Set(member?.locked.map(({ id }) => id));
      const data = JSON.stringify([places, [...closed]]);
      if (data === shown) return;
      shown = data;
      const open = places.filter(({ id }) => !closed.has(id));
      const chosen = open.find(({ id }) => id === wanted) ?? open[0];
      select.replaceChildren(
        ...places.map(({ id, name }) =>
          el('option', { value: id, selected: id === chosen?.id, disabled: closed.has(id) }, name),
        ),
      );
    },
  };
};
