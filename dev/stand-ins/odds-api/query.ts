import type { OddsApiErrorCode } from './errors.ts';

/** What a caller asked for, checked. */
export interface EventsQuery {
  readonly unixDates: boolean;
  /** Epoch ms, inclusive. */
  readonly from: number;
  readonly to: number;
  readonly eventIds: ReadonlySet<string> | undefined;
}

export interface OddsQuery extends EventsQuery {
  readonly markets: ReadonlySet<string>;
  /** Undefined: every book of the regions. */
  readonly bookmakers: ReadonlySet<string> | undefined;
  readonly regions: ReadonlySet<string>;
  readonly american: boolean;
  /** Credits: markets × regions, every ten named bookmakers counting as one region. */
  readonly cost: number;
}

export type Checked<T> = { readonly query: T } | { readonly error: OddsApiErrorCode };

const REGIONS = new Set(['us', 'us2', 'us_dfs', 'us_ex', 'uk', 'eu', 'au', 'fr', 'se']);
/** The bulk endpoint takes featured markets only. */
const MARKETS = new Set(['h2h', 'h2h_lay', 'spreads', 'totals', 'outrights', 'outrights_lay']);
const ISO_SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const BOOKMAKERS_PER_REGION = 10;

const list = (query: URLSearchParams, name: string): ReadonlySet<string> | undefined => {
  const text = query.get(name);
  return text ? new Set(text.split(',').map((item) => item.trim())) : undefined;
};

const within = (asked: ReadonlySet<string>, known: ReadonlySet<string>): boolean =>
  [...asked].every((item) => known.has(item));

const time = (query: URLSearchParams, name: string, absent: number): number => {
  const text = query.get(name);
  if (text === null) return absent;
  return ISO_SECONDS.test(text) ? Date.parse(text) : Number.NaN;
};

/** The parameters that `/events` and `/odds` share. */
export const readEventsQuery = (query: URLSearchParams): Checked<EventsQuery> => {
  const from = time(query, 'commenceTimeFrom', Number.NEGATIVE_INFINITY);
  const to = time(query, 'commenceTimeTo', Number.POSITIVE_INFINITY);
  const eventIds = list(query, 'eventIds');
  const dateFormat = query.get('dateFormat') ?? 'iso';
  if (dateFormat !== 'iso' && dateFormat !== 'unix') return { error: 'INVALID_DATE_FORMAT' };
  if (Number.isNaN(from)) return { error: 'INVALID_COMMENCE_TIME_FROM' };
  if (Number.isNaN(to)) return { error: 'INVALID_COMMENCE_TIME_TO' };
  if (from > to) return { error: 'INVALID_COMMENCE_TIME_RANGE' };
  if (eventIds && ![...eventIds].every((id) => /^\w{1,64}$/.test(id))) return { error: 'INVALID_EVENT_IDS' };
  return { query: { unixDates: dateFormat === 'unix', from, to, eventIds } };
};

/** The parameters of `/odds`. */
export const readOddsQuery = (query: URLSearchParams): Checked<OddsQuery> => {
  const events = readEventsQuery(query);
  if ('error' in events) return events;
  const bookmakers = list(query, 'bookmakers');
  const regions = list(query, 'regions') ?? new Set();
  const markets = list(query, 'markets') ?? new Set(['h2h']);
  const oddsFormat = query.get('oddsFormat') ?? 'decimal';
  if (!bookmakers && regions.size === 0) return { error: 'MISSING_REGION' };
  if (!within(regions, REGIONS)) return { error: 'INVALID_REGION' };
  if (bookmakers && ![...bookmakers].every((key) => /^\w+$/.test(key))) return { error: 'INVALID_BOOKMAKERS' };
  if (!within(markets, MARKETS)) return { error: 'INVALID_MARKET' };
  if (oddsFormat !== 'decimal' && oddsFormat !== 'american') return { error: 'INVALID_ODDS_FORMAT' };
  const places = bookmakers ? Math.ceil(bookmakers.size / BOOKMAKERS_PER_REGION) : regions.size;
  const american = oddsFormat === 'american';
  return { query: { ...events.query, markets, bookmakers, regions, american, cost: markets.size * places } };
};
