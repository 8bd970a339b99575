import { createComposer } from './composer.js';
import { act, createLateAnswers, fetchMenu } from './discord-api.js';
import { createFeed } from './discord-feed.js';
import { byId, el } from './dom.js';

/** @import { PlaceView, Menu, PersonView } from '../discord/model.ts' */
/** @import { Deed } from '../discord/deed.ts' */
/** @import { Asking } from './discord-entry.js' */
/** @import { Sent } from './composer.js' */

const REAL =
  'The real Discord is connected: type commands and press buttons there, in any channel of the server that OddsTracker was added to.';

/** @param {unknown} error */
const textOf = (error) => (error instanceof Error ? error.message : String(error));

/** @param {PersonView} person @param {boolean} isChosen */
const personView = ({ id, name, standing }, isChosen) =>
  el(
    'label',
    { class: `person standing-${standing}` },
    el('input', { type: 'radio', name: 'person', value: id, checked: isChosen }),
    name,
    ...(name.toLowerCase() === standing ? [] : [el('span', { class: 'tier' }, standing)]),
  );

/** @param {PlaceView} place @param {boolean} isChosen */
const placeView = ({ id, name }, isChosen) => el('option', { value: id, selected: isChosen }, name);

/**
 * The panel in which one acts as a subscriber: what is typed or pressed goes to the app's endpoint as Discord would send it.
 * @param {() => number} now epoch ms, the room's clock
 */
export const createDiscordBox = (now) => {
  const feed = createFeed();
  const lateAnswer = createLateAnswers();
  const people = byId('people');
  const place = /** @type {HTMLSelectElement} */ (byId('person-place'));
  let shown = '';
  /** @type {Menu} */
  let menu = { isStandIn: true, people: [], places: [], commands: [] };
  /** @type {PersonView | undefined} */
  let person;

  /** @param {string} id */
  const actAs = (id) => {
    person = menu.people.find((somebody) => somebody.id === id) ?? menu.people[0];
    if (person) feed.showTo(person.id);
  };

  /** Does it, and shows what comes of it, now and later. @param {Omit<Asking, 'person'>} asking @param {(personId: string) => Deed} deed */
  const ask = async (asking, deed) => {
    if (!person) return;
    const entry = feed.ask({ ...asking, person }, now());
    try {
      const told = await act(deed(person.id));
      entry.told(told);
      if (told.answer.kind === 'thinking') entry.late(await lateAnswer(told.id));
    } catch (error) {
      entry.failed(textOf(error));
    }
  };

  const composer = createComposer({
    send: (sent, text) =>
      void ask({ kind: 'command', text }, (personId) => ({ kind: 'command', personId, ...placed(sent) })),
    suggest: async (question) => {
      const told = await act({ kind: 'autocomplete', personId: person?.id ?? '', ...placed(question) });
      if (told.answer.kind === 'choices') return told.answer.choices;
      throw new Error(told.answer.kind === 'failed' ? told.answer.reason : 'the answer holds none');
    },
  });
  /** @param {Sent} sent */
  const placed = ({ name, options }) => ({ channelId: place.value, name, options });

  /** @param {Menu} told */
  const paint = (told) => {
    menu = told;
    byId('discord-real').hidden = menu.isStandIn;
    byId('discord-box').hidden = !menu.isStandIn;
    byId('place').hidden = menu.places.length === 0;
    byId('no-commands').hidden = menu.commands.length > 0;
    actAs(person?.id ?? '');
    const chosen = place.value;
    people.replaceChildren(...menu.people.map((somebody) => personView(somebody, somebody.id === person?.id)));
    place.replaceChildren(...menu.places.map((known) => placeView(known, known.id === chosen)));
    composer.setCommands(menu.commands);
  };

  /** Looks again at what there is: commands may be registered at any time. */
  const refresh = async () => {
    try {
      const told = await fetchMenu();
      const data = JSON.stringify(told);
      if (data !== shown) paint(told);
      shown = data;
    } catch {
      // The page shows that it reconnects, and looks again when it has.
    }
  };

  people.addEventListener('change', () => {
    const chosen = people.querySelector('input:checked');
    if (chosen instanceof HTMLInputElement) actAs(chosen.value);
  });
  byId('command-field').addEventListener('focus', () => void refresh());
  byId('discord-real').textContent = REAL;

  /** A press of any button that a message carries. @param {MouseEvent} event */
  const press = ({ target }) => {
    const button = target instanceof Element ? target.closest('button[data-custom-id]') : null;
    const messageId = button?.closest('.message')?.getAttribute('data-id');
    const customId = button?.getAttribute('data-custom-id');
    if (!button || !messageId || !customId) return;
    const text = button.textContent ?? '';
    void ask({ kind: 'component', text }, (personId) => ({ kind: 'component', personId, messageId, customId }));
    byId('discord').scrollIntoView({ block: 'nearest' });
  };
  for (const id of ['messages', 'answers']) byId(id).addEventListener('click', press);

  return { refresh, refreshTimes: feed.refresh };
};
