/** Controls, half characters, and all that is invisible or turns text around: a terminal might obey it. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const escaped = (characters: string): string =>
  Array.from({ length: characters.length }, (_, at) => characters.charCodeAt(at))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');

/** Everything a person cannot see spelt out, line breaks left as they are. JSON that goes through it stays the same JSON. */
export const spelledOut = (text: string): string =>
  text.replace(INVISIBLE, (found) => (found === '\n' ? found : escaped(found)));

/** A text from outside, on one line and with nothing hidden in it, cut to so many characters. */
export function asData(text: string, most = Number.POSITIVE_INFINITY): string {
  const cut = text.length > most ? text.slice(0, most) : text;
  const shown = cut.replace(INVISIBLE, escaped);
  return cut === text ? shown : `${shown}… (${text.length} characters in all)`;
}
