import { createAllowances } from '../../shared/adapters/allowances/allowances.ts';
import { memoryCache } from '../../shared/adapters/memory/memory-cache.ts';
import { memoryDocuments } from '../../shared/adapters/memory/memory-documents.ts';
import { memoryQueues } from '../../shared/adapters/memory/memory-queues.ts';
import { type RecordingTelemetry, recordingTelemetry } from '../../shared/adapters/telemetry/recording-telemetry.ts';
import type { EventOdds, SportEvent } from '../../shared/domain/market/market.ts';
import { type Budget, openBudget } from '../../shared/domain/polling/budget.ts';
import { cachedDocuments } from '../../shared/pipeline/cached-documents.ts';
import { createCatalogue } from '../../shared/pipeline/catalogue.ts';
import { ingestOdds } from '../../shared/pipeline/ingest-odds.ts';
import { createInsightPoints } from '../../shared/pipeline/interactions/insight-points.ts';
import { type PollOddsDeps, pollOdds } from '../../shared/pipeline/poll-odds.ts';
import { BUDGET_KEY } from '../../shared/pipeline/polling/budget-store.ts';
import { createOnDemandPolls } from '../../shared/pipeline/polling/poll-on-demand.ts';
import { createLatestOdds } from '../../shared/pipeline/queries/latest-odds.ts';
import { createLineReports } from '../../shared/pipeline/queries/line-reports.ts';
import type { ChartRequest, ChartResult } from '../../shared/ports/charts.ts';
import { type OddsFailure, type OddsSource, OddsSourceError } from '../../shared/ports/odds-source.ts';
import { within } from '../../shared/runtime/within.ts';
import { makeStores, STORES, type Stores } from '../../shared/stores.ts';
import { anEvent, NOON, odds, quote } from './odds.ts';

const LEAGUE = anEvent().league;
const CREDITS = 100_000;

/** Whatever a test says that the provider shows: prices of all three markets from a few books. */
export const gameOdds = (event: SportEvent = anEvent(), point = -3): EventOdds => ({
  event,
  markets: [
    ...odds('moneyline', [quote('draftkings', null, 1.65, 2.3), quote('pinnacle', null, 1.68, 2.28)], event).markets,
    ...odds(
      'spread',
      [
        quote('bovada', point - 0.5, 2, 1.83),
        quote('draftkings', point, 1.91, 1.91),
        quote('fanduel', point, 1.95, 1.87),
        quote('pinnacle', point, 1.95, 1.93),
      ],
      event,
    ).markets,
    ...odds('total', [quote('draftkings', 47.5, 1.91, 1.91), quote('fanduel', 47.5, 1.87, 1.95)], event).markets,
  ],
});

export interface MarketWorldOptions {
  /** Other leagues that are watched, beside the one of `anEvent`. */
  readonly leagues?: readonly string[];
  /** In place of a store. */
  readonly stores?: (stores: Stores) => Partial<Stores>;
}

/** All that `/odds` and `/line` stand on, in memory, with a provider and a draughtsman who do as they are told. */
export function marketWorld(options: MarketWorldOptions = {}) {
  let time = NOON;
  const now = () => time;
  const made = makeStores(
    (_, { ttlSeconds }) =>
      memoryDocuments<never>({ now, ...(ttlSeconds === undefined ? {} : { ttlSeconds }) }) as never,
  );
  const stores: Stores = { ...made, ...options.stores?.(made) };
  const cache = memoryCache({ now });
  const telemetry: RecordingTelemetry = recordingTelemetry();
  const leagues = [LEAGUE, ...(options.leagues ?? [])];
  const provider = fakeProvider(now);
  const boards = cachedDocuments(stores.boards, cache, 'fingerprint', STORES.boards.schema);
  const shared = { clock: now, now, cache, telemetry, boards };
  const queue = memoryQueues({ now });
  const ingest = { ...shared, ...stores, boards, queue, lineHistory: stores['line-history'] };
  const pollDeps: PollOddsDeps = {
    ...shared,
    source: provider.source,
    leagues: stores.leagues,
    budgets: stores.budgets,
    config: { leagues, markets: ['moneyline', 'spread', 'total'], regions: ['us'], monthlyCredits: CREDITS },
    ingest: async (league, answer) => void (await ingestOdds(ingest, league, answer)),
    keepRejected: async () => undefined,
  };
  const charts: { readonly drawn: ChartRequest[]; result: ChartResult | undefined } = { drawn: [], result: undefined };
  const draw = async (chart: ChartRequest): Promise<ChartResult> => {
    charts.drawn.push(chart);
    return charts.result ?? { kind: 'ok', url: `https://quickchart.io/chart/render/${charts.drawn.length}` };
  };
  const polls = createOnDemandPolls(pollDeps);
  const allowances = createAllowances();
  return {
    now,
    stores,
    cache,
    telemetry,
    provider,
    charts,
    polls,
    pollDeps,
    allowances,
    catalogue: createCatalogue({ catalogue: stores.catalogue, cache, leagues, now }),
    latestOdds: createLatestOdds({ cache, boards, leagues: stores.leagues, polls, within, telemetry }),
    lineReports: createLineReports({
      ...shared,
      charts: { draw },
      lineHistory: stores['line-history'],
      leagues: stores.leagues,
    }),
    insightPoints: createInsightPoints({ allowances, cache }),
    /** Lets time pass, ms. */
    pass: (ms: number) => {
      time += ms;
    },
    /** A tick of the timer. */
    tick: () => pollOdds(pollDeps),
    budget: async (): Promise<Budget> => (await stores.budgets.read(BUDGET_KEY))?.value ?? openBudget(CREDITS, time),
    /** Changes what is on record of the month's credits. */
    async setBudget(change: (budget: Budget) => Budget): Promise<void> {
      await stores.budgets.remove(BUDGET_KEY);
      await stores.budgets.create(BUDGET_KEY, change(openBudget(CREDITS, time)));
    },
  };
}

/** The on-demand share with nothing in it that may be spent now. */
export const emptyPurse = (budget: Budget): Budget => ({
  ...budget,
  releasedAt: budget.releasedAt + 3_600_000,
  purses: { ...budget.purses, onDemand: { used: 0, allowance: 0 } },
});

function fakeProvider(now: () => number) {
  const shown = new Map<string, readonly EventOdds[]>();
  const asked: string[] = [];
  let failure: OddsFailure | undefined;
  let gate: Promise<void> | undefined;
  const source: OddsSource = {
    sports: async () => ({ leagues: [], rejected: [], quota: undefined }),
    schedule: async (league) => ({
      events: (shown.get(league) ?? []).map(({ event }) => event),
      rejected: [],
      quota: undefined,
    }),
    async odds(league) {
      asked.push(league);
      await gate;
      if (failure) throw new OddsSourceError('told to fail', failure);
      return { observedAt: now(), events: shown.get(league) ?? [], rejected: [], quota: undefined };
    },
  };
  return {
    source,
    /** Leagues whose odds were asked for, in order. */
    asked,
    show: (events: readonly EventOdds[], league: string = LEAGUE) => void shown.set(league, events),
    fail: (kind: OddsFailure | undefined) => {
      failure = kind;
    },
    /** Holds every answer back until what is returned is called. */
    hold: (): (() => void) => {
      let release: () => void = () => undefined;
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
  };
}
