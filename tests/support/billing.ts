import { TIERS } from '../../shared/domain/account/tier.ts';
import type { Billing, Price } from '../../shared/ports/billing.ts';

const MONTHLY = { starter: 900, core: 1990, sharp: 4900 } as const;

/** What is set up: every tier by the month and by the year. */
export const PRICES: readonly Price[] = TIERS.flatMap((tier) => [
  { tier, interval: 'month', amount: MONTHLY[tier], currency: 'usd' },
  { tier, interval: 'year', amount: 10 * MONTHLY[tier], currency: 'usd' },
]);

/** Payments that answer at once, with addresses that say what was asked. */
export const billingWith = (parts: Partial<Billing> = {}): Billing => ({
  prices: async () => PRICES,
  checkout: async (userId, { tier, interval, attempt }) => ({
    kind: 'checkout',
    url: `https://pay.example/${userId}/${tier}/${interval}/${attempt}`,
  }),
  portalUrl: async (userId) => `https://pay.example/${userId}/portal`,
  ...parts,
});
