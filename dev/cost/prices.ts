import { z } from 'zod';
import table from './prices.json' with { type: 'json' };

const source = { source: z.url(), verified: z.boolean(), note: z.string().optional() };
const priceSchema = z.strictObject({
  usd: z.number().nonnegative(),
  /** For so many units. */
  per: z.number().positive(),
  unit: z.string(),
  /** So many units a month cost nothing. */
  freeMonthly: z.number().positive().optional(),
  ...source,
});
type Price = z.infer<typeof priceSchema>;

const NAMES = [
  'onDemandGbSecond',
  'onDemandExecution',
  'alwaysReadyBaselineGbSecond',
  'alwaysReadyGbSecond',
  'alwaysReadyExecution',
  'queueOperation',
  'blobOtherOperation',
  'cosmosRequestUnit',
  'cosmosStorageGb',
  'redisB0NodeHour',
  'redisB1NodeHour',
  'privateEndpointHour',
  'privateDnsZoneMonth',
  'logGb',
  'logRuleEvery5Minutes',
  'logRuleEvery15Minutes',
  'metricRule',
  'vaultOperation',
  'claudeInputToken',
  'claudeOutputToken',
  'discordRequest',
] as const;
export type PriceName = (typeof NAMES)[number];

const pricesSchema = z.strictObject({
  asOf: z.iso.date(),
  currency: z.literal('USD'),
  note: z.string(),
  prices: z.record(z.enum(NAMES), priceSchema),
  /** From the smallest to the largest. */
  oddsPlans: z.strictObject({
    ...source,
    plans: z.array(z.strictObject({ name: z.string(), credits: z.number(), usd: z.number() })),
  }),
  chartPlans: z.strictObject({
    ...source,
    plans: z.array(z.strictObject({ name: z.string(), charts: z.number(), usd: z.number() })),
  }),
  /** Of a charge: shares of it, and a sum. */
  stripeFees: z.strictObject({ ...source, share: z.number(), perCharge: z.number(), billingShare: z.number() }),
});
export type Prices = z.infer<typeof pricesSchema>;

/** The one dated price table. */
export const PRICES: Prices = pricesSchema.parse(table);

/** What so many units cost in a month, USD. */
export function costOf(price: Price, amount: number): number {
  return (Math.max(0, amount - (price.freeMonthly ?? 0)) / price.per) * price.usd;
}

/** Names of what was not looked up. */
export const unverified = ({ prices, oddsPlans, chartPlans, stripeFees }: Prices): readonly string[] => [
  ...NAMES.filter((name) => !prices[name].verified),
  ...Object.entries({ oddsPlans, chartPlans, stripeFees }).flatMap(([name, { verified }]) => (verified ? [] : [name])),
];
