import { z } from 'zod';

/** One thing that a league had to tell at Medium or High, whether it was told or not. */
export const feedEntrySchema = z.object({
  /** When it was found, epoch ms. */
  at: z.number().int(),
  confidence: z.number().min(0).max(1),
});
export type FeedEntry = z.infer<typeof feedEntrySchema>;

const DAY_MS = 24 * 60 * 60_000;
/** So far back a feed remembers what it had to tell. */
export const FEED_MEMORY_MS = 7 * DAY_MS;
/** More than this in a day, in the mean of a week, and people mute the feed. */
const MOST_A_DAY = 20;
/** No single day may flood it either: a feed that is misread makes hundreds. */
const MOST_IN_A_DAY = 40;

/**
 * The confidence that a league's next Medium or High signal must exceed, decided online: the week's best fit into the feed, so what
 * would not have been among them is left out; likewise for the last day. 0 while there is room.
 * @param past what the league had to tell before `now`, in the order of time
 */
export function feedBar(past: readonly FeedEntry[], now: number): number {
  const week = past.filter(({ at }) => at < now && now - at <= FEED_MEMORY_MS);
  const first = week[0];
  if (!first) return 0;
  const days = Math.max(1, (now - first.at) / DAY_MS);
  return Math.max(
    barOf(week, Math.floor(MOST_A_DAY * days)),
    barOf(
      week.filter(({ at }) => now - at <= DAY_MS),
      MOST_IN_A_DAY,
    ),
  );
}

/** The least confidence among the best `room` entries, once there are so many. */
function barOf(entries: readonly FeedEntry[], room: number): number {
  if (entries.length < room) return 0;
  return entries.map(({ confidence }) => confidence).sort((a, b) => b - a)[room - 1] ?? 0;
}
