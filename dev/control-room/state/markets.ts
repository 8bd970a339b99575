import { z } from 'zod';
import { bookName } from '../../../shared/discord/bookmakers.ts';
import { unescaped } from '../../../shared/discord/signal-words.ts';
import { marketTypeSchema } from '../../../shared/domain/market/market.ts';
import type { Fields } from '../../../shared/ports/telemetry.ts';
import { LIMITS, type LinePoint, type Room, type WatchedMarket } from './model.ts';

const marketChanged = z.object({
  eventId: z.string(),
  league: z.string(),
  leagueTitle: z.string().optional(),
  home: z.string(),
  away: z.string(),
  market: marketTypeSchema,
  commenceTime: z.number(),
  at: z.number(),
  consensus: z.number(),
  books: z.array(z.string()),
});

/** The dedupe key that the app logs with a signal, `{eventId}:{market}:{type}:{level}`, says what the fields may leave out. */
const DEDUPE_KEY = /^(?<eventId>.+):(?<market>[^:]+):(?<type>[^:]+):(?<level>[^:]+)$/;

const signalRaised = z.object({
  type: z.string(),
  level: z.string(),
  confidence: z.number().optional(),
  eventId: z.string(),
  market: marketTypeSchema,
  book: z.string(),
  price: z.number().optional(),
});

const readBooks = (pairs: readonly string[]): Map<string, number> => {
  const books = new Map<string, number>();
  for (const pair of pairs) {
    const colon = pair.lastIndexOf(':');
    const value = Number(pair.slice(colon + 1));
    if (colon > 0 && Number.isFinite(value)) books.set(pair.slice(0, colon), value);
  }
  return books;
};

const differences = (before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): LinePoint['books'] => {
  const changed: Record<string, number | null> = {};
  for (const book of before.keys()) if (!after.has(book)) changed[book] = null;
  for (const [book, value] of after) if (before.get(book) !== value) changed[book] = value;
  return changed;
};

/** Forgets the oldest point, handing what its books showed to the next one, so that each line still begins where it stood. */
const forgetOldest = (points: LinePoint[]): void => {
  const [oldest, next] = points;
  if (oldest && next) points.splice(0, 2, { ...next, books: { ...oldest.books, ...next.books } });
};

const drop = (room: Room, key: string): void => {
  room.markets.delete(key);
  room.untold.markets.delete(key);
  room.untold.gone.add(key);
};

const tell = (room: Room, market: WatchedMarket): void => {
  room.untold.markets.add(market.facts.key);
  room.untold.gone.delete(market.facts.key);
  room.untold.any = true;
};

/** Log event `market_changed`: one more point on a market's line. False when the record is not readable. */
export const foldMarketChange = (room: Room, fields: Fields): boolean => {
  const parsed = marketChanged.safeParse(fields);
  if (!parsed.success) return false;
  const { at, consensus, books: pairs, leagueTitle, ...rest } = parsed.data;
  const key = `${rest.eventId}:${rest.market}`;
  const facts = { key, leagueTitle: leagueTitle ?? rest.league, ...rest };
  const known = room.markets.get(key);
  const market: WatchedMarket = known ?? { facts, signal: undefined, points: [], books: new Map(), untold: 0 };
  const books = readBooks(pairs);
  market.facts = facts;
  market.points.push({ at, consensus, books: differences(market.books, books) });
  market.books = books;
  if (market.points.length > LIMITS.pointsPerMarket) forgetOldest(market.points);
  market.untold = Math.min(market.untold + 1, market.points.length);
  if (!known) room.markets.set(key, market);
  tell(room, market);
  const [oldest] = room.markets.keys();
  if (room.markets.size > LIMITS.markets && oldest !== undefined) drop(room, oldest);
  return true;
};

/** Log event `signal_raised`: marks the market that raised it. False when the record is not readable. */
export const foldSignal = (room: Room, fields: Fields, at: number): boolean => {
  const parsed = signalRaised.safeParse({ ...DEDUPE_KEY.exec(String(fields.key))?.groups, ...fields });
  if (!parsed.success) return false;
  const { eventId, market: type, confidence, price, ...signal } = parsed.data;
  const market = room.markets.get(`${eventId}:${type}`);
  if (!market) return true;
  const book = unescaped(bookName(signal.book));
  market.signal = { type: signal.type, level: signal.level, book, confidence, price, at };
  tell(room, market);
  return true;
};

const SWEEP_EVERY_MS = 30_000;

/** Forgets markets whose event began some minutes ago. `now` is the room's clock: the recording's time in a replay. */
export const sweepMarkets = (room: Room, now: number): void => {
  if (now < room.nextSweepAt) return;
  room.nextSweepAt = now + SWEEP_EVERY_MS;
  for (const [key, { facts }] of room.markets) {
    if (facts.commenceTime + LIMITS.afterStartMs >= now) continue;
    drop(room, key);
    room.untold.any = true;
  }
};
