import { z } from 'zod';

/** One thing that a league had to tell at Medium or High. */
export const feedEntrySchema = z.object({
  /** When it was found, epoch ms. */
  at: z.number().int(),
  confidence: z.number().min(0).max(1),
  /** Whether there was room for it. */
  told: z.boolean(),
});
export type FeedEntry = z.infer<typeof feedEntrySchema>;

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** So far back a feed remembers what it had to tell. */
export const FEED_MEMORY_MS = 7 * DAY_MS;
/** More than this in a day, in the mean of a week, and people mute the feed. */
const MOST_A_DAY = 20;
/** No single day may flood it either: a feed that is misread makes hundreds. */
const MOST_IN_A_DAY = 40;
/** A misread day must not silence the rest of the week: only so many of it, the best, count for the week. */
const MOST_OF_A_DAY = 60;
/** More entries of a day than this tell nothing new; it bounds what is kept and read. */
const MOST_KEPT_OF_A_DAY = 300;

/** What a feed keeps apart: one entry for it and hour, as it would be told once an hour. The name sorts by time. */
export const feedKey = (market: { eventId: string; market: string; type: string }, at: number): string =>
  `${String(feedHour(at)).padStart(14, '0')}-${market.eventId}:${market.market}:${market.type}`;

export const feedHour = (at: number): number => Math.floor(at / HOUR_MS) * HOUR_MS;

/**
 * Whether a league's feed has room for a Medium or High signal, decided online: for the week's best, 20 a day in the mean, and the
 * day's best 40. Between equals the first ones are told, as long as there is room.
 * @param past what the league had to tell; only what was found before `at` counts
 */
export function hasRoom(past: readonly FeedEntry[], { at, confidence }: Pick<FeedEntry, 'at' | 'confidence'>): boolean {
  const before = past.filter((entry) => entry.at < at && at - entry.at <= FEED_MEMORY_MS);
  const first = Math.min(at, ...before.map((entry) => entry.at));
  const days = Math.max(1, (at - first) / DAY_MS);
  const day = before.filter((entry) => at - entry.at <= DAY_MS);
  const isAmong = (best: readonly FeedEntry[], all: readonly FeedEntry[], room: number): boolean =>
    fits(best, confidence, { room, told: all.filter(({ told }) => told).length });
  return isAmong(bestOfEachDay(before, at), before, Math.floor(MOST_A_DAY * days)) && isAmong(day, day, MOST_IN_A_DAY);
}

/** Among the best that there is room for; as good as the last of them, only while not so many were told. */
function fits(
  best: readonly FeedEntry[],
  confidence: number,
  { room, told }: { readonly room: number; readonly told: number },
): boolean {
  const better = best.filter((entry) => entry.confidence > confidence).length;
  if (better >= room) return false;
  const asGood = best.filter((entry) => entry.confidence === confidence).length;
  return better + asGood < room || told < room;
}

function bestOfEachDay(entries: readonly FeedEntry[], now: number): FeedEntry[] {
  const days = Map.groupBy(entries, ({ at }) => Math.floor((now - at) / DAY_MS));
  return [...days.values()].flatMap((day) =>
    day.toSorted((a, b) => b.confidence - a.confidence).slice(0, MOST_OF_A_DAY),
  );
}

/** Whether another entry would tell the feed anything. */
export const isWorthKeeping = (past: readonly FeedEntry[], at: number): boolean =>
  past.filter((entry) => Math.abs(at - entry.at) <= DAY_MS).length < MOST_KEPT_OF_A_DAY;
