import { type RecentSignal, recentOf } from '../domain/signal/recent-signal.ts';
import type { Signal } from '../domain/signal/signal.ts';
import type { Documents, Key } from '../ports/documents.ts';
import { sortableTime } from './line-history.ts';
import { ALL_LEAGUES } from './track-record.ts';

/** Signals of the last days. Partition: league, or {@link ALL_LEAGUES}; the id sorts the newest first. */
export type RecentSignalStore = Documents<RecentSignal>;

/** The greatest time that fits a sortable one: what is counted down from. */
const LAST_TIME = 99_999_999_999_999;

const keyOf = ({ id, detectedAt }: Signal, partition: string): Key => ({
  id: `${sortableTime(LAST_TIME - detectedAt)}-${id}`,
  partition,
});

/** Has lists show a signal: those of its league, and that of all leagues. A repeat finds its own entries. */
export async function recordRecent(recentSignals: RecentSignalStore, signal: Signal): Promise<void> {
  const recent = recentOf(signal);
  await Promise.all(
    [signal.event.league, ALL_LEAGUES].map((partition) => recentSignals.create(keyOf(signal, partition), recent)),
  );
}
