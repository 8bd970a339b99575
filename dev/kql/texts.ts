// How texts are compared: exactly, or without regard to upper and lower case.
export const loose = (run: (a: string, b: string) => boolean) => (a: string, b: string) =>
  run(a.toLowerCase(), b.toLowerCase());
export const negated = (run: (a: string, b: string) => boolean) => (a: string, b: string) => !run(a, b);

/** A whole word: between what are no letters and figures. */
export const hasWord = (whole: string, word: string): boolean => {
  for (let at = whole.indexOf(word); at >= 0 && word !== ''; at = whole.indexOf(word, at + 1))
    if (!/[\p{L}\p{N}]/u.test(whole[at - 1] ?? ' ') && !/[\p{L}\p{N}]/u.test(whole[at + word.length] ?? ' '))
      return true;
  return word === '';
};
export const contains = (a: string, b: string): boolean => a.includes(b);
export const starts = (a: string, b: string): boolean => a.startsWith(b);
export const ends = (a: string, b: string): boolean => a.endsWith(b);
export const same = (a: string, b: string): boolean => a === b;
