/** Controls, line breaks, unassigned or private use, half characters, and all that is invisible: bidi overrides, zero widths, fillers. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]+/gu;
/** By these, mentions and Markdown begin, and a prompt's data would end. */
const MARKUP = /[@<>[\]{}#*_~`|\\"]+/g;
/** `https://…`, and the dots of `evil.com`; those of `St. Louis`, `F.C.` and `1. FC` are followed by something else. */
const LINK = /:\/+|(?<=[\p{L}\p{N}])\.(?=\p{L}{2})/gu;

/**
 * A name from outside (a team, a league, a bookmaker) as plain words that are nothing but a name wherever they are put: no markup,
 * no mention, no link, nothing invisible, `max` characters at most. `Unnamed` when nothing is left.
 */
export const plainName = (text: string, max = 40): string => {
  const words = text
    .normalize('NFKC')
    .replace(INVISIBLE, ' ')
    .replace(MARKUP, ' ')
    .replace(LINK, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...words];
  const short =
    characters.length <= max
      ? words
      : `${characters
          .slice(0, max - 1)
          .join('')
          .trimEnd()}…`;
  return short || 'Unnamed';
};
