import { FEED_MEMORY_MS, type FeedEntry, feedHour, feedKey, hasRoom, isWorthKeeping } from '../domain/signal/feed.ts';
import type { Signal } from '../domain/signal/signal.ts';
import type { Documents } from '../ports/documents.ts';
import { sortableTime } from './line-history.ts';

/** What each league had to tell. Partition: league; the id sorts by time. */
export type FeedStore = Documents<FeedEntry>;

const PAGE_SIZE = 500;

/**
 * Whether a league's feed has room for a Medium or High signal, and notes that the league had it to tell. Only what was found before
 * counts, so that all signals of one poll are measured alike, in whatever order they come.
 */
export async function admitToFeed(
  feed: FeedStore,
  {
    event,
    market,
    type,
    confidence,
    detectedAt: at,
  }: Pick<Signal, 'event' | 'market' | 'type' | 'confidence' | 'detectedAt'>,
): Promise<boolean> {
  const past = await entriesSince(feed, event.league, feedHour(at - FEED_MEMORY_MS));
  const told = hasRoom(past, { at, confidence });
  if (isWorthKeeping(past, at)) {
    const key = { id: feedKey({ eventId: event.id, market, type }, at), partition: event.league };
    const created = await feed.create(key, { at, confidence, told });
    if (created === 'exists' && told) await markTold(feed, key);
  }
  return told;
}

/** Left out at first, told later in the same hour. Of two at once either may write: they write the same. */
async function markTold(feed: FeedStore, key: Parameters<FeedStore['read']>[0]): Promise<void> {
  const entry = await feed.read(key);
  if (entry && !entry.value.told) await feed.replace(key, { ...entry.value, told: true }, entry.etag);
}

async function entriesSince(feed: FeedStore, league: string, from: number): Promise<FeedEntry[]> {
  const entries: FeedEntry[] = [];
  let after: string | undefined = sortableTime(Math.max(0, from));
  do {
    const page: Awaited<ReturnType<FeedStore['list']>> = await feed.list(league, { limit: PAGE_SIZE, after });
    entries.push(...page.items.map(({ value }) => value));
    after = page.next;
  } while (after !== undefined);
  return entries;
}
