/**
 * Discord's markdown as data: what an embed may contain, parsed without ever making markup of text.
 *
 * @typedef {{ type: 'text', text: string }
 *   | { type: 'code', text: string }
 *   | { type: 'time', at: number, style: string }
 *   | { type: 'mention', text: string }
 *   | { type: 'link', href: string, children: Inline[] }
 *   | { type: 'strong' | 'em' | 'u' | 's' | 'spoiler', children: Inline[] }} Inline
 * @typedef {{ type: 'code', text: string } | { type: 'quote' | 'subtext' | 'item' | 'line' | 'heading', children: Inline[] }} Block
 */

/** Text between two markers: escaped characters never end it. @param {string} marker @param {string} [after] */
const between = (marker, after = '') => new RegExp(`${marker}((?:\\\\[\\s\\S]|[^\\\\])+?)${marker}${after}`, 'y');

/** @type {readonly [RegExp, (found: RegExpExecArray) => Inline][]} */
const RULES = [
  [/\\([^\sA-Za-z0-9])/y, ([, text = '']) => ({ type: 'text', text })],
  [/(`+)([\s\S]*?[^`])\1(?!`)/y, ([, , text = '']) => ({ type: 'code', text: text.trim() })],
  [
    /<t:(-?\d{1,12})(?::([tTdDfFsSR]))?>/y,
    ([, seconds, style = 'f']) => ({ type: 'time', at: Number(seconds) * 1000, style }),
  ],
  [
    /<(?:@[!&]?|#)(\d{1,20})>/y,
    ([found]) => ({ type: 'mention', text: found.startsWith('<#') ? '#channel' : '@member' }),
  ],
  [
    /\[((?:\\[\s\S]|[^\\\]])+)\]\((https?:\/\/[^\s)]+)\)/y,
    ([, text = '', href = '']) => ({ type: 'link', href, children: inline(text) }),
  ],
  [/https?:\/\/[^\s<>()]+/y, ([href]) => ({ type: 'link', href, children: [{ type: 'text', text: href }] })],
  [between('\\*\\*', '(?!\\*)'), ([, text = '']) => ({ type: 'strong', children: inline(text) })],
  [between('__', '(?!_)'), ([, text = '']) => ({ type: 'u', children: inline(text) })],
  [between('~~'), ([, text = '']) => ({ type: 's', children: inline(text) })],
  [between('\\|\\|'), ([, text = '']) => ({ type: 'spoiler', children: inline(text) })],
  [/\*(?!\s)((?:\\[\s\S]|\*\*|[^\\*])+?)(?<!\s)\*(?!\*)/y, ([, text = '']) => ({ type: 'em', children: inline(text) })],
  [
    /(?<![A-Za-z0-9])_((?:\\[\s\S]|__|[^\\_])+?)_(?![A-Za-z0-9])/y,
    ([, text = '']) => ({ type: 'em', children: inline(text) }),
  ],
];

/** @param {string} source @param {number} place */
const ruleAt = (source, place) => {
  for (const [pattern, make] of RULES) {
    pattern.lastIndex = place;
    const found = pattern.exec(source);
    if (found) return { length: found[0].length, node: make(found) };
  }
  return undefined;
};

/** Where the next rule could begin. */
const SPECIAL = /[\\`<[*_~|]|https?:/g;

/**
 * @param {string} source
 * @returns {Inline[]}
 */
export const inline = (source) => {
  /** @type {Inline[]} */
  const nodes = [];
  /** @param {string} text */
  const addText = (text) => {
    const last = nodes.at(-1);
    if (last?.type === 'text') last.text += text;
    else nodes.push({ type: 'text', text });
  };
  for (let place = 0; place < source.length; ) {
    const rule = ruleAt(source, place);
    if (rule?.node.type === 'text') addText(rule.node.text);
    else if (rule) nodes.push(rule.node);
    SPECIAL.lastIndex = place + 1;
    const end = rule ? place + rule.length : (SPECIAL.exec(source)?.index ?? source.length);
    if (!rule) addText(source.slice(place, end));
    place = end;
  }
  return nodes;
};

/** @type {readonly [RegExp, Exclude<Block['type'], 'code'>][]} */
const LINES = [
  [/^#{1,3} /, 'heading'],
  [/^-# /, 'subtext'],
  [/^> /, 'quote'],
  [/^[-*] /, 'item'],
];

/** @param {string} text @returns {Block} */
const line = (text) => {
  const [pattern, type] = LINES.find(([pattern]) => pattern.test(text)) ?? [/^/, /** @type {const} */ ('line')];
  return { type, children: inline(text.replace(pattern, '')) };
};

/**
 * @param {string} source
 * @returns {Block[]}
 */
export const parseMarkdown = (source) =>
  source.split(/```(?:[a-z0-9]*\n)?([\s\S]*?)\n?```\n?/).flatMap((part, index) => {
    if (index % 2 === 1) return [{ type: /** @type {const} */ ('code'), text: part }];
    return part === '' ? [] : part.split('\n').map(line);
  });
