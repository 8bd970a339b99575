import type { Standing } from '../../../shared/domain/account/tiers.ts';
import type { MarketType } from '../../../shared/domain/market/market.ts';
import type { Fields } from '../../../shared/ports/telemetry.ts';
import type { Counters } from './counters.ts';
import type { MessageView } from './message-view.ts';

/** The room forgets: these bounds keep a host that runs for weeks as small as one that runs for an hour. */
export const LIMITS = {
  pointsPerMarket: 200,
  markets: 3000,
  alerts: 100,
  logs: 200,
  fieldCharacters: 300,
  /** How long after its scheduled start a market stays in view. */
  afterStartMs: 5 * 60_000,
} as const;

/** One change of a market. Values are in the market's own unit: home point, points, or the home side's probability. */
export interface LinePoint {
  /** Epoch ms. */
  readonly at: number;
  readonly consensus: number;
  /** Only the books whose value differs from the point before; null when a book stopped quoting. */
  readonly books: Readonly<Record<string, number | null>>;
}

/** The last signal that a market raised. */
interface MarketSignal {
  readonly type: string;
  readonly level: string;
  readonly confidence: number | undefined;
  /** The bookmaker's own name. */
  readonly book: string;
  readonly price: number | undefined;
  readonly at: number;
}

interface MarketFacts {
  /** `{eventId}:{market}` */
  readonly key: string;
  readonly eventId: string;
  readonly market: MarketType;
  readonly league: string;
  readonly leagueTitle: string;
  readonly home: string;
  readonly away: string;
  readonly commenceTime: number;
}

/** A market as the page gets it: in a snapshot with all its points, in an update with the new ones. */
export interface MarketView extends MarketFacts {
  readonly signal: MarketSignal | undefined;
  readonly points: readonly LinePoint[];
}

export interface WatchedMarket {
  facts: MarketFacts;
  signal: MarketSignal | undefined;
  points: LinePoint[];
  /** What each book shows now. */
  books: ReadonlyMap<string, number>;
  /** How many of the newest points the page has not been told. */
  untold: number;
}

/** One Discord message, reduced to what the page draws. */
export interface AlertView extends MessageView {
  readonly id: string;
  /** Tab: a channel's name, or `direct`. */
  readonly tab: string;
  /** What the recipient of a direct message is called. */
  readonly recipient: string | undefined;
  /** The recipient's Discord user id. */
  readonly recipientId: string | undefined;
  readonly at: number;
}

export interface LogView {
  readonly id: number;
  readonly at: number;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly event: string;
  readonly fields: Fields;
}

export type RoomMode =
  | { readonly kind: 'simulated' }
  | { readonly kind: 'live' }
  | {
      readonly kind: 'replay';
      /** Share of the recording that has been played, 0 to 1. */
      readonly progress: number;
      /** Times real time. */
      readonly speed: number | 'max';
    };

export interface ServiceStatus {
  readonly name: string;
  readonly standIn: boolean;
  /** For a person, e.g. `127.0.0.1:51234` or `in process`; never with a key. */
  readonly note?: string;
}

/** What only the host knows. */
export interface RoomStatus {
  readonly mode: RoomMode;
  readonly services: readonly ServiceStatus[];
  /** Resident memory of the process that runs the app, bytes. */
  readonly workerMemoryBytes: number | undefined;
  /** Address of the Stripe stand-in's page for people; undefined when there is none. */
  readonly stripeDashboard?: string | undefined;
}

/** Everything the control room knows. Owned by one control room and folded into in place, because a replay at full speed folds thousands of records a second. */
export interface Room {
  readonly markets: Map<string, WatchedMarket>;
  readonly alerts: AlertView[];
  readonly logs: LogView[];
  readonly counters: Counters;
  /** What the app's record says of each person who can be acted as, by Discord user id. */
  readonly standings: Map<string, Standing>;
  queueDepths: Readonly<Record<string, number>>;
  status: RoomStatus;
  nextLogId: number;
  nextSweepAt: number;
  /** What changed since the page was last told. */
  untold: Untold;
}

export interface Untold {
  any: boolean;
  readonly markets: Set<string>;
  readonly gone: Set<string>;
  alerts: number;
  logs: number;
}

export const nothingUntold = (): Untold => ({ any: false, markets: new Set(), gone: new Set(), alerts: 0, logs: 0 });
