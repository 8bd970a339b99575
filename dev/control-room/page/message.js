import { messageTime } from './discord-time.js';
import { el, webAddress } from './dom.js';
import { embedView } from './embed.js';
import { markdownView } from './markdown-view.js';

/** @import { ButtonView } from '../state/discord-schema.ts' */
/** @import { MessageView } from '../state/message-view.ts' */
/** @import { AlertView } from '../state/model.ts' */

/** Who presses it, and what then happens, is a matter of the list that it stands in. @param {ButtonView} button */
const buttonView = ({ label, style, url, customId, isDisabled }) => {
  const href = webAddress(url);
  if (href) return el('a', { class: 'button link', href, target: '_blank', rel: 'noopener noreferrer' }, label);
  const isPressed = customId !== undefined && !isDisabled;
  const attributes = { type: 'button', class: `button ${style}`, 'data-custom-id': customId, disabled: !isPressed };
  return el('button', attributes, label);
};

/** What a message says: text, embeds, rows of buttons. @param {MessageView} message @param {number} now epoch ms */
export const messageParts = ({ content, embeds, rows }, now) => [
  ...(content ? [el('div', { class: 'message-content' }, ...markdownView(content, now))] : []),
  ...embeds.map((embed) => embedView(embed, now)),
  ...rows.map((row) => el('div', { class: 'buttons' }, ...row.map(buttonView))),
];

/** The app's name, and when it wrote. @param {number} at @param {number} now */
export const messageHead = (at, now) =>
  el(
    'div',
    { class: 'message-head' },
    el('span', { class: 'author' }, 'OddsTracker'),
    el('span', { class: 'app-tag' }, 'APP'),
    el('time', { class: 'message-time', datetime: new Date(at).toISOString() }, messageTime(at, now)),
  );

export const avatar = () => el('img', { class: 'avatar', src: '/room/icon.svg', alt: '' });

/**
 * One message of a channel as Discord draws it.
 * @param {AlertView} alert
 * @param {number} now epoch ms
 */
export const alertView = (alert, now) => {
  const head = messageHead(alert.at, now);
  if (alert.recipient) head.append(el('span', { class: 'recipient' }, `to ${alert.recipient}`));
  const body = el('div', { class: 'message-body' }, head, ...messageParts(alert, now));
  return el('li', { class: 'message', 'data-id': alert.id }, avatar(), body);
};
