import { advanceBoard, type Board, type BoardAdvance, type MarketTransition } from '../domain/market/board.ts';
import type { Fingerprint } from '../domain/market/fingerprint-schema.ts';
import { type EventOdds, MARKET_TYPES, type MarketType, type SportEvent } from '../domain/market/market.ts';
import type { Cache } from '../ports/cache.ts';
import type { Documents, Key } from '../ports/documents.ts';
import type { OddsAnswer } from '../ports/odds-source.ts';
import type { MessageSender } from '../ports/queue.ts';
import type { CopiedDocuments } from './cached-documents.ts';
import { type ListGamesDeps, listGames } from './catalogue.ts';
import { type Fixture, openFixture } from './fixtures.ts';
import { type LineChange, openingChange, recordLineChange } from './line-history.ts';
import type { RawOdds } from './queries/raw-odds.ts';

export interface IngestDeps extends ListGamesDeps {
  /** With copies, a market that stands still costs no read of the store. */
  readonly boards: Documents<Board> & Partial<CopiedDocuments<Board>>;
  /** Events to be settled after their start. */
  readonly fixtures: Documents<Fixture>;
  readonly lineHistory: Documents<LineChange>;
  readonly queue: MessageSender;
  /** Told of each market that is new or has changed; it watches and decides nothing. */
  readonly onMarket?: (event: SportEvent, market: MarketType, fingerprint: Fingerprint, at: number) => void;
}

export interface IngestSummary {
  readonly changes: number;
  readonly opened: number;
}

/** Events written at the same time: enough to hide the store's latency, few enough to stay within its throughput. */
const AT_ONCE = 8;
const MOST_CONFLICTS = 5;

/**
 * Takes one league's answer into the boards, keeps each change, and queues each market's transition. All that is done before the
 * board is saved: after a crash in between, the next poll finds the old board and sends a transition that spans it. An event that
 * fails costs that event only, until the next poll; throws when none could be taken.
 */
export async function ingestOdds(deps: IngestDeps, league: string, answer: OddsAnswer): Promise<IngestSummary> {
  let changes = 0;
  let opened = 0;
  const failures: unknown[] = [];
  const waiting = answer.events.values();
  const work = async () => {
    for (const odds of waiting) {
      try {
        const advance = await ingestEvent(deps, odds, answer.observedAt);
        changes += advance.transitions.length;
        opened += advance.opened.length;
      } catch (error) {
        failures.push(error);
        deps.telemetry.error('event_not_taken', { eventId: odds.event.id, league, reason: String(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  // Last: prices do not wait for what only questions need.
  await listGames(deps, league, answer.events, answer.observedAt);
  if (failures.length > 0) {
    deps.telemetry.count('events_not_taken', failures.length, { league });
    if (failures.length === answer.events.length)
      throw new Error(`none of ${failures.length} events could be taken: ${String(failures[0])}`, {
        cause: failures[0],
      });
  }
  const raw: RawOdds = { observedAt: answer.observedAt, events: answer.events };
  await deps.cache.set('raw-odds', league, raw);
  if (changes > 0) deps.telemetry.count('fingerprint_changes', changes, { league });
  return { changes, opened };
}

export const boardKey = (eventId: string): Key => ({ id: eventId, partition: eventId });

async function ingestEvent(deps: IngestDeps, odds: EventOdds, observedAt: number): Promise<BoardAdvance> {
  const key = boardKey(odds.event.id);
  const copy = await deps.boards.copy?.(key.id);
  if (copy !== undefined) {
    const advance = advanceBoard(copy, odds, observedAt);
    if (advance.board === copy) return advance;
  }
  for (let attempt = 0; attempt < MOST_CONFLICTS; attempt++) {
    const stored = await deps.boards.read(key);
    const advance = advanceBoard(stored?.value, odds, observedAt);
    if (advance.board === stored?.value || !advance.board) return advance;
    if (needsFixture(stored?.value, advance.board)) await openFixture(deps.fixtures, advance.board.event);
    await publish(deps, odds.event, advance, observedAt);
    const saved = stored
      ? (await deps.boards.replace(key, advance.board, stored.etag)) === 'replaced'
      : (await deps.boards.create(key, advance.board)) === 'created';
    if (saved && advance.board.endedAt !== undefined) await forgetEvent(deps.cache, odds.event.id);
    if (saved) return advance;
  }
  throw new Error(
    `the board of event ${odds.event.id} changed under us ${MOST_CONFLICTS} times; the next poll tries again`,
  );
}

/** A new start is to be settled on its own. A board from before there were fixtures tells of no quotes, and has none. */
const needsFixture = (before: Board | undefined, after: Board): boolean =>
  before?.quotedAt === undefined || before.event.commenceTime !== after.event.commenceTime;

async function publish(deps: IngestDeps, event: SportEvent, advance: BoardAdvance, at: number): Promise<void> {
  for (const { market, fingerprint } of advance.opened) {
    const { key, value } = openingChange(event.id, market, fingerprint, at);
    await deps.lineHistory.create(key, value);
    deps.onMarket?.(event, market, fingerprint, at);
  }
  for (const transition of advance.transitions) {
    await deps.cache.forget('confidence', `${event.id}:${transition.market}`);
    await recordLineChange(deps.lineHistory, transition);
    await deps.queue.send('fingerprint-changes', { v: 1, ...mutable(transition) });
    deps.onMarket?.(event, transition.market, transition.fingerprint, at);
  }
}

/** A market that has closed leaves nothing behind in memory; its board went with its writing. */
const forgetEvent = async (cache: Cache, eventId: string): Promise<void> => {
  await Promise.all(MARKET_TYPES.map((market) => cache.forget('confidence', `${eventId}:${market}`)));
};

/** The same value under the message's type, which zod infers without `readonly`. */
const mutable = (transition: MarketTransition): { -readonly [K in keyof MarketTransition]: MarketTransition[K] } =>
  transition;
