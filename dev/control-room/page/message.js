import { messageTime } from './discord-time.js';
import { el, webAddress } from './dom.js';
import { embedView } from './embed.js';
import { markdownView } from './markdown-view.js';

/** @import { ButtonView } from '../state/discord-schema.ts' */
/** @import { MessageView } from '../state/message-view.ts' */
/** @import { AlertView } from '../state/model.ts' */

/** Leads to where the room may lead; elsewhere Discord would lead, and the address is told. @param {string} label @param {string} url @param {boolean} isOpened */
const linkView = (label, url, isOpened) => {
  const href = webAddress(url);
  if (isOpened && href) return el('a', { class: 'button link', href, target: '_blank', rel: 'noopener' }, label);
  return el('span', { class: 'link-text' }, label, el('span', { class: 'link-address' }, url));
};

/** Who presses it, and what then happens, is a matter of the list that it stands in. @param {ButtonView} button */
const buttonView = ({ label, style, url, customId, isDisabled, isOpened }) => {
  if (url !== undefined) return linkView(label, url, isOpened);
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
  const attributes = { class: 'message', 'data-id': alert.id, 'data-recipient': alert.recipientId };
  return el('li', attributes, avatar(), body);
};
