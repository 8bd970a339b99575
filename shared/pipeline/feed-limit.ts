import { FEED_MEMORY_MS, type FeedEntry, feedBar } from '../domain/signal/feed.ts';
import type { Signal } from '../domain/signal/signal.ts';
import type { Documents } from '../ports/documents.ts';
import { sortableTime } from './line-history.ts';

/** What each league had to tell. Partition: league; the id sorts by time. */
export type FeedStore = Documents<FeedEntry>;

const HOUR_MS = 60 * 60_000;
const PAGE_SIZE = 500;

/**
 * The confidence that a Medium or High signal must exceed to be told, and notes that the league had it to tell: once an hour for an
 * event, market and type, as it would be told. Only what was found before counts, so that all signals of one poll are measured alike,
 * in whatever order they come.
 */
export async function feedBarFor(
  feed: FeedStore,
  { event, market, type, confidence, detectedAt: at }: Signal,
): Promise<number> {
  const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
  const key = { id: `${sortableTime(hour)}-${event.id}:${market}:${type}`, partition: event.league };
  await feed.create(key, { at, confidence });
  return feedBar(await entriesSince(feed, event.league, at - FEED_MEMORY_MS - HOUR_MS), at);
}

async function entriesSince(feed: FeedStore, league: string, from: number): Promise<FeedEntry[]> {
  const entries: FeedEntry[] = [];
  let after: string | undefined = sortableTime(Math.max(0, from));
  do {
    const page: Awaited<ReturnType<FeedStore['list']>> = await feed.list(league, { limit: PAGE_SIZE, after });
    entries.push(...page.items.map(({ value }) => value));
    after = page.next;
  } while (after !== undefined);
  return entries.sort((a, b) => a.at - b.at);
}
