import { lineChart } from '../discord/line-chart.ts';
import { type LineMovement, lineMovement } from '../domain/market/line-movement.ts';
import type { MarketType, SportEvent } from '../domain/market/market.ts';
import type { Signal } from '../domain/signal/signal.ts';
import type { Cache } from '../ports/cache.ts';
import type { ChartRequest, Charts } from '../ports/charts.ts';
import type { Clock } from '../ports/clock.ts';
import type { Documents } from '../ports/documents.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { type LineChange, lineHistoryPartition } from './line-history.ts';

export interface LinePictureDeps {
  readonly cache: Cache;
  readonly charts: Charts;
  readonly lineHistory: Documents<LineChange>;
  readonly telemetry: Telemetry;
  readonly now: Clock;
}

/** What a picture is asked of: a market, or a market as a signal saw it. */
export interface LinePictureRequest {
  readonly event: SportEvent;
  readonly market: MarketType;
  readonly signal?: Pick<Signal, 'id' | 'detectedAt' | 'offer' | 'evidence'> | undefined;
}

export type LinePicture =
  | { readonly kind: 'drawn'; readonly url: string; readonly movement: LineMovement }
  /** There is no picture now; `reason` is for a person. */
  | { readonly kind: 'undrawn'; readonly reason: string; readonly movement: LineMovement }
  /** There is none yet, and none was to be drawn. */
  | { readonly kind: 'not-at-hand'; readonly movement: LineMovement }
  /** We have not seen that market. */
  | { readonly kind: 'no-history' };

/** The key of a chart in the cache. Everything that was drawn of an event is forgotten when it is settled. */
export const chartKey = (eventId: string, market: MarketType, signalId?: string): string =>
  signalId === undefined ? `${eventId}:${market}` : `${eventId}:${market}:${signalId}`;

/** There is no picture. A fill that throws keeps nothing, so that the next one who asks tries again. */
class UndrawnError extends Error {
  override readonly name = 'UndrawnError';
}

/** What led to a signal happened in the last hour: after days that stood still it would be a stroke at the picture's edge. */
const BEFORE_ALERT_MS = 6 * 60 * 60_000;

/**
 * How a market's line moved, with a picture of it: from the cache, or drawn, once for all who ask meanwhile.
 * A signal's picture begins six hours before it was found.
 * @param mayCall false: take a picture only where one is at hand, for an answer that is due at once
 */
export async function linePicture(
  deps: LinePictureDeps,
  { event, market, signal }: LinePictureRequest,
  { mayCall }: { readonly mayCall: boolean },
): Promise<LinePicture> {
  const { cache } = deps;
  const changes = await readChanges(deps, event.id, market);
  const movement = lineMovement(market, event.league, changes, signal && signal.detectedAt - BEFORE_ALERT_MS);
  if (!movement) return { kind: 'no-history' };
  // A market's own picture is of its line up to the last change: it never contradicts what is told beside it.
  const key = signal ? chartKey(event.id, market, signal.id) : `${chartKey(event.id, market)}:${changes.at(-1)?.at}`;
  if (!mayCall) {
    const url = await cache.get<string>('chart', key);
    return url === undefined ? { kind: 'not-at-hand', movement } : { kind: 'drawn', url, movement };
  }
  const fill = () => draw(deps.charts, chartOf(movement, { event, market, signal }, deps.now()));
  try {
    return { kind: 'drawn', url: await cache.getOrFill('chart', key, fill), movement };
  } catch (error) {
    if (error instanceof UndrawnError) return { kind: 'undrawn', reason: error.message, movement };
    throw error;
  }
}

async function draw(charts: Charts, chart: ChartRequest): Promise<string> {
  const result = await charts.draw(chart);
  if (result.kind === 'ok') return result.url;
  throw new UndrawnError(result.reason);
}

/** Lines go on until now, but not beyond the start: then the watch ends. */
const chartOf = (movement: LineMovement, { event, signal }: LinePictureRequest, now: number): ChartRequest =>
  lineChart({
    movement,
    event,
    firstMovers: signal?.evidence.firstMovers ?? movement.firstMovers,
    alert: signal && { at: signal.detectedAt, book: signal.offer.book },
    until: Math.min(now, event.commenceTime),
  });

const PAGE_SIZE = 500;
/** More than a market has that changes at each poll for ninety days. */
const MOST_PAGES = 20;

/** The line history, in the order of time. */
async function readChanges(
  { lineHistory, telemetry }: LinePictureDeps,
  eventId: string,
  market: MarketType,
): Promise<readonly LineChange[]> {
  const partition = lineHistoryPartition(eventId, market);
  const changes: LineChange[] = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { items, next } = await lineHistory.list(partition, { limit: PAGE_SIZE, after });
    changes.push(...items.map(({ value }) => value));
    if (next === undefined) return changes;
    after = next;
  }
  telemetry.warn('line_history_cut', { eventId, market, changes: changes.length });
  return changes;
}

/** A signal's picture alone: the line's history is read only where it has to be drawn. */
export async function signalPicture(
  deps: LinePictureDeps,
  request: LinePictureRequest,
  calling: { readonly mayCall: boolean },
): Promise<LinePicture | { readonly kind: 'not-at-hand' } | { readonly kind: 'drawn'; readonly url: string }> {
  const { event, market, signal } = request;
  const url = await deps.cache.get<string>('chart', chartKey(event.id, market, signal?.id));
  if (url !== undefined) return { kind: 'drawn', url };
  return calling.mayCall ? linePicture(deps, request, calling) : { kind: 'not-at-hand' };
}
