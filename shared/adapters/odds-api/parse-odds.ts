import type { EventId, EventOdds, SportEvent } from '../../domain/market/market.ts';
import type { Rejection } from '../../ports/odds-source.ts';
import { parseBooks } from './parse-books.ts';
import { parseMarkets } from './parse-markets.ts';
import { isKey, isName, isObject, type RawEvent, timeOf } from './raw.ts';
import { createRejects, type RejectReason, type Rejects } from './rejects.ts';

export interface ParseOddsOptions {
  /** The league asked for: events of another one are rejected. Absent: any league. */
  readonly league?: string;
}

export interface ParsedOdds {
  readonly events: readonly EventOdds[];
  readonly rejected: readonly Rejection[];
}

/**
 * Reads the body of an answer of `/v4/sports/{sport}/odds`, already parsed from JSON. Each event, book, market and outcome is
 * judged on its own, so that one bad record costs that record only. Never throws.
 */
export const parseOdds = (body: unknown, options: ParseOddsOptions = {}): ParsedOdds => {
  const rejects = createRejects();
  const events: EventOdds[] = [];
  if (!Array.isArray(body)) {
    rejects.add('not-a-list', body, options.league);
    return { events, rejected: rejects.all() };
  }
  const seen = new Set<string>();
  for (const record of body) {
    const odds = parseEvent(record, seen, options, rejects);
    if (odds !== undefined) events.push(odds);
  }
  return { events, rejected: rejects.all() };
};

const parseEvent = (
  record: unknown,
  seen: Set<string>,
  options: ParseOddsOptions,
  rejects: Rejects,
): EventOdds | undefined => {
  const event = readEvent(record, seen, options.league);
  if (typeof event === 'string') {
    rejects.add(event, record, isObject(record) ? record.id : undefined);
    return undefined;
  }
  const bookmakers = (record as RawEvent).bookmakers;
  if (!Array.isArray(bookmakers)) {
    rejects.add('event-without-bookmakers', record, event.id);
    return undefined;
  }
  seen.add(event.id);
  const { id: eventId, league, home, away } = event;
  const context = { eventId, league, home, away, rejects };
  return { event, markets: parseMarkets(parseBooks(bookmakers, eventId, rejects), context) };
};

/** The event itself, or the reason why it is none. */
const readEvent = (
  record: unknown,
  seen: ReadonlySet<string>,
  asked: string | undefined,
): SportEvent | RejectReason => {
  if (!isObject(record)) return 'event-not-an-object';
  const { id, sport_key: league, sport_title: title, home_team: home, away_team: away } = record;
  if (!isKey(id)) return 'event-without-id';
  if (!isKey(league) || (asked !== undefined && league !== asked)) return 'event-of-another-league';
  if (!isName(home) || !isName(away) || home === away) return 'event-without-teams';
  const commenceTime = timeOf(record.commence_time);
  if (Number.isNaN(commenceTime)) return 'event-without-start';
  if (seen.has(id)) return 'event-duplicate';
  return { id: id as EventId, league, leagueTitle: isName(title) ? title : league, home, away, commenceTime };
};
