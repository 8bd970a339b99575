import { MAX_ALERT_AGE_MS } from '../../domain/account/freshness.ts';
import type { Board } from '../../domain/market/board.ts';
import { MARKET_TYPES } from '../../domain/market/market.ts';
import { rowOf } from '../../domain/signal/performance-week.ts';
import { closeEvent, type EventClosing, settleSignal } from '../../domain/signal/settlement.ts';
import type { Signal } from '../../domain/signal/signal.ts';
import { changeDocument } from '../change-document.ts';
import { type Fixture, openFixture } from '../fixtures.ts';
import { boardKey } from '../ingest-odds.ts';
import type { SignalRecord } from '../raise-signal.ts';
import type { SettleDeps } from './deps.ts';
import { tellEvent, tellSignal } from './tell.ts';

/** Alerts end with the start; what is under way then has this long to be recorded. */
export const SETTLE_DELAY_MS = 2 * 60_000;

/** What became of a fixture that is due. */
export type SettledEvent =
  | { readonly kind: 'settled'; readonly fixture: Fixture; readonly signals: readonly SignalRecord[] }
  /** The board has another start: this one will not be. */
  | { readonly kind: 'moved'; readonly fixture: Fixture }
  /** Its signals may not all be there yet. */
  | { readonly kind: 'waiting'; readonly fixture: Fixture };

/**
 * Freezes the closing lines of an event and judges its signals by them. What was frozen for this start stays: a repeat, however much
 * later, comes to the same judgement.
 */
export async function settleEvent(deps: SettleDeps, fixture: Fixture, now: number): Promise<SettledEvent> {
  const { eventId, commenceTime: start } = fixture;
  const board = (await deps.boards.read(boardKey(eventId)))?.value;
  if (board && board.event.commenceTime !== start) {
    // It has an entry of its own, unless we took that for obsolete in the moment before its board was saved.
    await openFixture(deps.fixtures, board.event);
    return { kind: 'moved', fixture };
  }
  if (board && mayStillRaise(board, start, now)) return { kind: 'waiting', fixture };
  const records = await signalsOf(deps, eventId);
  const closing = await freeze(deps, { start, board, signals: records.map(({ signal }) => signal), now });
  if (!closing) return { kind: 'settled', fixture, signals: [] };
  const settled: SignalRecord[] = [];
  for (const record of records) settled.push(await settle(deps, record, closing));
  tellEvent(deps.telemetry, fixture, closing, settled);
  return { kind: 'settled', fixture, signals: settled };
}

/** A start that we learned of afterwards: what was read before, under a later one, is raised as long as it is news. */
const mayStillRaise = ({ endedAt, quotedAt }: Board, start: number, now: number): boolean =>
  endedAt !== undefined &&
  endedAt - start > SETTLE_DELAY_MS &&
  quotedAt !== undefined &&
  now - quotedAt <= MAX_ALERT_AGE_MS;

const PAGE_SIZE = 100;

async function signalsOf({ signals }: SettleDeps, eventId: string): Promise<SignalRecord[]> {
  const found: SignalRecord[] = [];
  let after: string | undefined;
  do {
    const page = await signals.list(eventId, { limit: PAGE_SIZE, after });
    found.push(...page.items.map(({ value }) => value));
    after = page.next;
  } while (after !== undefined);
  return found;
}

interface Found {
  readonly start: number;
  readonly board: Board | undefined;
  readonly signals: readonly Signal[];
  readonly now: number;
}

/** Starts are put right by a minute or two once they are past: what was read until then is no play yet. */
const PUT_RIGHT_MS = 2 * 60_000;

/**
 * The closing lines for this start, kept for ever; undefined when nothing at all is known of the event. Providers rewrite starts while
 * a game is under way, into the future and back: what was read in between does not take the place of a close that we have, and
 * neither does it that nothing was read.
 */
async function freeze(deps: SettleDeps, { start, board, signals, now }: Found): Promise<EventClosing | undefined> {
  // A board that nobody wrote to for two weeks has expired: its signals know the event too.
  const event = board?.event ?? signals[0]?.event;
  if (!event) return;
  const alerted = signals.map(({ market }) => market);
  const isReadInPlay = board?.quotedAt !== undefined && board.quotedAt - start > PUT_RIGHT_MS;
  const { value } = await changeDocument(deps.closings, { id: event.id, partition: event.id }, (frozen) =>
    frozen && (frozen.start === start || isReadInPlay)
      ? frozen
      : keepClosed(frozen, closeEvent(board, { ...event, commenceTime: start }, alerted, now)),
  );
  return value;
}

/** The new lines, and the frozen one of each market that has no new close. */
function keepClosed(frozen: EventClosing | undefined, closing: EventClosing): EventClosing {
  const markets = { ...closing.markets };
  for (const market of MARKET_TYPES) {
    const line = frozen?.markets[market];
    if (line?.status === 'closed' && markets[market]?.status !== 'closed') markets[market] = line;
  }
  return { ...closing, markets };
}

async function settle(deps: SettleDeps, record: SignalRecord, closing: EventClosing): Promise<SignalRecord> {
  const { signal } = record;
  const settlement = settleSignal(signal, closing);
  const key = { id: signal.id, partition: signal.event.id };
  const settled = await changeDocument(deps.signals, key, (stored = record) => ({ ...stored, settlement }));
  if (settled.isWritten) tellSignal(deps.telemetry, signal, settlement);
  return settled.value;
}

/** The rows of the performance record that the settled signals of an event are. */
export const rowsOf = (signals: readonly SignalRecord[]) =>
  signals.flatMap(({ signal, settlement }) => (settlement ? [rowOf(signal, settlement)] : []));
