import { leagueTraits } from '../domain/market/leagues.ts';
import type { Outcome } from '../domain/market/market.ts';
import type { BookList, ExplanationFacts, LineMove } from '../domain/signal/explanation.ts';
import { plainName } from '../domain/signal/plain-name.ts';
import type { Signal } from '../domain/signal/signal.ts';
import { bookName } from './bookmakers.ts';
import { handicap, oddsText, percent, points } from './format.ts';

const MOST_NAMED_BOOKS = 2;
const MOST_BOOK_CHARACTERS = 30;
const MOST_RECORD_CHARACTERS = 100;

/** The facts of a signal that an explanation may tell. */
export function explanationFacts(signal: Signal): ExplanationFacts {
  const { type, offer, evidence, fairProbability, event, detectedAt } = signal;
  return {
    alert: type,
    level: signal.level,
    league: plainName(event.leagueTitle),
    ...teamsOf(signal),
    market: signal.market,
    pick: pickOf(signal),
    book: plainBook(offer.book),
    price: oddsText(offer.price),
    bookHasNotMoved: evidence.lagging.includes(offer.book),
    fairPrice: isPriced(fairProbability) ? oddsText(1 / fairProbability) : null,
    fairChancePercent: rounded(100 * fairProbability),
    edgePercent: rounded(100 * signal.edge),
    looksLikeMistake: signal.suspect,
    confidencePercent: Math.round(100 * signal.confidence),
    trackRecord: recordOf(signal.basis),
    lineMove: lineMoveOf(signal),
    keyNumber: keyNumberOf(signal),
    booksQuoting: evidence.books,
    otherBooks: Math.max(0, evidence.books - 1),
    booksMoved: evidence.firstMovers.length + evidence.confirming.length,
    movedFirst: listOf(evidence.firstMovers),
    followed: listOf(evidence.confirming),
    notMovedYet: listOf(evidence.lagging),
    movedAgainst: listOf(evidence.opposing),
    timeToStart: inWords(event.commenceTime - detectedAt),
  };
}

/** No book writes odds below 1.001 or above 1000. */
const isPriced = (probability: number): boolean => probability >= 0.001 && probability <= 0.999;

const rounded = (value: number): number => Math.round(10 * value) / 10 + 0;

const teamsOf = ({ event }: Pick<Signal, 'event'>): { readonly home: string; readonly away: string } => ({
  home: plainName(event.home),
  away: plainName(event.away),
});

/** A key of letters and digits gives a name from our table (`BetOnline.ag`), or plain words; any other key may be anything. */
const plainBook = (key: string): string =>
  /^\w+$/.test(key) ? bookName(key) : plainName(bookName(key), MOST_BOOK_CHARACTERS);

const listOf = (keys: readonly string[]): BookList => ({
  count: keys.length,
  names: keys.slice(0, MOST_NAMED_BOOKS).map(plainBook),
  more: Math.max(0, keys.length - MOST_NAMED_BOOKS),
});

const SIDES: Readonly<Record<Outcome, (teams: ReturnType<typeof teamsOf>) => string>> = {
  home: ({ home }) => home,
  away: ({ away }) => away,
  draw: () => 'the draw',
  over: () => 'Over',
  under: () => 'Under',
};

/** As `outcomeLabel` says it, but with names that are plain instead of escaped. */
const pickOf = (signal: Signal): string => {
  const { outcome, point } = signal.offer;
  const side = SIDES[outcome](teamsOf(signal));
  if (signal.market === 'moneyline') return outcome === 'draw' ? side : `${side} to win`;
  return point === null ? side : `${side} ${signal.market === 'spread' ? handicap(point) : points(point)}`;
};

/** Seen from the side of the price to take, as in the alert. What rounds to no move is none. */
const lineMoveOf = (signal: Signal): LineMove | null => {
  const { from, to, since, until } = signal.move;
  const { subject, say } = lineOf(signal);
  if (say(from) === say(to)) return null;
  return { subject, from: say(from), to: say(to), took: until > since ? inWords(until - since) : null };
};

const lineOf = (signal: Signal): { readonly subject: string; readonly say: (line: number) => string } => {
  const { home, away } = teamsOf(signal);
  switch (signal.market) {
    case 'total':
      return { subject: "the market's total", say: (line) => points(rounded(line)) };
    case 'moneyline': {
      // Of three outcomes, the line is the home side's share against the away side (`naturalUnit`).
      const chance = hasDraws(signal) ? `${home} beating ${away}, draws aside,` : `${home} winning`;
      return { subject: `the market's chance of ${chance}`, say: (line) => percent(line) };
    }
    case 'spread': {
      const sign = signal.offer.outcome === 'away' ? -1 : 1;
      const side = SIDES[signal.offer.outcome]({ home, away });
      return { subject: `the market's line on ${side}`, say: (line) => handicap(rounded(sign * line)) };
    }
  }
};

const hasDraws = ({ event, offer }: Signal): boolean => event.league.startsWith('soccer') || offer.outcome === 'draw';

/** The one key number between where the consensus came from and where it is, either side being the favourite. */
const keyNumberOf = ({ type, event, move }: Signal): number | null => {
  if (type !== 'KeyNumberCross') return null;
  const isCrossed = (point: number) => (move.from - point) * (move.to - point) <= 0;
  const crossed = leagueTraits(event.league).keyNumbers.filter((key) => isCrossed(key) || isCrossed(-key));
  return crossed.length === 1 ? (crossed[0] ?? null) : null;
};

/** How `basisOf` writes it. */
const BASIS =
  /^(?<what>alerts like this|\w+ alerts): (?<share>\d+)% beat the close, n = (?<judged>\d+), (?<source>settled alerts|on recorded odds)$/;

/** The basis of the claim as a clause of a sentence. */
const recordOf = (basis: string): string | null => {
  const { what, share, judged, source } = BASIS.exec(basis)?.groups ?? {};
  if (what === undefined) return basis.trim() === '' ? null : plainName(basis, MOST_RECORD_CHARACTERS);
  return source === 'settled alerts'
    ? `of ${judged} settled ${what}, ${share}% beat the close`
    : `on recorded odds, ${share}% of ${judged} ${what} beat the close`;
};

const UNITS = [
  ['day', 24 * 3_600_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** A span of time in the greatest unit of which it has one and a half: `40 seconds`, `15 minutes`, `2 hours`. */
const inWords = (ms: number): string => {
  const [unit, length] = UNITS.find(([, unitMs]) => ms >= 1.5 * unitMs) ?? (['second', 1000] as const);
  const count = Math.max(0, Math.round(ms / length));
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
};
