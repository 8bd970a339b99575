import { ASSUMPTIONS } from './assumptions.ts';
import type { SimulatedMonth } from './credits.ts';
import type { EstimateInput } from './item.ts';
import type { Phase } from './phases.ts';
import { PRICES } from './prices.ts';
import { QUESTIONS, type UnitCost, type UnitCosts } from './unit-costs.ts';

/** An operation that takes nothing but what is said. */
export const aCost = (parts: Partial<UnitCost> = {}): UnitCost => ({
  cosmos: { read: 0, missing: 0, list: 0, create: 0, replace: 0, refused: 0, delete: 0 },
  requestUnits: 0,
  storedBytes: 0,
  queueOperations: 0,
  functions: {},
  lineBytes: 0,
  spanBytes: 0,
  odds: 0,
  discord: 0,
  claude: 0,
  quickchart: 0,
  stripe: 0,
  inputTokens: 0,
  outputTokens: 0,
  ...parts,
});

type Operations = UnitCosts['operations'];

/** Operations that take nothing but those that are given. */
export const someUnits = (parts: Partial<Operations> = {}): UnitCosts => ({
  measured: '2026-11-25',
  sample: {},
  changesPerPoll: 10,
  emptyReadsPerSecond: 2,
  metrics: { rows: 0, bytesPerRow: 0 },
  operations: {
    idleTick: aCost(),
    poll: aCost(),
    change: aCost(),
    alert: aCost(),
    watcher: aCost(),
    delivery: aCost(),
    idleSettle: aCost(),
    settledEvent: aCost(),
    poisonWatch: aCost(),
    billingEvent: aCost(),
    reconciledSubscriber: aCost(),
    questions: Object.fromEntries(QUESTIONS.map((name) => [name, aCost()])) as Operations['questions'],
    ...parts,
  },
});

export const A_MONTH: SimulatedMonth = {
  polls: 10_000,
  credits: 30_000,
  onDemand: 0,
  schedules: 0,
  busyTicks: 8000,
  ticks: 86_400,
  games: 400,
  leagueDays: 100,
  activeInterval: 60,
};

export const A_PHASE: Phase = {
  users: 500,
  instanceMemoryMB: 512,
  alwaysReady: [{ name: 'http', instanceCount: 1 }],
  useRedis: false,
  redisHighAvailability: false,
  redisPrivateEndpoint: false,
  oddsMonthlyCredits: 100_000,
  dailyLogCapGb: 1,
  tracesRatio: 1,
  criticalEvery: 'PT15M',
  rules: { every5Minutes: 0, every15Minutes: 0, metric: 0 },
};

/** A hundred users of an app that takes nothing but what is said. */
export const anInput = (parts: Partial<EstimateInput> = {}): EstimateInput => ({
  users: 100,
  phase: A_PHASE,
  plan: { name: '100k', credits: 100_000, usd: 59 },
  month: A_MONTH,
  units: someUnits(),
  prices: PRICES,
  assumptions: ASSUMPTIONS,
  ...parts,
});
