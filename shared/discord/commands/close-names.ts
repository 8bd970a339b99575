import { folded } from '../../domain/market/folded.ts';

const MOST_CHARACTERS = 100;
/** Below it two names have hardly more in common than any two. */
const LEAST_ALIKE = 0.35;

/** The names most like what was typed, for somebody who mistyped one: the likest first. */
export function closeNames(typed: string, names: readonly string[], most = 3): readonly string[] {
  const wanted = pairsOf(typed);
  return [...new Set(names)]
    .map((name) => ({ name, alike: likeness(wanted, name), whole: overlap(wanted, pairsOf(name)) }))
    .filter(({ alike }) => alike >= LEAST_ALIKE)
    .sort((a, b) => b.alike - a.alike || b.whole - a.whole)
    .slice(0, most)
    .map(({ name }) => name);
}

/** Of a whole name or of one of its words, whichever is liker: `dolfins` is meant to be the Miami Dolphins. */
const likeness = (wanted: ReadonlySet<string>, name: string): number =>
  Math.max(...[name, ...name.split(/\s+/)].map((part) => overlap(wanted, pairsOf(part))));

/** Sørensen–Dice coefficient: the share of letter pairs that two texts have in common. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((pair) => b.has(pair)).length;
  return a.size + b.size === 0 ? 0 : (2 * common) / (a.size + b.size);
}

/** Each two neighbouring letters, a word's beginning and end included. */
function pairsOf(text: string): ReadonlySet<string> {
  const words = folded(text.slice(0, MOST_CHARACTERS))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  return new Set(
    words.flatMap((word) => {
      const letters = [...` ${word} `];
      return letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
    }),
  );
}
