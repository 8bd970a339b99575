import type { RecentSignal } from '../domain/signal/recent-signal.ts';
import type { Settlement } from '../domain/signal/settlement.ts';
import type { Level, Signal } from '../domain/signal/signal.ts';

/** A signal of the last days, and what became of it as far as that is known. */
export interface SignalNews {
  readonly signal: RecentSignal;
  readonly settlement?: Settlement | undefined;
}

/** A signal as it was raised, however long ago. */
export interface SignalOnRecord {
  readonly signal: Signal;
  readonly settlement?: Settlement | undefined;
  /** The highest level at which it was told, or a signal that it takes back: who was told of that is told of its end. */
  readonly told: Level;
}

/** What is on record of signals, at most half a minute old. */
export interface RecentSignals {
  /** The newest signals of one league or of all, ten at most, the newest first. */
  newest(query: { readonly league?: string | undefined; readonly least: Level }): Promise<readonly SignalNews[]>;
  /** The signals of the last days that one may choose from, a hundred at most, the newest first. */
  known(least: Level): Promise<readonly RecentSignal[]>;
  /** One signal; undefined when none of that name is on record. */
  find(eventId: string, signalId: string): Promise<SignalOnRecord | undefined>;
}
