import type { MemberView, PersonView } from '../discord/model.ts';
import { createCounters } from './counters.ts';
import {
  type AlertView,
  type LogView,
  type MarketView,
  nothingUntold,
  type Room,
  type RoomStatus,
  type WatchedMarket,
} from './model.ts';
import { type PipelineView, pipelineView } from './pipeline-view.ts';

/** What the page is told: everything in a snapshot, what is new in an update. Figures and status always come whole. */
export interface RoomUpdate {
  /** The room's clock, epoch ms: the recording's time in a replay. */
  readonly now: number;
  readonly uptimeMs: number;
  readonly status: RoomStatus;
  readonly pipeline: PipelineView;
  readonly markets: readonly MarketView[];
  /** Keys of markets that are no longer watched. */
  readonly gone: readonly string[];
  /** Oldest first. */
  readonly alerts: readonly AlertView[];
  /** Oldest first. */
  readonly logs: readonly LogView[];
  /** Who can be acted as, always whole; absent when the real Discord is connected. */
  readonly people?: readonly MemberView[];
}

/** What is looked at when the page is told. */
export type Moment = Pick<RoomUpdate, 'now' | 'uptimeMs' | 'people'>;

/** @param people who can be acted as, with what the app's record says of them at the start */
export const createRoom = (people: readonly PersonView[] = []): Room => ({
  markets: new Map(),
  standings: new Map(people.map(({ id, standing }) => [id, standing])),
  alerts: [],
  logs: [],
  counters: createCounters(),
  queueDepths: {},
  status: { mode: { kind: 'simulated' }, services: [], workerMemoryBytes: undefined },
  nextLogId: 1,
  nextSweepAt: 0,
  untold: nothingUntold(),
});

const viewOf = (market: WatchedMarket, newest: number): MarketView => ({
  ...market.facts,
  signal: market.signal,
  points: newest === 0 ? [] : market.points.slice(-newest),
});

/** Everything, for a page that has just opened. */
export const snapshot = (room: Room, moment: Moment): RoomUpdate => ({
  ...moment,
  status: room.status,
  pipeline: pipelineView(room),
  markets: [...room.markets.values()].map((market) => viewOf(market, market.points.length)),
  gone: [],
  alerts: room.alerts,
  logs: room.logs,
});

const newest = <T>(list: readonly T[], count: number): readonly T[] => (count === 0 ? [] : list.slice(-count));

/** What is new since the last {@link markTold}. */
export const update = (room: Room, moment: Moment): RoomUpdate => ({
  ...moment,
  status: room.status,
  pipeline: pipelineView(room),
  markets: [...room.untold.markets].flatMap((key) => {
    const market = room.markets.get(key);
    return market ? [viewOf(market, market.untold)] : [];
  }),
  gone: [...room.untold.gone],
  alerts: newest(room.alerts, room.untold.alerts),
  logs: newest(room.logs, room.untold.logs),
});

/** Notes that every page has been told all there is. */
export const markTold = (room: Room): void => {
  for (const key of room.untold.markets) {
    const market = room.markets.get(key);
    if (market) market.untold = 0;
  }
  room.untold = nothingUntold();
};
