import { endOf } from '../recording/end-of.ts';
import { leaguesOf } from '../recording/leagues-of.ts';
import { type RecordedFeed, recordedFeed } from '../stand-ins/odds-api/recorded-feed.ts';

export interface Recording {
  readonly feed: RecordedFeed;
  readonly leagues: readonly string[];
  /** When the first and the last snapshot were captured, epoch ms. */
  readonly from: number;
  readonly until: number;
}

/** Opens recordings for a replay. Throws when there is nothing in them. */
export async function openRecording(files: readonly string[]): Promise<Recording> {
  const feed = recordedFeed(files);
  const [from, until, leagues] = [await feed.peek(), await endOf(files), await leaguesOf(files)];
  if (from === undefined || until === undefined) throw new Error(`There is no snapshot in ${files.join(', ')}`);
  return { feed, leagues, from, until };
}
