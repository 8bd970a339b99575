import type { RecentSignal } from '../../domain/signal/recent-signal.ts';
import type { Signal } from '../../domain/signal/signal.ts';
import type { Documents, Page } from '../../ports/documents.ts';
import type { SignalRecord } from '../raise-signal.ts';
import type { RecentSignalStore } from '../recent-signal-store.ts';
import { ALL_LEAGUES } from '../track-record.ts';

export interface FindSignalDeps {
  readonly signals: Documents<SignalRecord>;
  readonly recentSignals: RecentSignalStore;
}

const PAGE_SIZE = 200;
/** Ten thousand: more than is raised in the eight days that the list goes back. */
const MOST_PAGES = 50;

/**
 * A signal by its id alone. Signals are kept by event: which one it was, the list of recent ones tells, newest first.
 * @throws when there is none of that id in that list
 */
export async function findSignal({ signals, recentSignals }: FindSignalDeps, signalId: string): Promise<Signal> {
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { items, next }: Page<RecentSignal> = await recentSignals.list(ALL_LEAGUES, { limit: PAGE_SIZE, after });
    const found = items.find(({ value }) => value.signalId === signalId);
    const record = found && (await signals.read({ id: signalId, partition: found.value.event.id }));
    if (record) return record.value.signal;
    if (next === undefined) break;
    after = next;
  }
  throw new Error(
    `No signal ${signalId} was raised in the last eight days. The log calls it signalId, e.g. in signal_raised.`,
  );
}
