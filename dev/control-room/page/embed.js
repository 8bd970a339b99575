import { messageTime } from './discord-time.js';
import { el } from './dom.js';
import { markdownView } from './markdown-view.js';

/** @import { EmbedView } from '../state/discord-schema.ts' */
/** @import { AlertView } from '../state/model.ts' */

/**
 * Discord sets inline fields that follow each other in rows of three, two or one, on a grid of twelve columns.
 * @param {readonly { readonly inline?: boolean | undefined }[]} fields
 * @returns {{ start: number, width: number }[]} grid columns, 1 to 13
 */
export const fieldColumns = (fields) => {
  /** @type {number[]} */
  const rows = [];
  /** @type {number | undefined} */
  let open;
  fields.forEach(({ inline }, index) => {
    if (!inline || open === undefined || index - open === 3) open = index;
    rows.push(open);
    if (!inline) open = undefined;
  });
  return rows.map((first, index) => {
    const width = 12 / rows.filter((row) => row === first).length;
    return { start: 1 + (index - first) * width, width };
  });
};

/** @param {NonNullable<EmbedView['fields']>} fields @param {number} now */
const fieldsView = (fields, now) => {
  const columns = fieldColumns(fields);
  const views = fields.map(({ name, value }, index) => {
    const { start, width } = columns[index] ?? { start: 1, width: 12 };
    const view = el(
      'div',
      { class: 'embed-field' },
      el('div', { class: 'embed-field-name' }, ...markdownView(name, now)),
      el('div', { class: 'embed-field-value' }, ...markdownView(value, now)),
    );
    view.style.gridColumn = `${start} / span ${width}`;
    return view;
  });
  return el('div', { class: 'embed-fields' }, ...views);
};

/** Only web addresses become links: never `javascript:`. @param {string | undefined} url */
const webAddress = (url) => (url && /^https?:\/\//i.test(url) ? url : undefined);

/** @param {EmbedView} embed @param {number} now */
const titleView = (embed, now) => {
  const href = webAddress(embed.url);
  const content = markdownView(embed.title ?? '', now);
  return el(
    'div',
    { class: 'embed-title' },
    ...(href ? [el('a', { href, rel: 'noopener noreferrer' }, ...content)] : content),
  );
};

/** @param {EmbedView} embed @param {number} now */
const footerView = (embed, now) => {
  const time = embed.timestamp ? messageTime(Date.parse(embed.timestamp), now) : '';
  return el('div', { class: 'embed-footer' }, [embed.footer?.text ?? '', time].filter(Boolean).join(' • '));
};

/** @param {EmbedView} embed @param {number} now */
export const embedView = (embed, now) => {
  const view = el('article', { class: 'embed' });
  if (embed.color !== undefined) view.style.borderLeftColor = `#${embed.color.toString(16).padStart(6, '0')}`;
  if (embed.author?.name) view.append(el('div', { class: 'embed-author' }, embed.author.name));
  if (embed.title) view.append(titleView(embed, now));
  if (embed.description)
    view.append(el('div', { class: 'embed-description' }, ...markdownView(embed.description, now)));
  if (embed.fields?.length) view.append(fieldsView(embed.fields, now));
  if (embed.image) view.append(el('div', { class: 'embed-image' }, 'Picture, shown in Discord'));
  if (embed.footer || embed.timestamp) view.append(footerView(embed, now));
  return view;
};

/** @param {AlertView['buttons'][number]} button */
const buttonView = ({ label, url }) => {
  const href = webAddress(url);
  if (href) return el('a', { class: 'button link', href, target: '_blank', rel: 'noopener noreferrer' }, label);
  return el('span', { class: 'button' }, label);
};

/**
 * One message as Discord draws it.
 * @param {AlertView} alert
 * @param {number} now epoch ms
 */
export const messageView = (alert, now) => {
  const to = alert.recipient ? el('span', { class: 'recipient' }, `to ${alert.recipient}`) : '';
  const head = el(
    'div',
    { class: 'message-head' },
    el('span', { class: 'author' }, 'OddsTracker'),
    el('span', { class: 'app-tag' }, 'APP'),
    el('time', { class: 'message-time', datetime: new Date(alert.at).toISOString() }, messageTime(alert.at, now)),
    to,
  );
  const body = el('div', { class: 'message-body' }, head);
  if (alert.content) body.append(el('div', { class: 'message-content' }, ...markdownView(alert.content, now)));
  body.append(...alert.embeds.map((embed) => embedView(embed, now)));
  if (alert.buttons.length) body.append(el('div', { class: 'buttons' }, ...alert.buttons.map(buttonView)));
  return el(
    'li',
    { class: 'message', 'data-id': alert.id },
    el('img', { class: 'avatar', src: '/room/icon.svg', alt: '' }),
    body,
  );
};
