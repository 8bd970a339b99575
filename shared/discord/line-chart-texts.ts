import type { LineMovement } from '../domain/market/line-movement.ts';
import { bookName, countMovers, firstMoversText, MOST_FIRST_MOVERS } from './bookmakers.ts';
import { handicap, percent, points } from './format.ts';
import { harmless } from './harmless.ts';
import type { Teams } from './outcome-label.ts';

/** The longest name that leaves room for another one below a picture's edge. */
const MOST_CHARACTERS = 26;
/** Of so many both names fit on one line. */
const ONE_LINE = 44;

/** A picture has no Markdown and mentions nobody: what {@link harmless} put before or in place of a character would only show. */
const withoutEscapes = (text: string): string => text.replace(/\\(.)/gsu, '$1').replaceAll('＠', '@');

const teamName = (name: string): string => withoutEscapes(harmless(name, MOST_CHARACTERS));

/** A bookmaker's name as a picture shows it. */
export const drawnBookName = (key: string): string => withoutEscapes(bookName(key));

/** What fits on one line below a picture. */
const MOST_LEGEND_CHARACTERS = 60;

/**
 * The legend of those that moved first, in the words that stand beside the picture too.
 * @param all of whom there are lines
 * @param drawn those of them that are drawn as nothing else
 */
export function drawnFirstMovers(all: readonly string[], drawn: readonly string[]): string {
  if (all.length > MOST_FIRST_MOVERS) return countMovers(all.length);
  const label = `Moved first: ${withoutEscapes(firstMoversText(drawn))}`;
  return label.length > MOST_LEGEND_CHARACTERS ? countMovers(drawn.length) : label;
}

/** Who plays, visitors first: on one line where it fits. */
export const titleLines = ({ home, away }: Teams): readonly string[] => {
  const [visitors, hosts] = [teamName(away), teamName(home)];
  const line = `${visitors} at ${hosts}`;
  return line.length <= ONE_LINE ? [line] : [visitors, `at ${hosts}`];
};

/**
 * Where the consensus came from and where it is: `Spread · Miami Dolphins -3 → -4.4`, `Total 47.5 → 46`,
 * `Miami Dolphins to win 52% → 57%`.
 */
export const movedText = ({ market, from, to }: LineMovement, { home }: Teams): string => {
  const say = SAYS[market];
  const [before, after] = [say(from), say(to)];
  return `${WHAT[market](teamName(home))} ${before === after ? `${after}, unchanged` : `${before} → ${after}`}`;
};

const WHAT = {
  moneyline: (home: string) => `${home} to win`,
  spread: (home: string) => `Spread · ${home}`,
  total: () => 'Total',
} as const;

/** A consensus is an average: more than one place would be noise. */
const rounded = (line: number): number => Math.round(line * 10) / 10;

const SAYS = {
  moneyline: (probability: number) => percent(probability),
  spread: (line: number) => handicap(rounded(line)),
  total: (line: number) => points(rounded(line)),
} as const;
