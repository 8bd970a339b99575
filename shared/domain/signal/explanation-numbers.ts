import type { ExplanationFacts } from './explanation.ts';

/** A number as it stands in a text. */
interface Told {
  /** As written, for a person. */
  readonly as: string;
  readonly sign: '+' | '-' | '';
  readonly size: number;
  /** Decimals that are written. */
  readonly places: number;
  readonly isPercent: boolean;
}

/** A sign belongs to a number unless something is joined by it: `+3.5`, `(-105)`, but not `2-3` or `mid-3`. */
const FIGURE = /(?:(?<![\p{L}\p{N}.,])([+\-−]))?((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(\s?(?:%|per\s?cent))?/gu;

const WORDS = new Map(
  Object.entries({
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    dozen: 12,
    dozens: 24,
    twenty: 20,
    thirty: 30,
    forty: 40,
    fifty: 50,
    hundred: 100,
    hundreds: 100,
    thousand: 1000,
    thousands: 1000,
    million: 1_000_000,
    millions: 1_000_000,
  }),
);
/** `two-way` and `three-way` name a market. */
const WORD = new RegExp(`\\b(?:${[...WORDS.keys()].join('|')})\\b(?!-way)`, 'gi');

const numbersIn = (text: string): Told[] => [
  ...[...text.matchAll(FIGURE)].map(([as, sign = '', digits = '', percent]): Told => {
    const plain = digits.replaceAll(',', '');
    return {
      as,
      sign: sign === '+' ? '+' : sign === '' ? '' : '-',
      size: Number(plain),
      places: plain.split('.')[1]?.length ?? 0,
      isPercent: percent !== undefined,
    };
  }),
  ...[...text.matchAll(WORD)].map(([as]): Told => {
    const size = WORDS.get(as.toLowerCase()) ?? Number.NaN;
    return { as, sign: '', size, places: 0, isPercent: false };
  }),
];

/**
 * The first number of a text that the facts do not hold: an invented fact is usually an invented number. A percentage may be
 * rounded, but no price, line or count; a sign may be left out, but not be wrong.
 */
export function strangeNumber(text: string, facts: ExplanationFacts): string | undefined {
  const known = textsIn(facts).flatMap(numbersIn);
  return numbersIn(text).find((number) => !known.some((fact) => tells(number, fact)))?.as;
}

const tells = ({ sign, size, places, isPercent }: Told, fact: Told): boolean =>
  (fact.isPercent || !isPercent) &&
  (size === fact.size || (isPercent && places < fact.places && size === Number(fact.size.toFixed(places)))) &&
  (sign === '' || sign === fact.sign || (sign === '+' && fact.sign === '' && isPercent));

/** Every text and number in the facts, however deep; a number whose name ends in `Percent` is one. */
const textsIn = (value: unknown, name = ''): string[] => {
  if (typeof value === 'number') return [name.endsWith('Percent') ? `${value}%` : String(value)];
  if (typeof value === 'string') return [value];
  return Object.entries(value ?? {}).flatMap(([key, part]) => textsIn(part, key));
};
