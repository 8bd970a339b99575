import { nameView } from './discord-people.js';
import { byId, el, setText } from './dom.js';
import { latency } from './format.js';
import { avatar, messageHead, messageParts } from './message.js';

/** @import { AnswerMessageView, InteractionView, LateAnswerView, PersonView } from '../discord/model.ts' */

/**
 * Something that a person does.
 * @typedef {object} Asking
 * @property {PersonView} person
 * @property {string | undefined} colour of their name in Discord
 * @property {'command' | 'component'} kind
 * @property {string} text what was done, in words: `/help`
 */
/** @typedef {ReturnType<typeof createEntry>} Entry */

/** What Discord shows when the app does not answer as it should. */
const FAILURES = { command: 'The application did not respond', component: 'This interaction failed' };

/** @param {Asking} asking */
const askingView = ({ person, colour, kind, text }) =>
  el(
    'div',
    { class: 'asking' },
    nameView(person.name, colour),
    kind === 'command' ? ' used ' : ' pressed ',
    el('span', { class: 'asking-text' }, text),
  );

/** @param {() => void} dismissed */
const privateNote = (dismissed) => {
  const dismiss = el('button', { type: 'button', class: 'dismiss' }, 'Dismiss message');
  dismiss.addEventListener('click', dismissed);
  return el('div', { class: 'private-note' }, 'Only you can see this · ', dismiss);
};

/** @param {string} text */
const waitingView = (text) => el('div', { class: 'thinking' }, text);

/** For developers: how the app's endpoint answered. @param {...string} parts */
const timingView = (...parts) => el('div', { class: 'timing' }, parts.join(' · '));

/** @param {InteractionView} told */
const httpText = ({ status, ms }) => `${status === 0 ? 'no HTTP answer' : `HTTP ${status}`} · ${latency(ms)}`;

/**
 * One entry of the feed: what was asked, and what came of it.
 * @param {Asking} asking
 * @param {number} now epoch ms
 * @param {{ changed: () => void, dismissed: () => void }} on
 */
export const createEntry = (asking, now, { changed, dismissed }) => {
  const body = el('div', { class: 'message-body' });
  const view = el('li', { class: 'message' }, avatar(), body);
  let isPrivate = true;
  let http = '';

  /** @param {boolean} forAskerOnly @param {number} at @param {...(Node | string)} nodes */
  const fill = (forAskerOnly, at, ...nodes) => {
    isPrivate = forAskerOnly;
    body.replaceChildren(askingView(asking), messageHead(at, now), ...nodes);
    changed();
  };
  /** @param {string} text */
  const announce = (text) => setText(byId('answer-announcement'), `Answer for ${asking.person.name}: ${text}`);

  /** @param {AnswerMessageView} message @param {...string} timing */
  const fillMessage = (message, ...timing) => {
    view.dataset['id'] = message.id;
    const note = message.isPrivate ? [privateNote(dismissed)] : [];
    fill(message.isPrivate, message.at, ...messageParts(message, now), ...note, timingView(...timing));
    announce(message.embeds[0]?.title ?? message.content);
  };
  /** @param {string} reason @param {...string} timing */
  const failed = (reason, ...timing) => {
    const failure = el('div', { class: 'failure' }, FAILURES[asking.kind]);
    fill(true, now, failure, privateNote(dismissed), timingView(reason, ...timing));
    announce(FAILURES[asking.kind]);
  };

  fill(true, now, waitingView('Sending…'));
  return {
    view,
    owner: asking.person.id,
    isPrivate: () => isPrivate,
    /** Shows the answer. @param {InteractionView} told */
    told: (told) => {
      const { answer } = told;
      http = httpText(told);
      if (answer.kind === 'message') fillMessage(answer.message, http);
      else if (answer.kind === 'failed') failed(answer.reason, http);
      else if (answer.kind === 'thinking')
        fill(answer.isPrivate, now, waitingView('OddsTracker is thinking…'), timingView(http));
    },
    /** Shows what became of the answer that was promised. @param {LateAnswerView} late */
    late: (late) => {
      if ('problem' in late) failed(late.problem, http);
      else fillMessage(late.message, http, `the answer after ${latency(late.ms)}`);
    },
    failed,
  };
};
