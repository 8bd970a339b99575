import { messageTime } from './discord-time.js';
import { el, webAddress } from './dom.js';
import { markdownView } from './markdown-view.js';

/** @import { EmbedView } from '../state/discord-schema.ts' */

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

/** @param {string} text */
const noImage = (text) => el('div', { class: 'embed-no-image' }, text);

/** A picture from where the page may load some; of any other it is said that Discord shows it. @param {NonNullable<EmbedView['image']>} image @param {string | undefined} title */
const imageView = ({ url, isShown }, title) => {
  const src = webAddress(url);
  if (!isShown || !src) return noImage('Picture, shown in Discord');
  const image = el('img', { class: 'embed-image', src, alt: title ? `Picture: ${title}` : 'Picture' });
  image.addEventListener('error', () => image.replaceWith(noImage('The picture could not be loaded')));
  return image;
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
  if (embed.image) view.append(imageView(embed.image, embed.title));
  if (embed.footer || embed.timestamp) view.append(footerView(embed, now));
  return view;
};
