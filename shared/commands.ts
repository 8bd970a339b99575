import { COMMAND_DEFINITIONS } from './discord/commands/registration.ts';
import type { CommandDeps } from './discord/commands/table.ts';
import type { Accounts } from './pipeline/accounts.ts';
import { createCatalogue } from './pipeline/catalogue.ts';
import { explainSignal } from './pipeline/explain-signal.ts';
import { keepFeedback } from './pipeline/feedback.ts';
import { createInsightPoints } from './pipeline/interactions/insight-points.ts';
import { signalPicture } from './pipeline/line-picture.ts';
import type { PollOddsDeps } from './pipeline/polling/deps.ts';
import { createOnDemandPolls } from './pipeline/polling/poll-on-demand.ts';
import { createUsageOf } from './pipeline/queries/account-usage.ts';
import type { Boards } from './pipeline/queries/board-at-hand.ts';
import { createLatestOdds } from './pipeline/queries/latest-odds.ts';
import { createLineReports } from './pipeline/queries/line-reports.ts';
import { createSignalQueries } from './pipeline/queries/recent-signals.ts';
import { createRecordQueries } from './pipeline/queries/track-record-report.ts';
import type { Allowances } from './ports/allowances.ts';
import type { Billing } from './ports/billing.ts';
import type { Cache } from './ports/cache.ts';
import type { Charts } from './ports/charts.ts';
import type { Explainer } from './ports/explainer.ts';
import { within } from './runtime/within.ts';
import type { Stores } from './stores.ts';

/** The outside of the commands, as ports: real adapters in the app, adapters in memory in a test. */
export interface CommandParts {
  readonly stores: Stores;
  readonly boards: Boards;
  readonly cache: Cache;
  readonly accounts: Accounts;
  readonly allowances: Allowances;
  readonly charts: Charts;
  /** Absent without a key for Claude. */
  readonly explainer: Explainer | undefined;
  /** Absent while payments are not set up. */
  readonly billing: Billing | undefined;
  /** For a poll because somebody asks. */
  readonly polling: PollOddsDeps;
}

/** Composes what every command and button asks of the app. */
export function commandDeps(parts: CommandParts): CommandDeps {
  const { stores, boards, cache, accounts, allowances, charts, explainer, billing, polling } = parts;
  const { clock: now, telemetry, config } = polling;
  const { leagues, catalogue, signals, performance, feedback, 'line-history': lineHistory } = stores;
  const drawing = { cache, charts, lineHistory, telemetry, now };
  return {
    catalogue: createCatalogue({ catalogue, cache, leagues: config.leagues, now }),
    latestOdds: createLatestOdds({ cache, boards, leagues, polls: createOnDemandPolls(polling), within, telemetry }),
    lineReports: createLineReports({ ...drawing, boards, leagues }),
    insightPoints: createInsightPoints({ allowances, cache }),
    recentSignals: createSignalQueries({ signals, recentSignals: stores['recent-signals'], cache }),
    trackRecords: createRecordQueries({ leagues, performance, cache }),
    explain: (signal, calling) => explainSignal({ cache, explainer, allowances, telemetry }, signal, calling),
    picture: (request, calling) => signalPicture(drawing, request, calling),
    changeUser: accounts.change,
    usage: createUsageOf(allowances),
    keepFeedback: (thumb) => keepFeedback(feedback, thumb),
    billing,
    telemetry,
    summaries: COMMAND_DEFINITIONS,
  };
}
