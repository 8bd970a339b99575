import type { Clock } from '../../shared/ports/clock.ts';
import type { AppSettings } from '../start/app-settings.ts';
import { type Checks, GROUP_NAMES, type GroupName } from './check.ts';
import type { Checking } from './checking.ts';
import { appChecks } from './checks/app.ts';
import { chartChecks } from './checks/charts.ts';
import { claudeChecks } from './checks/claude.ts';
import { clockChecks } from './checks/clock.ts';
import { databaseChecks } from './checks/database.ts';
import { discordChecks } from './checks/discord.ts';
import { loadChecks } from './checks/load.ts';
import { oddsChecks } from './checks/odds.ts';
import { queueChecks } from './checks/queues.ts';
import { redisChecks } from './checks/redis.ts';
import { settingsChecks } from './checks/settings.ts';
import { stripeChecks } from './checks/stripe.ts';
import { tierChecks } from './checks/tiers.ts';
import { resolveReferences } from './references.ts';
import { type Result, runChecks } from './run-checks.ts';
import type { ReadSecret } from './secret-reader.ts';
import { concealer } from './secrets.ts';
import { problemsOf, readSettings } from './settings.ts';

export interface PreflightRequest {
  readonly app: AppSettings;
  /** Where people reach the app, when its settings do not say. */
  readonly url?: string | undefined;
  readonly only?: readonly GroupName[];
  /** How long one check may take. */
  readonly timeoutMs: number;
  readonly now: Clock;
  readonly readSecret: ReadSecret;
  /** Where the last load test is kept. */
  readonly loadRecord?: string;
  /** Told how many checks are made, of how many. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** Goes through the whole list. Answers every line of it, in order, without a secret in it. Throws only where a mistake of ours is. */
export async function preflight(request: PreflightRequest): Promise<readonly Result[]> {
  const { app, url, only = GROUP_NAMES, timeoutMs, now, onProgress } = request;
  const given = { ...app.values, ...(url === undefined ? {} : { PUBLIC_BASE_URL: url }) };
  const { values, unresolved, ...vault } = await resolveReferences(given, request.readSecret, timeoutMs);
  // What a reference does not lead to is told there.
  const problems = problemsOf(values).filter(({ name }) => !unresolved.includes(name));
  const settings = readSettings(values, [...unresolved, ...problems.map(({ name }) => name)]);
  const checking: Checking = { settings, timeoutMs, now };

  const open: Readonly<Record<GroupName, () => Checks>> = {
    settings: () => settingsChecks(values, problems, app.of),
    vault: () => vault,
    odds: () => oddsChecks(checking),
    discord: () => discordChecks(checking),
    stripe: () => stripeChecks(checking),
    claude: () => claudeChecks(checking),
    charts: () => chartChecks(checking),
    queues: () => queueChecks(checking),
    database: () => databaseChecks(checking),
    redis: () => redisChecks(checking),
    clock: () => clockChecks(checking),
    app: () => appChecks(checking),
    tiers: () => tierChecks(),
    load: () => loadChecks(checking, request.loadRecord),
  };
  const opened = GROUP_NAMES.filter((name) => only.includes(name)).map((name) => [name, open[name]()] as const);
  const groups = new Map(opened.map(([name, { checks }]) => [name, checks]));
  const total = [...groups.values()].reduce((sum, { length }) => sum + length, 0);
  let done = 0;
  try {
    const results = await runChecks(groups, {
      timeoutMs,
      isAtFault: settings.isAtFault,
      onDone: () => onProgress?.(++done, total),
    });
    return concealed(results, concealer({ ...given, ...values }));
  } finally {
    await Promise.allSettled(opened.map(async ([, { close }]) => close?.()));
  }
}

const concealed = (results: readonly Result[], conceal: (text: string) => string): readonly Result[] =>
  results.map(({ seen, remedy, ...rest }) => ({
    ...rest,
    seen: conceal(seen),
    ...(remedy === undefined ? {} : { remedy: conceal(remedy) }),
  }));
