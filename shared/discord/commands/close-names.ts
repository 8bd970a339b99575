import { folded } from '../../domain/market/folded.ts';

const MOST_CHARACTERS = 100;
/** A mistyped letter in so many: `hawsk` is meant to be `hawks`, but no `bay` a `bar`, and no `chelsea` the `chargers`. */
const LETTERS_A_SLIP = 3;
const LEAST_WORD = 4;

/**
 * The names that somebody who mistyped one may have meant, the likest first: those in which half of the letters typed stand, in
 * words that differ by a slip or two. Words that were written together or apart count as well.
 */
export function closeNames(typed: string, names: readonly string[], most = 3): readonly string[] {
  const wanted = wordsOf(typed);
  return [...new Set(names)]
    .map((name) => ({ name, alike: likeness(wanted, wordsOf(name)) }))
    .filter(({ alike }) => alike >= 0.5)
    .sort((a, b) => b.alike - a.alike || a.name.length - b.name.length)
    .slice(0, most)
    .map(({ name }) => name);
}

const wordsOf = (text: string): readonly string[] =>
  folded(text.slice(0, MOST_CHARACTERS))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** The share of the letters typed that a name has, each word in the likest of its words: 0 to 1. */
function likeness(wanted: readonly string[], name: readonly string[]): number {
  const letters = wanted.join('').length;
  const found = wanted.reduce((sum, word) => sum + Math.max(0, ...name.map((other) => common(word, other))), 0);
  return letters === 0 ? 0 : Math.max(found, common(wanted.join(''), name.join(''))) / letters;
}

/** How many letters of a typed word stand in another: none where it takes too many slips for the one to be meant as the other. */
function common(word: string, other: string): number {
  const allowed = word.length < LEAST_WORD ? 0 : Math.floor((word.length + 1) / LETTERS_A_SLIP);
  if (Math.abs(word.length - other.length) > allowed) return 0;
  const count = slips(word, other);
  return count <= allowed ? word.length - count : 0;
}

/** Letters left out, put in, mistaken or exchanged with their neighbour: optimal string alignment distance. */
function slips(a: string, b: string): number {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isExchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const exchanged = isExchanged ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(at(last, j) + 1, at(row, j - 1) + 1, changed, exchanged));
    }
    [before, last] = [last, row];
  }
  return at(last, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;
