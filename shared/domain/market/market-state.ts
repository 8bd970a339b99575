import { z } from 'zod';
import { consensusLine } from './consensus.ts';
import { fairLine, fairProbabilities, lineNoise } from './fair-line.ts';
import { fingerprintOf } from './fingerprint.ts';
import { bookSnapshotSchema, type Fingerprint, type Move, moveSchema } from './fingerprint-schema.ts';
import { sigmaOf } from './leagues.ts';
import type { BookQuote, MarketQuotes, SportEvent } from './market.ts';
import { keepMoves } from './moves.ts';
import { AT_REST, wanderOn, wanderSchema } from './wander.ts';

const bookLineSchema = bookSnapshotSchema.extend({
  /** The book's fair line. */
  line: z.number(),
  /** Its fair line after its last move, or at first sight: what the next move is measured from, however slowly it drifts. */
  anchor: z.number(),
});
type BookLine = z.infer<typeof bookLineSchema>;

/** A book that was there before, and since when (epoch ms) it is not. */
const absentSchema = bookLineSchema.extend({ goneAt: z.number().int() });
type AbsentBook = z.infer<typeof absentSchema>;

/** A provider that names its books anew each time must not make the board grow for ever. */
const MOST_ABSENT = 60;
/** A book that is missing from an answer often returns in the next; one that returns after this long is seen as new. */
const ABSENT_MS = 30 * 60_000;

/** All that the next poll of a market needs to know of the polls before it. */
export const marketStateSchema = z.object({
  hash: z.string().length(64),
  consensus: z.number(),
  /** Books in the last answer, sorted by key. */
  books: z.array(bookLineSchema).max(60),
  absent: z.array(absentSchema).max(MOST_ABSENT),
  moves: z.array(moveSchema).max(200),
  /** How much the consensus has wandered of late: see {@link wanderOn}. */
  wander: wanderSchema.default(AT_REST),
});
export type MarketState = z.infer<typeof marketStateSchema>;

/** What a poll did to a market. */
export interface Advance {
  readonly state: MarketState;
  /** Undefined when nothing that we look at changed, and then `state` is the very one that was given. */
  readonly fingerprint: Fingerprint | undefined;
}

/** Prices to the cent and points to the hundredth: what differs by less is noise. */
const round = (value: number): number => Math.round(value * 100) / 100;
/** The shortest price has a cent to win: at 1.00 there would be no chance of losing to compute with. */
const roundPrice = (price: number): number => Math.max(1.01, round(price));
const roundPoint = (point: number | null): number | null => (point === null ? null : round(point));

/**
 * Takes a market from one poll to the next. Pure; the order of books does not matter.
 * @param previous undefined at first sight
 * @param now when the poll was read, epoch ms
 */
export function advanceMarket(
  previous: MarketState | undefined,
  event: SportEvent,
  { market, quotes }: MarketQuotes,
  now: number,
): Advance {
  if (previous && isUnchanged(previous.books, quotes)) return { state: previous, fingerprint: undefined };
  const sigma = sigmaOf(event.league, market);
  const gone = goneBooks(previous, quotes, now);
  const known = new Map<string, BookLine>();
  for (const book of previous?.absent ?? []) if (now - book.goneAt <= ABSENT_MS) known.set(book.book, book);
  for (const book of previous?.books ?? []) known.set(book.book, book);
  const books: BookLine[] = [];
  const added: Move[] = [];
  for (const quote of quotes) {
    const before = known.get(quote.book);
    if (before && isSameQuote(before, quote)) {
      books.push(present(before, quote.readAt));
      continue;
    }
    const canonical = { book: quote.book, point: roundPoint(quote.point), prices: quote.prices.map(roundPrice) };
    const fair = fairProbabilities(canonical);
    const line = fairLine(market, canonical, fair, sigma);
    const from = before?.anchor ?? line;
    const isMove = Math.abs(line - from) > lineNoise(canonical, fair, sigma);
    books.push({ ...canonical, seenAt: now, ...readAtOf(quote.readAt), line, anchor: isMove ? line : from });
    if (isMove) added.push({ book: quote.book, at: now, from, to: line });
  }
  books.sort(byBook);
  const moves = keepMoves(previous?.moves ?? [], added, now);
  // Every book suspended the market: the last consensus stands until one is back.
  const centre = books.length > 0 ? consensusLine(books) : (previous?.consensus ?? 0);
  const fingerprint = fingerprintOf(event.id, market, books, centre, moves, now);
  const { hash, consensus } = fingerprint;
  const wander = previous ? wanderOn(previous.wander, (consensus - previous.consensus) / sigma, now) : AT_REST;
  return { state: { hash, consensus, books, absent: gone, moves: [...moves], wander }, fingerprint };
}

/** Books that the last answer had, or one shortly before, and that this one has not. */
function goneBooks(previous: MarketState | undefined, quotes: readonly BookQuote[], now: number): AbsentBook[] {
  if (!previous) return [];
  const quoting = new Set(quotes.map(({ book }) => book));
  const long = previous.absent.filter(({ book, goneAt }) => !quoting.has(book) && now - goneAt <= ABSENT_MS);
  const just = previous.books.filter(({ book }) => !quoting.has(book)).map((book) => ({ ...book, goneAt: now }));
  return [...long, ...just].slice(-MOST_ABSENT);
}

/** The same book without the mark of an absent one, as read anew. */
const present = ({ book, point, prices, seenAt, line, anchor }: BookLine, readAt: number | undefined): BookLine => ({
  book,
  point,
  prices,
  seenAt,
  ...readAtOf(readAt),
  line,
  anchor,
});

const readAtOf = (readAt: number | undefined): { readAt?: number } => (readAt === undefined ? {} : { readAt });

const byBook = (a: { book: string }, b: { book: string }): number => (a.book < b.book ? -1 : a.book > b.book ? 1 : 0);

/** Walks both lists once: quotes come sorted by book, as the books of a state are. */
function isUnchanged(books: readonly BookLine[], quotes: readonly BookQuote[]): boolean {
  if (books.length !== quotes.length) return false;
  for (let i = 0; i < quotes.length; i++) {
    const book = books[i];
    const quote = quotes[i];
    if (!book || !quote || book.book !== quote.book || !isSameQuote(book, quote)) return false;
  }
  return true;
}

function isSameQuote(book: BookLine, quote: BookQuote): boolean {
  if (book.prices.length !== quote.prices.length || book.point !== roundPoint(quote.point)) return false;
  for (let i = 0; i < quote.prices.length; i++)
    if (book.prices[i] !== roundPrice(quote.prices[i] ?? Number.NaN)) return false;
  return true;
}
