import { byId, el, setText } from './dom.js';

/** @import { MemberView, PersonView, RoleView } from '../discord/model.ts' */

/** As Discord colours the name: by the highest role that has a colour. @param {MemberView | undefined} member */
export const nameColour = (member) => {
  const colour = member?.roles.find((role) => role.colour !== 0)?.colour;
  return colour === undefined ? undefined : `#${colour.toString(16).padStart(6, '0')}`;
};

/** @param {HTMLElement} view @param {string | undefined} colour */
const coloured = (view, colour) => {
  if (colour === undefined) view.style.removeProperty('--role');
  else view.style.setProperty('--role', colour);
  return view;
};

/** Somebody's name, in the colour that it has in Discord. @param {string} name @param {string | undefined} colour */
export const nameView = (name, colour) => coloured(el('span', { class: 'person' }, name), colour);

/** @param {RoleView} role */
const roleView = ({ name, colour }) =>
  coloured(el('span', { class: 'role' }, name), colour === 0 ? undefined : `#${colour.toString(16).padStart(6, '0')}`);

/** @param {MemberView} member */
const roleViews = ({ roles, isMember }) => {
  if (!isMember) return [el('span', { class: 'no-role' }, 'left the server')];
  return roles.length > 0 ? roles.map(roleView) : [el('span', { class: 'no-role' }, 'no role')];
};

/** @param {MemberView} member */
const factsText = ({ isMember, roles, standing }) => {
  const names = roles.map(({ name }) => name).join(', ') || 'none';
  return `${isMember ? `Roles in Discord: ${names}` : 'Left the server'}. The app counts: ${standing}.`;
};

/** @param {PersonView} person @param {boolean} isChosen */
const createPersonView = ({ id, name }, isChosen) => {
  const facts = `facts-of-${id}`;
  const input = el('input', {
    type: 'radio',
    name: 'person',
    value: id,
    checked: isChosen,
    'aria-label': name,
    'aria-describedby': facts,
  });
  const tier = el('span', { class: 'tier', title: 'What the app’s own record says' });
  const roles = el('span', { class: 'roles', title: 'Roles in Discord' });
  const said = el('span', { class: 'unseen', id: facts });
  const view = el('label', { class: 'person' }, input, el('span', { class: 'person-name' }, name), tier, roles, said);
  let shown = '';
  return {
    view,
    input,
    /** @param {MemberView} member */
    paint: (member) => {
      const text = factsText(member);
      const data = JSON.stringify([text, member.roles]);
      if (data === shown) return;
      coloured(view, nameColour(member));
      setText(tier, `app: ${member.standing}`);
      tier.dataset['standing'] = member.standing;
      roles.replaceChildren(...roleViews(member));
      setText(said, text);
      if (shown !== '') {
        setText(byId('people-announcement'), `${name}. ${text}`);
        view.classList.remove('changed');
        // Laid out once without it, the animation begins anew.
        void view.offsetWidth;
        view.classList.add('changed');
      }
      shown = data;
    },
  };
};

/**
 * Who can be acted as, each with their roles in Discord and the tier that the app counts, as they change.
 * @param {(personId: string) => void} chosen somebody was chosen
 */
export const createPeople = (chosen) => {
  const list = byId('people');
  /** @type {Map<string, ReturnType<typeof createPersonView>>} */
  const views = new Map();
  /** @type {Map<string, MemberView>} */
  let members = new Map();

  list.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement) chosen(target.value);
  });
  const paint = () => {
    for (const [id, { paint: paintPerson }] of views) {
      const member = members.get(id);
      if (member) paintPerson(member);
    }
  };

  return {
    /** @param {readonly PersonView[]} people @param {string | undefined} chosenId */
    set: (people, chosenId) => {
      views.clear();
      for (const person of people) views.set(person.id, createPersonView(person, person.id === chosenId));
      list.replaceChildren(...[...views.values()].map(({ view }) => view));
      paint();
    },
    /** @param {readonly MemberView[]} told */
    live: (told) => {
      members = new Map(told.map((member) => [member.id, member]));
      paint();
    },
    /** @param {string} personId */
    choose: (personId) => {
      const view = views.get(personId);
      if (view) view.input.checked = true;
    },
    /** @param {string} personId */
    member: (personId) => members.get(personId),
  };
};
