import type { MarketType } from '../market/market.ts';
import type { AlertType, Level } from './signal.ts';

/** Some bookmakers: how many, the first of them by name, and how many more there are. */
export interface BookList {
  readonly count: number;
  readonly names: readonly string[];
  readonly more: number;
}

/** How the consensus moved. `took` is null when all of it was seen at one instant. */
export interface LineMove {
  /** E.g. `the market's line on Miami Dolphins`, `the market's total`. */
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  readonly took: string | null;
}

/**
 * All that may be told of a signal, as it was when it was raised, rounded as people say it. It is the one list from which Claude,
 * the template and the check of what Claude wrote take their facts. Names in it are plain (`plain-name.ts`).
 */
export interface ExplanationFacts {
  readonly alert: AlertType;
  readonly level: Level;
  readonly league: string;
  readonly home: string;
  readonly away: string;
  readonly market: MarketType;
  /** The price to take: on what, at which book, decimal and American. */
  readonly pick: string;
  readonly book: string;
  readonly price: string;
  /** Whether that book stood still while the market moved. */
  readonly bookHasNotMoved: boolean;
  /** What the other books' consensus makes of the pick. Null when it gives no price. */
  readonly fairPrice: string | null;
  readonly fairChancePercent: number;
  /** How far the price is above the fair price. */
  readonly edgePercent: number;
  /** An edge so large that it is usually a mistake or a dead feed. */
  readonly looksLikeMistake: boolean;
  /** Claimed chance that the price beats the closing line. */
  readonly confidencePercent: number;
  /** How alerts like this one did, as a clause. */
  readonly trackRecord: string | null;
  /** Null when the consensus did not move. */
  readonly lineMove: LineMove | null;
  /** The margin of victory that the consensus crossed, for a KeyNumberCross that shows which. */
  readonly keyNumber: number | null;
  readonly booksQuoting: number;
  readonly otherBooks: number;
  /** First movers and those who followed. */
  readonly booksMoved: number;
  readonly movedFirst: BookList;
  readonly followed: BookList;
  readonly notMovedYet: BookList;
  readonly movedAgainst: BookList;
  /** From the alert to the start of the game, e.g. `2 hours`. */
  readonly timeToStart: string;
}

export const MOST_EXPLANATION_CHARACTERS = 600;

/** What a person is given as an explanation, and whose words it is; for the template, why it is not Claude's. Not yet escaped for Discord. */
export type Explained =
  | { readonly kind: 'explained'; readonly by: 'claude'; readonly text: string }
  | { readonly kind: 'explained'; readonly by: 'template'; readonly text: string; readonly reason: TemplateReason };

export type TemplateReason = 'no-key' | 'budget' | 'unavailable' | 'refusal' | 'unfit';

/** An explanation from the facts alone, in three sentences: what the market did, the price that it left, how sure we were. */
export function templateExplanation(facts: ExplanationFacts): string {
  const told = [facts, ...LEAVING_OUT.map((leftOut) => ({ ...facts, ...leftOut }))].map(compose);
  return told.find((text) => text.length <= MOST_EXPLANATION_CHARACTERS) ?? told.at(-1) ?? '';
}

const NONE: BookList = { count: 0, names: [], more: 0 };

/** What goes, with the longest of names and lists, before the text grows too long: the least important first. */
const LEAVING_OUT: readonly Partial<ExplanationFacts>[] = [
  { trackRecord: null, movedAgainst: NONE },
  { trackRecord: null, movedAgainst: NONE, followed: NONE },
  { trackRecord: null, movedAgainst: NONE, followed: NONE, movedFirst: NONE },
];

const compose = (facts: ExplanationFacts): string =>
  [...STORIES[facts.alert](facts), confidence(facts)].map((sentence) => `${capital(sentence)}.`).join(' ');

/** Why the price was there, and which it was; by type. */
const STORIES: Readonly<Record<AlertType, (facts: ExplanationFacts) => readonly string[]>> = {
  SharpActivity: (facts) => [movement(facts), offer(facts)],
  SteamMove: (facts) => [steam(facts), offer(facts)],
  ValueGap: (facts) => [gap(facts), surroundings(facts)],
  KeyNumberCross: (facts) => [`${crossing(facts)}: ${movement(facts)}`, oldSide(facts)],
  Reversal: (facts) => [`the move that we reported turned back: ${movement(facts)}`, otherSide(facts)],
};

