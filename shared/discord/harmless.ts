/** Characters by which Discord's Markdown, mentions and timestamps begin or end. */
const MARKUP = /[\\*_~`|>#[\]()<]/g;
/** Controls, line breaks, unassigned or private use, half characters, and all that is invisible: bidi overrides, zero widths, fillers. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]+/gu;
/** More marks on one letter than any language puts there climb over the lines above. */
const PILED_MARKS = /(\p{M}{2})\p{M}+/gu;

/** On one line and with nothing hidden in it; where no markup is read, that is all it takes. */
export const visible = (text: string): string =>
  text.normalize('NFC').replace(INVISIBLE, ' ').replace(PILED_MARKS, '$1').replace(/\s+/g, ' ').trim();

/**
 * A text from outside (a team, a league, a bookmaker) as plain words on one line of a Discord message: it formats nothing, links
 * to nothing, mentions nobody, hides nothing. `max` bounds its length in characters before escaping, which may double them.
 */
export const harmless = (text: string, max = 40): string => {
  const plain = visible(text).replaceAll('://', ' ').replaceAll('@', '＠').replace(/\s+/g, ' ').trim();
  return shorten(plain || '?', max)
    .replace(MARKUP, '\\$&')
    .replace(/^([-+]|\d+(?=\.))/, leadingMark);
};

/** At a line's start `-` and `1.` would begin a list: `1. FC Köln` is a club. */
const leadingMark = (mark: string): string => (mark === '-' || mark === '+' ? `\\${mark}` : `${mark}\\`);

/** At most `max` characters, the last one an ellipsis when something is missing. Never splits a character in two. */
export const shorten = (text: string, max: number): string => {
  const characters = [...text];
  return characters.length <= max
    ? text
    : `${characters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
};
