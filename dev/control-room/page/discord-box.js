import { createComposer } from './composer.js';
import { act, createLateAnswers, fetchMenu } from './discord-api.js';
import { createFeed } from './discord-feed.js';
import { createPeople, nameColour } from './discord-people.js';
import { createPlaces } from './discord-places.js';
import { createShop } from './discord-shop.js';
import { byId } from './dom.js';

/** @import { MemberView, Menu, PersonView } from '../discord/model.ts' */
/** @import { Deed } from '../discord/deed.ts' */
/** @import { Asking } from './discord-entry.js' */
/** @import { Sent } from './composer.js' */

const REAL =
  'The real Discord is connected: type commands and press buttons there, in any channel of the server that OddsTracker was added to.';

/** @param {unknown} error */
const textOf = (error) => (error instanceof Error ? error.message : String(error));

/**
 * The panel in which one acts as a subscriber: what is typed or pressed goes to the app's endpoint as Discord would send it.
 * @param {() => number} now epoch ms, the room's clock
 * @param {(personId: string) => void} chosen somebody was chosen to act as
 */
export const createDiscordBox = (now, chosen) => {
  const feed = createFeed();
  const lateAnswer = createLateAnswers();
  const people = createPeople((id) => {
    actAs(id);
    chosen(id);
  });
  const shop = createShop();
  const places = createPlaces();
  let shown = '';
  /** @type {Menu} */
  let menu = { isStandIn: true, people: [], places: [], commands: [], shop: [] };
  /** @type {PersonView | undefined} */
  let person;

  /** @param {string} id */
  const actAs = (id) => {
    person = menu.people.find((somebody) => somebody.id === id) ?? menu.people[0];
    if (person) {
      feed.showTo(person.id);
      people.choose(person.id);
    }
    paintChosen();
  };
  const paintChosen = () => {
    const member = person && people.member(person.id);
    shop.show(member);
    places.paint(menu.places, member);
  };

  /** Does it, and shows what comes of it, now and later. @param {Pick<Asking, 'kind' | 'text'>} asking @param {(personId: string) => Deed} deed */
  const ask = async (asking, deed) => {
    if (!person) return;
    const entry = feed.ask({ ...asking, person, colour: nameColour(people.member(person.id)) }, now());
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
  const placed = ({ name, options }) => ({ channelId: places.chosen(), name, options });

  /** @param {Menu} told */
  const paint = (told) => {
    menu = told;
    byId('discord-real').hidden = menu.isStandIn;
    byId('discord-box').hidden = !menu.isStandIn;
    byId('place').hidden = menu.places.length === 0;
    byId('no-commands').hidden = menu.commands.length > 0;
    people.set(menu.people, person?.id);
    shop.sells(menu.shop);
    actAs(person?.id ?? '');
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

  byId('command-field').addEventListener('focus', () => void refresh());
  byId('discord-real').textContent = REAL;

  /** A press of any button that a message carries. @param {MouseEvent} event */
  const press = ({ target }) => {
    const button = target instanceof Element ? target.closest('button[data-custom-id]') : null;
    const message = button?.closest('.message');
    const messageId = message?.getAttribute('data-id');
    const customId = button?.getAttribute('data-custom-id');
    if (!button || !messageId || !customId) return;
    const text = button.textContent ?? '';
    // Nobody else sees a direct message.
    const recipientId = message?.getAttribute('data-recipient');
    if (recipientId && menu.people.some(({ id }) => id === recipientId)) actAs(recipientId);
    void ask({ kind: 'component', text }, (personId) => ({ kind: 'component', personId, messageId, customId }));
    byId('discord').scrollIntoView({ block: 'nearest' });
  };
  for (const id of ['messages', 'answers']) byId(id).addEventListener('click', press);

  return {
    refresh,
    refreshTimes: feed.refresh,
    actAs,
    /** How everybody stands. @param {readonly MemberView[]} members */
    live: (members) => {
      people.live(members);
      paintChosen();
    },
  };
};
