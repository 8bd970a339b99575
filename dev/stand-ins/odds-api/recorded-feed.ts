import { readSnapshots, type Snapshot } from '../../recording/read-snapshots.ts';
import type { FeedEvent, FeedSport, OddsFeed } from './feed.ts';

/** A recording as a feed. Nothing is on offer before the first step. */
export interface RecordedFeed extends OddsFeed {
  /** When the next snapshot was captured, epoch ms, without going there; undefined at the recording's end. */
  peek(): Promise<number | undefined>;
  /** Goes to the next snapshot; undefined at the recording's end, where the last one stays on offer. */
  next(): Promise<{ readonly at: number } | undefined>;
  /** Lets go of the files. */
  close(): Promise<void>;
}

const GROUPS: Readonly<Record<string, string>> = {
  americanfootball: 'American Football',
  basketball: 'Basketball',
  baseball: 'Baseball',
  icehockey: 'Ice Hockey',
  soccer: 'Soccer',
};

/** A league as the provider lists it, as far as a recording tells. */
export const sportOf = (key: string, title: string): FeedSport => ({
  key,
  group: GROUPS[key.split('_')[0] ?? ''] ?? 'Other',
  title,
  description: title,
});

interface League {
  readonly sport: FeedSport;
  readonly events: readonly FeedEvent[];
}

/** Recorded answers are served as they came: what is wrong in them is part of the recording. */
const eventsIn = (body: unknown): readonly FeedEvent[] => (Array.isArray(body) ? body : []);

/**
 * Serves recordings of one or more leagues, each league at its newest snapshot.
 *
 * @param files as {@link readSnapshots} takes them; prices in American odds
 */
export const recordedFeed = (files: readonly string[]): RecordedFeed => {
  const snapshots = readSnapshots(files);
  const leagues = new Map<string, League>();
  let ahead: Promise<IteratorResult<Snapshot, void>> | undefined;

  const show = ({ body }: Snapshot): void => {
    const events = eventsIn(body);
    const first = events[0];
    if (first) {
      const sport = sportOf(first.sport_key, first.sport_title ?? first.sport_key);
      leagues.set(first.sport_key, { sport, events });
      return;
    }
    // An empty answer does not say of which league it is; with one league there is no doubt.
    const [only, second] = leagues.values();
    if (only && !second) leagues.set(only.sport.key, { ...only, events });
  };

  const peek = async (): Promise<number | undefined> => {
    ahead ??= snapshots.next();
    const result = await ahead;
    return result.done ? undefined : result.value.capturedAt;
  };

  const next = async (): Promise<{ at: number } | undefined> => {
    ahead ??= snapshots.next();
    const result = await ahead;
    if (result.done) return undefined;
    ahead = undefined;
    show(result.value);
    return { at: result.value.capturedAt };
  };

  return {
    oddsFormat: 'american',
    sports: () => [...leagues.values()].map(({ sport }) => sport),
    events: (sport) => leagues.get(sport)?.events,
    peek,
    next,
    close: async () => {
      await snapshots.return();
    },
  };
};
