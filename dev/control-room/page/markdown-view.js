import { parseMarkdown } from './discord-markdown.js';
import { discordTime } from './discord-time.js';
import { el, setText } from './dom.js';

/** @import { Block, Inline } from './discord-markdown.js' */

const TAGS = /** @type {const} */ ({ strong: 'strong', em: 'em', u: 'u', s: 's', spoiler: 'span' });

/** @param {Inline} node @param {number} now @returns {Node} */
const inlineView = (node, now) => {
  switch (node.type) {
    case 'text':
      return document.createTextNode(node.text);
    case 'code':
      return el('code', {}, node.text);
    case 'mention':
      return el('span', { class: 'mention' }, node.text);
    case 'time':
      return timeView(node.at, node.style, now);
    case 'link':
      return el(
        'a',
        { href: node.href, target: '_blank', rel: 'noopener noreferrer' },
        ...inlineViews(node.children, now),
      );
    default:
      return el(
        TAGS[node.type],
        node.type === 'spoiler' ? { class: 'spoiler' } : {},
        ...inlineViews(node.children, now),
      );
  }
};

/** @param {readonly Inline[]} nodes @param {number} now */
const inlineViews = (nodes, now) => nodes.map((node) => inlineView(node, now));

/** @param {number} at @param {string} style @param {number} now */
const timeView = (at, style, now) => {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return document.createTextNode('Invalid date');
  const attributes = { datetime: date.toISOString(), title: discordTime(at, 'F', now), 'data-style': style };
  return el('time', attributes, discordTime(at, style, now));
};

/** @param {Block} block @param {number} now */
const blockView = (block, now) =>
  block.type === 'code'
    ? el('pre', {}, el('code', {}, block.text))
    : el('div', { class: `md-${block.type}` }, ...inlineViews(block.children, now));

/**
 * Discord markdown as nodes.
 * @param {string} source
 * @param {number} now epoch ms, for relative times
 */
export const markdownView = (source, now) => parseMarkdown(source).map((block) => blockView(block, now));

/**
 * Brings the relative times below an element up to date.
 * @param {ParentNode} parent
 * @param {number} now epoch ms
 */
export const refreshTimes = (parent, now) => {
  for (const time of parent.querySelectorAll('time[data-style="R"]')) {
    setText(time, discordTime(Date.parse(time.getAttribute('datetime') ?? ''), 'R', now));
  }
};