/** `Pinnacle moved first, DraftKings followed, and the market's line … went from … to …`. */
const movement = (facts: ExplanationFacts): string => {
  const { movedFirst, followed, lineMove } = facts;
  const first = followed.count > 0 ? 'moved first' : movedFirst.count > 1 ? 'moved together' : 'moved';
  const clauses = [
    ...(movedFirst.count > 0 ? [`${bookList(movedFirst)} ${first}`] : []),
    ...(followed.count > 0 ? [`${bookList(followed)} followed`] : []),
    ...(lineMove ? [lineWent(lineMove)] : []),
  ];
  return `${clauses.length > 0 ? enumerated(clauses) : 'the market moved'}${against(facts)}`;
};

const steam = (facts: ExplanationFacts): string => {
  const { booksMoved, booksQuoting, movedFirst, followed, lineMove } = facts;
  const share = booksMoved <= booksQuoting ? `${booksMoved} of ${booksQuoting} books` : `${booksMoved} books`;
  const leader = followed.count > 0 && movedFirst.count > 0 ? `, ${bookList(movedFirst)} first` : '';
  const line = lineMove ? `, and ${lineWent(lineMove)}` : '';
  return `most of the market moved: ${share} went the same way${leader}${line}${against(facts)}`;
};

const against = ({ movedAgainst }: ExplanationFacts): string =>
  movedAgainst.count > 0 ? `; ${bookList(movedAgainst)} went the other way` : '';

const gap = (facts: ExplanationFacts): string => {
  const { book, otherBooks, fairPrice } = facts;
  const others = otherBooks === 1 ? 'the other book' : `the other ${otherBooks} books together`;
  const fair = fairPrice === null ? '' : `, while ${others} made ${fairPrice} the fair price`;
  return `${toGo(facts)} ${book} offered ${priced(facts)}${fair}, a gap of ${facts.edgePercent}%`;
};

const surroundings = (facts: ExplanationFacts): string =>
  facts.booksMoved === 0 && facts.lineMove === null
    ? 'the market itself had not moved, so this one price stood apart from the rest'
    : `in the hour before, ${movement(facts)}`;

const crossing = ({ keyNumber }: ExplanationFacts): string =>
  `the market crossed ${keyNumber ?? 'a key number'}, a margin by which many games are decided`;

const offer = (facts: ExplanationFacts): string =>
  facts.bookHasNotMoved
    ? `that left ${facts.book} behind: ${toGo(facts)} it still offered ${priced(facts)}, ${edge(facts)}`
    : `${toGo(facts)} ${facts.book} offered ${priced(facts)}, ${edge(facts)}`;

const oldSide = (facts: ExplanationFacts): string =>
  `that left ${facts.book} on the old side of it: ${toGo(facts)} it still offered ${priced(facts)}, ${edge(facts)}`;

const otherSide = (facts: ExplanationFacts): string =>
  `${toGo(facts)} ${facts.book} offered ${priced(facts)} on the other side, ${edge(facts)}`;

/** So large an edge casts doubt on the claim beside which it stands. */
const confidence = ({ confidencePercent, level, looksLikeMistake, trackRecord }: ExplanationFacts): string => {
  const claim = `we put the chance that this price beats the closing line at ${confidencePercent}% (${level})`;
  if (looksLikeMistake) return `${claim}, but so large an edge is usually a mistake or a dead feed`;
  return trackRecord === null ? claim : `${claim}; ${trackRecord}`;
};

const toGo = ({ timeToStart }: ExplanationFacts): string => `with ${timeToStart} to go,`;

/** A total and a draw name no team: the game is named beside them. */
const priced = ({ pick, price, home, away }: ExplanationFacts): string =>
  pick.includes(home) || pick.includes(away) ? `${pick} at ${price}` : `${pick} (${away} at ${home}) at ${price}`;

const edge = ({ edgePercent, fairPrice }: ExplanationFacts): string => {
  const fair = fairPrice === null ? 'the fair price' : `the fair price of ${fairPrice}`;
  if (edgePercent === 0) return `in line with ${fair}`;
  return edgePercent > 0 ? `${edgePercent}% above ${fair}` : `${-edgePercent}% below ${fair}`;
};

const lineWent = ({ subject, from, to, took }: LineMove): string =>
  `${subject} went from ${from} to ${to} ${took === null ? 'at once' : `in ${took}`}`;

/** `Pinnacle, FanDuel and 3 more`. */
const bookList = ({ names, more }: BookList): string => enumerated(more > 0 ? [...names, `${more} more`] : names, '');

/** `a`, `a and b`, `a, b and c`; clauses have a comma before the `and`. */
const enumerated = (parts: readonly string[], comma = ','): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')}${comma} and ${parts.at(-1)}`;

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
