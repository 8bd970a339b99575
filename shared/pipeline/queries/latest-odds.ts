import type { Board } from '../../domain/market/board.ts';
import { MARKET_TYPES, type MarketQuotes, type SportEvent } from '../../domain/market/market.ts';
import type { LeagueState } from '../../domain/polling/league-state.ts';
import { FRESH_MS } from '../../domain/polling/plan-on-demand.ts';
import type { Cache } from '../../ports/cache.ts';
import type { Documents } from '../../ports/documents.ts';
import type { GameOdds, LatestOdds, LatestOddsAnswer, LatestOddsQuery, WhyOld } from '../../ports/latest-odds.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import type { OnDemandPolls, OnDemandResult } from '../polling/poll-on-demand.ts';
import { type Boards, boardAtHand } from './board-at-hand.ts';
import { boardQuotedAt, hasBegun, type LastLooks, lastPoll } from './quoted-at.ts';
import { readRawOdds } from './raw-odds.ts';

export interface LatestOddsDeps {
  readonly cache: Cache;
  readonly boards: Boards;
  readonly leagues: Documents<LeagueState>;
  readonly polls: OnDemandPolls;
  /** What a promise gives within so many ms, else undefined. */
  readonly within: <T>(ms: number, promise: Promise<T>) => Promise<T | undefined>;
  readonly telemetry: Telemetry;
}

/** A person waits ten seconds for the whole answer: after this long it is given with what there is. */
const POLL_WITHIN_MS = 6000;

/**
 * The order of sources: the league's last answer in the cache, the boards, and, where the league was last polled more than two
 * minutes ago, one poll for all who ask. A source that is down costs what it alone knows.
 */
export const createLatestOdds = (deps: LatestOddsDeps): LatestOdds => ({
  async of(query) {
    const found = await look(deps, query);
    if (found.isYoung) return answerOf(found, undefined);
    if (query.mayCall) return renewed(deps, query, found);
    const outlook = await quietly(deps, 'league', () => deps.polls.outlook(query.league, query.now));
    return outlook === 'possible' ? { kind: 'not-at-hand' } : answerOf(found, whyOld(outlook));
  },
});

const answerOf = ({ games }: Found, old: WhyOld | undefined): LatestOddsAnswer => ({ kind: 'odds', games, old });

async function renewed(deps: LatestOddsDeps, query: LatestOddsQuery, found: Found): Promise<LatestOddsAnswer> {
  const { league, now } = query;
  const result = await quietly(deps, 'poll', () => deps.within(POLL_WITHIN_MS, deps.polls.poll(league, now)));
  if (result !== 'read' && result !== 'fresh') return answerOf(found, whyOld(result));
  return answerOf(await look(deps, query), undefined);
}

/** No result: it came too late, or the stores failed. */
const WHY_OLD: Readonly<Record<OnDemandResult, WhyOld | undefined>> = {
  read: undefined,
  fresh: undefined,
  claimed: 'being-read',
  'no-credits': 'no-credits',
  resting: 'unavailable',
  failed: 'unavailable',
};
const whyOld = (result: OnDemandResult | undefined): WhyOld | undefined =>
  result === undefined ? 'unavailable' : WHY_OLD[result];

/** What is at hand, and whether it is as young as it should be. */
interface Found {
  readonly games: readonly GameOdds[];
  readonly isYoung: boolean;
}

async function look(deps: LatestOddsDeps, { league, events, now }: LatestOddsQuery): Promise<Found> {
  const isWanted = events.some(({ commenceTime }) => commenceTime > now);
  const raw = isWanted ? await readRawOdds(deps.cache, league) : undefined;
  const polledAt =
    raw?.observedAt ?? (isWanted ? await quietly(deps, 'league', () => lastPoll(deps.leagues, league)) : undefined);
  const reads = await Promise.allSettled(events.map((event) => gameOdds(deps, event, { raw, polledAt, now })));
  const games = reads.flatMap((read) => (read.status === 'fulfilled' ? [read.value] : []));
  const failure = reads.find((read) => read.status === 'rejected');
  if (failure && games.length === 0) throw failure.reason;
  if (failure) deps.telemetry.warn('odds_not_found', { league, source: 'board', reason: String(failure.reason) });
  return { games, isYoung: !isWanted || (polledAt !== undefined && now - polledAt <= FRESH_MS) };
}

/** What is asked of a store that may be down, and that the answer can do without. */
async function quietly<T>(deps: LatestOddsDeps, source: string, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    deps.telemetry.warn('odds_not_found', { source, reason: String(error) });
    return undefined;
  }
}

async function gameOdds(deps: LatestOddsDeps, event: SportEvent, looks: LastLooks): Promise<GameOdds> {
  const { raw, now } = looks;
  // What is quoted in play is another matter: once it has begun, only the board tells what stood before.
  const odds = event.commenceTime > now ? raw?.eventOdds(event.id) : undefined;
  if (odds && odds.event.commenceTime > now)
    return withQuotes({ event: odds.event, hasBegun: false, markets: odds.markets, at: raw?.observedAt });
  const board = await boardAtHand(deps.boards, event.id);
  if (!board) return { event, hasBegun: event.commenceTime <= now, markets: [], at: undefined };
  const at = boardQuotedAt(board, looks);
  return withQuotes({ event: board.event, hasBegun: hasBegun(board, now), markets: quotesOf(board), at });
}

/** A market that nobody quotes is none. */
function withQuotes(game: GameOdds): GameOdds {
  const markets = game.markets.filter(({ quotes }) => quotes.length > 0);
  return { ...game, markets, at: markets.length > 0 ? game.at : undefined };
}

const quotesOf = ({ markets }: Board): readonly MarketQuotes[] =>
  MARKET_TYPES.map((market) => ({ market, quotes: markets[market]?.books ?? [] }));
