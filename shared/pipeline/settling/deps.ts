import type { Board } from '../../domain/market/board.ts';
import type { LeagueState } from '../../domain/polling/league-state.ts';
import type { EventClosing } from '../../domain/signal/settlement.ts';
import type { Level } from '../../domain/signal/signal.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Documents } from '../../ports/documents.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import type { Fixture } from '../fixtures.ts';
import type { PerformanceStore } from '../performance-store.ts';
import type { SignalRecord } from '../raise-signal.ts';
import type { ThresholdDeps } from '../thresholds.ts';
import type { TrackRecordDeps } from '../track-record.ts';

export interface SettleDeps extends TrackRecordDeps, ThresholdDeps {
  readonly clock: Clock;
  readonly fixtures: Documents<Fixture>;
  readonly boards: Documents<Board>;
  readonly signals: Documents<SignalRecord>;
  /** Id and partition: the event's id. */
  readonly closings: Documents<EventClosing>;
  readonly performance: PerformanceStore;
  /** Every league that was ever polled. */
  readonly leagues: Documents<LeagueState>;
  /** The model's: least confidence of each level where nothing drifts. */
  readonly bars: Readonly<Record<Level, number>>;
  readonly telemetry: Telemetry;
}
