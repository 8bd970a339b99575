import type { Budget } from '../../domain/polling/budget.ts';
import type { PollScope } from '../../domain/polling/cost.ts';
import type { LeagueState } from '../../domain/polling/league-state.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Documents } from '../../ports/documents.ts';
import type { OddsAnswer, OddsSource, RejectedRecord } from '../../ports/odds-source.ts';
import type { Telemetry } from '../../ports/telemetry.ts';

/** What is polled. Markets, regions and bookmakers decide what a poll costs. */
interface PollConfig extends PollScope {
  readonly leagues: readonly string[];
  /** Credits a month until the provider tells the plan. */
  readonly monthlyCredits: number;
}

export interface PollOddsDeps {
  readonly clock: Clock;
  readonly source: OddsSource;
  readonly leagues: Documents<LeagueState>;
  readonly budgets: Documents<Budget>;
  readonly config: PollConfig;
  /** Takes an answer on. When it throws, the same league is polled again soon. */
  readonly ingest: (league: string, answer: OddsAnswer) => Promise<void>;
  /** Keeps a record that was left out, for a person to look at. */
  readonly keepRejected: (league: string, reason: string, record: RejectedRecord) => Promise<void>;
  readonly telemetry: Telemetry;
}
