import type { MarketType } from '../../../shared/domain/market/market.ts';
import type { Settlement } from '../../../shared/domain/signal/settlement.ts';
import type { Signal } from '../../../shared/domain/signal/signal.ts';
import type { Stores } from '../../../shared/stores.ts';
import type { Watcher } from '../backtest.ts';
import { type LeagueDays, leagueCalendar } from './league-calendar.ts';
import { recentQuotes } from './recent-quotes.ts';
import { extremes, type LinePoint, linePoint, type ReportAlert } from './report-alert.ts';

/** What a report tells of one group of files. Plain data: it may come from another thread. */
export interface GroupReport {
  /** In the order of finding. */
  readonly alerts: readonly ReportAlert[];
  readonly leagues: readonly LeagueDays[];
  /** Times of the first and the last snapshot, epoch ms; undefined when there was none. */
  readonly span: Span | undefined;
}

export interface Span {
  readonly from: number;
  readonly until: number;
}

interface Gathering extends Watcher {
  readonly finish: () => GroupReport;
}

/** An alert on its way to the close. */
interface Trail {
  readonly signal: Signal;
  readonly time: number;
  settlement: Settlement | undefined;
  points: readonly LinePoint[];
}

/**
 * Gathers what a report needs while a backtest runs. Of lines it keeps the last six hours of every market that has not begun, those
 * of an alert, thinned, until it is settled, and from then on those of the best and the worst alerts only.
 */
export function gatherReport(): Gathering {
  const recent = recentQuotes();
  const calendar = leagueCalendar();
  const trails: Trail[] = [];
  const open = new Map<string, readonly Trail[]>();
  let span: Span | undefined;

  return {
    onSnapshot(league, time) {
      span = { from: span?.from ?? time, until: time };
      if (league !== undefined && calendar.note(league, time)) recent.forgetBegun(time);
    },
    onMarket(event, market, { books }, at) {
      calendar.name(event.league, event.leagueTitle);
      const key = keyOf(event.id, market);
      recent.add(key, { at, books }, event.commenceTime);
      for (const trail of open.get(key) ?? [])
        trail.points = thinned([...trail.points, linePoint(trail.signal, at, books)]);
    },
    onSignal(signal, at) {
      const key = keyOf(signal.event.id, signal.market);
      const points = recent.of(key).map((quotes) => linePoint(signal, quotes.at, quotes.books));
      const trail: Trail = { signal, time: Date.parse(at), settlement: undefined, points };
      trails.push(trail);
      open.set(key, [...(open.get(key) ?? []), trail]);
    },
    async onTick(records) {
      let isNew = false;
      for (const [key, some] of open) {
        // The records of one event are settled together: one tells of all.
        if (!some[0] || !(await settlementOf(records, some[0].signal))) continue;
        for (const trail of some) trail.settlement = await settlementOf(records, trail.signal);
        open.delete(key);
        isNew = true;
      }
      if (isNew) keepExtremeLines(trails);
    },
    async onEnd(records) {
      // A signal whose event's start has moved since is judged anew: what is on record now counts.
      for (const trail of trails) trail.settlement = await settlementOf(records, trail.signal);
      keepExtremeLines(trails);
    },
    finish: () => ({ alerts: trails.map(reportAlert), leagues: calendar.all(), span }),
  };
}

const keyOf = (eventId: string, market: MarketType): string => `${eventId}:${market}`;

/** The seam to the pipeline's settlement: this is where every CLV of a report comes from. */
const settlementOf = async (records: Stores['signals'], { id, event }: Signal): Promise<Settlement | undefined> =>
  (await records.read({ id, partition: event.id }))?.value.settlement;

/** More than a chart has room for. */
const MOST_POINTS = 240;
/** The newest moments are kept as they are: an alert was raised at one of them. */
const KEPT_WHOLE = 40;

/** Every second moment, where there are too many. */
const thinned = (points: readonly LinePoint[]): readonly LinePoint[] =>
  points.length <= MOST_POINTS
    ? points
    : points.filter((_, index) => index % 2 === 0 || index >= points.length - KEPT_WHOLE);

/** An alert that is neither among the best nor among the worst so far will not be among them later. */
function keepExtremeLines(trails: readonly Trail[]): void {
  const settled = trails.filter(({ settlement }) => settlement);
  const { best, worst } = extremes(settled, ({ settlement }) => settlement?.clv ?? undefined);
  const kept = new Set([...best, ...worst]);
  for (const trail of settled) if (!kept.has(trail)) trail.points = [];
}

const reportAlert = ({ signal, time, settlement, points }: Trail): ReportAlert => ({
  signal,
  time,
  clv: settlement?.clv ?? undefined,
  closingProbability: settlement?.closingProbability ?? undefined,
  start: settlement?.start ?? signal.event.commenceTime,
  reason: settlement ? settlement.reason : 'not-begun',
  lines: points,
});
