import { survey } from '../recording/survey.ts';
import type { FeedEvent } from '../stand-ins/odds-api/feed.ts';
import { type RecordedFeed, recordedFeed, sportOf } from '../stand-ins/odds-api/recorded-feed.ts';

export interface Recording {
  readonly feed: RecordedFeed;
  readonly leagues: readonly string[];
  /** When the first and the last snapshot were captured, epoch ms. */
  readonly from: number;
  readonly until: number;
}

/** Opens recordings for a replay. Throws when they cannot be read to their end, or hold no game. */
export async function openRecording(files: readonly string[]): Promise<Recording> {
  const feed = recordedFeed(files);
  const from = await feed.peek();
  const { first, until } = await survey(files);
  if (from === undefined || until === undefined || first.size === 0)
    throw new Error(`There is no snapshot with a game in ${files.join(', ')}`);
  return { feed: announcing(feed, first), leagues: [...first.keys()], from, until };
}

/**
 * The same feed, in which a league that is recorded only later is listed and has its games on the schedule before, as the provider
 * would, and nobody quotes them yet. Without that the app would find no such league, and leave it alone for hours.
 */
const announcing = (feed: RecordedFeed, first: ReadonlyMap<string, unknown>): RecordedFeed => ({
  ...feed,
  sports: () => {
    const shown = feed.sports();
    const later = [...first.keys()].filter((league) => !shown.some(({ key }) => key === league));
    return [...shown, ...later.map((league) => sportOf(league, league))];
  },
  events: (sport) => feed.events(sport) ?? unquoted(first.get(sport)),
});

const unquoted = (answer: unknown): readonly FeedEvent[] | undefined =>
  Array.isArray(answer) ? answer.map((event) => ({ ...event, bookmakers: [] })) : undefined;
