import type { Tier } from '../../shared/domain/account/tier.ts';
import type { QuestionName } from './unit-costs.ts';

/** What nobody can count before there are users. Each is a guess on the high side, and is printed with the estimate. */
export interface Assumptions {
  /** Shares of the users, 1 together. */
  readonly tiers: Readonly<Record<Tier, number>>;
  /** Questions of one user a day. */
  readonly questionsPerDay: Readonly<Record<Tier, number>>;
  /** Of a hundred questions; suggestions while typing come on top of those that are typed. */
  readonly mix: Readonly<Record<Exclude<QuestionName, 'suggest'>, number>>;
  readonly suggestionsPerQuestion: number;
  /** Signals of a league and day, by the cross-validation in docs/signals.md; each is posted to at most two channels. */
  readonly alertsPerLeagueDay: number;
  readonly channelsPerAlert: number;
  /** Of those whose tier has them. */
  readonly directMessageShare: number;
  /** A day, for one of them, after watches, quiet hours and cooldowns. */
  readonly directMessagesPerDay: number;
  /** Webhooks of Stripe for a subscriber in a month: a renewal, and now and then a change. */
  readonly billingEventsPerMonth: number;
  /** A chart is kept for a quarter of an hour for all who ask: when most ask, a day, and how many markets they then ask about. */
  readonly charts: { readonly busyHoursPerDay: number; readonly marketsAskedFor: number };
  /** Months that the database has run: what stays for ever has grown so long. */
  readonly monthsKept: number;
  /** What a real service takes to answer, seconds; here a stand-in answers at once. */
  readonly answerSeconds: {
    readonly odds: number;
    readonly discord: number;
    readonly claude: number;
    readonly quickchart: number;
    readonly stripe: number;
  };
  /** Bytes that the Functions host itself logs of a call: a request and two lines. */
  readonly hostLogBytesPerExecution: number;
  /** Of all different metrics, how many each process tells each minute. */
  readonly metricShareOfProcess: number;
  /** Rows a minute that Azure writes by itself where infra/ asks for it. */
  readonly platformMetrics: {
    readonly storageRows: number;
    readonly redisRows: number;
    readonly bytesPerRow: number;
  };
  /** The host's leases on blobs, a minute and instance. */
  readonly blobOperationsPerMinute: number;
  readonly vaultOperationsPerInstanceDay: number;
  /** A subscription's price a month, USD, for Stripe's fees. */
  readonly monthlyPrice: Readonly<Record<Tier, number>>;
}

export const ASSUMPTIONS: Assumptions = {
  tiers: { starter: 0.7, core: 0.2, sharp: 0.1 },
  questionsPerDay: { starter: 2, core: 5, sharp: 12 },
  mix: { odds: 35, line: 9, signals: 25, explain: 6, chart: 4, watch: 5, record: 6, account: 5, help: 5 },
  suggestionsPerQuestion: 2,
  alertsPerLeagueDay: 19,
  channelsPerAlert: 2,
  directMessageShare: 0.6,
  directMessagesPerDay: 6,
  billingEventsPerMonth: 6,
  charts: { busyHoursPerDay: 6, marketsAskedFor: 30 },
  monthsKept: 12,
  answerSeconds: { odds: 0.5, discord: 0.3, claude: 2.5, quickchart: 0.8, stripe: 0.4 },
  hostLogBytesPerExecution: 2500,
  metricShareOfProcess: 0.5,
  platformMetrics: { storageRows: 12, redisRows: 40, bytesPerRow: 400 },
  blobOperationsPerMinute: 12,
  vaultOperationsPerInstanceDay: 40,
  monthlyPrice: { starter: 9, core: 29, sharp: 79 },
};
