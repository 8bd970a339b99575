/**
 * On whose account something goes when prices move and everything runs at once. Each container, queue, function and line serves one of
 * them, so that nothing has to be guessed from times.
 */
const OWNERS = ['poll', 'change', 'alert', 'watcher', 'delivery'] as const;
export type Owner = (typeof OWNERS)[number];

const CONTAINERS: Readonly<Record<string, Owner>> = {
  leagues: 'poll',
  budgets: 'poll',
  catalogue: 'poll',
  fixtures: 'change',
  boards: 'change',
  'line-history': 'change',
  thresholds: 'change',
  'track-record': 'change',
  feed: 'alert',
  claims: 'alert',
  signals: 'alert',
  'recent-signals': 'alert',
  watchers: 'watcher',
  users: 'delivery',
  cooldowns: 'delivery',
  deliveries: 'delivery',
  destinations: 'delivery',
};
/** A change asks whether it was scored before, and who holds the hour of its market: mostly nobody. */
const OPERATIONS: Readonly<Record<string, Owner>> = {
  'signals/missing': 'change',
  'claims/missing': 'change',
  'claims/read': 'change',
};
const QUEUES: Readonly<Record<string, Owner>> = {
  'fingerprint-changes': 'change',
  alerts: 'alert',
  deliveries: 'delivery',
};
const FUNCTIONS: Readonly<Record<string, Owner>> = {
  'poll-odds': 'poll',
  'score-market': 'change',
  'fan-out-alert': 'alert',
  'deliver-alert': 'delivery',
};
const LINES: Readonly<Record<string, Owner>> = {
  odds_polled: 'poll',
  odds_not_found: 'poll',
  signal_raised: 'alert',
  alert_suppressed: 'alert',
  delivery_planned: 'delivery',
  delivery_dropped: 'delivery',
  alert_delivered: 'delivery',
};
/** A step that scored a market is kept only where it raised a signal. */
const STEPS: Readonly<Record<string, Owner>> = {
  'process fingerprint-changes': 'alert',
  'process alerts': 'alert',
  'process deliveries': 'delivery',
};

const OUTSIDE: Readonly<Record<string, Owner>> = { odds: 'poll', 'odds/polls': 'poll', discord: 'delivery' };

const before = (name: string): string => name.split('/', 1)[0] ?? '';

/** Whose each figure is, by its name in a tally; what is nobody's goes with the poll that set everything off. */
export const ownerOf = {
  cosmos: (name: string): Owner => OPERATIONS[name] ?? CONTAINERS[before(name)] ?? 'poll',
  queues: (name: string): Owner => QUEUES[before(name)] ?? 'poll',
  executions: (name: string): Owner => FUNCTIONS[name] ?? 'poll',
  outside: (name: string): Owner => OUTSIDE[name] ?? OUTSIDE[before(name)] ?? 'poll',
  logged: (name: string): Owner => OWNERS.find((owner) => name.endsWith(`:${owner}`)) ?? 'poll',
} as const;

export const logOwner = (event: string): Owner => LINES[event] ?? 'poll';
export const rowOwner = (step: string): Owner => STEPS[step] ?? 'poll';
