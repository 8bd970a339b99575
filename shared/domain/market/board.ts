import { z } from 'zod';
import { transitionIdOf } from './fingerprint.ts';
import type { Fingerprint, Move } from './fingerprint-schema.ts';
import {
  type EventOdds,
  MARKET_TYPES,
  type MarketQuotes,
  type MarketType,
  type SportEvent,
  sportEventSchema,
} from './market.ts';
import { advanceMarket, type MarketState, marketStateSchema } from './market-state.ts';
import { volatilityOf } from './wander.ts';

/** An event with the present state of each of its markets. */
export const boardSchema = z.object({
  event: sportEventSchema,
  markets: z.object({
    moneyline: marketStateSchema.optional(),
    spread: marketStateSchema.optional(),
    total: marketStateSchema.optional(),
  }),
  /** When the event was first seen in play, epoch ms; its markets stay as they were before. */
  endedAt: z.number().int().optional(),
  /** When an answer last held the event with quotes, epoch ms; close to the start it is never more than a few minutes behind. */
  quotedAt: z.number().int().optional(),
});
export type Board = z.infer<typeof boardSchema>;

/** The unit of work: one market that went from one fingerprint to another. */
export interface MarketTransition {
  readonly transitionId: string;
  readonly event: SportEvent;
  readonly market: MarketType;
  readonly previousConsensus: number;
  readonly fingerprint: Fingerprint;
  readonly moves: Move[];
  /** How far the consensus has wandered of late, standard deviations of results per √hour. */
  readonly volatility: number;
  readonly observedAt: number;
}

export interface BoardAdvance {
  /** The very board that was given when there is nothing to note; undefined when there is nothing to keep. */
  readonly board: Board | undefined;
  readonly transitions: readonly MarketTransition[];
  /** Markets seen for the first time: stored, never alerted. */
  readonly opened: readonly { readonly market: MarketType; readonly fingerprint: Fingerprint }[];
}

const NOTHING_QUOTED: readonly never[] = [];

/** So long before its start, an event that stands still is noted as still quoted: its closing line is judged by that. */
const HEARTBEAT_FROM_MS = 3 * 60 * 60_000;
/** As rarely as a closing line can bear: each time is a write. */
const HEARTBEAT_MS = 5 * 60_000;

/**
 * Takes an event from one poll to the next. Pure. At or after its start it ends the watch; if the start then moves into the
 * future, the watch begins anew, as at first sight.
 * @param now when the poll was read, epoch ms
 */
export function advanceBoard(previous: Board | undefined, odds: EventOdds, now: number): BoardAdvance {
  if (now >= odds.event.commenceTime) return ended(previous, odds.event, now);
  const before = previous?.endedAt === undefined ? previous : undefined;
  const transitions: MarketTransition[] = [];
  const opened: { market: MarketType; fingerprint: Fingerprint }[] = [];
  let markets = before?.markets ?? {};
  for (const market of MARKET_TYPES) {
    const state = markets[market];
    const quotes = quotesOf(odds, market);
    if (!state && quotes.quotes.length === 0) continue;
    const next = advanceMarket(state, odds.event, quotes, now);
    if (!next.fingerprint) continue;
    markets = { ...markets, [market]: next.state };
    if (state) transitions.push(transition(odds.event, market, state, next.state, next.fingerprint, now));
    else opened.push({ market, fingerprint: next.fingerprint });
  }
  const isQuoted = odds.markets.some(({ quotes }) => quotes.length > 0);
  const isSame = before && markets === before.markets && isSameEvent(before.event, odds.event);
  if (isSame && !(isQuoted && isHeartbeatDue(before, now))) return { board: before, transitions, opened };
  const quotedAt = isQuoted ? now : before?.quotedAt;
  return {
    board: { event: odds.event, markets, ...(quotedAt === undefined ? {} : { quotedAt }) },
    transitions,
    opened,
  };
}

const isHeartbeatDue = ({ event, quotedAt }: Board, now: number): boolean =>
  event.commenceTime - now < HEARTBEAT_FROM_MS && (quotedAt === undefined || now - quotedAt >= HEARTBEAT_MS);

function ended(previous: Board | undefined, event: SportEvent, now: number): BoardAdvance {
  const board = previous && previous.endedAt === undefined ? { ...previous, event, endedAt: now } : previous;
  return { board, transitions: [], opened: [] };
}

/** A market that is missing from an answer is one that no book quotes now. */
function quotesOf(odds: EventOdds, market: MarketType): MarketQuotes {
  for (const quotes of odds.markets) if (quotes.market === market) return quotes;
  return { market, quotes: NOTHING_QUOTED };
}

const transition = (
  event: SportEvent,
  market: MarketType,
  before: MarketState,
  after: MarketState,
  fingerprint: Fingerprint,
  observedAt: number,
): MarketTransition => ({
  transitionId: transitionIdOf(event.id, market, before.hash, after.hash),
  event,
  market,
  previousConsensus: before.consensus,
  fingerprint,
  moves: after.moves,
  volatility: volatilityOf(after.wander),
  observedAt,
});

const isSameEvent = (a: SportEvent, b: SportEvent): boolean =>
  a.commenceTime === b.commenceTime && a.home === b.home && a.away === b.away && a.leagueTitle === b.leagueTitle;
