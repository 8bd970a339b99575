import { TIERS, type Tier } from '../../shared/domain/account/tier.ts';
import { INTERVALS, type Interval } from '../../shared/ports/billing.ts';

export type PerTier<T> = Readonly<Record<Tier, T>>;
type PerInterval<T> = Readonly<Record<Interval, T>>;
export type PerPrice<T> = PerTier<PerInterval<T>>;

export const perTier = <T>(make: (tier: Tier) => T): PerTier<T> => ({
  starter: make('starter'),
  core: make('core'),
  sharp: make('sharp'),
});

export const perPrice = <T>(make: (tier: Tier, interval: Interval) => T): PerPrice<T> =>
  perTier((tier) => ({ month: make(tier, 'month'), year: make(tier, 'year') }));

/** All that is sold, in the order in which it is told. */
export const OFFERS = TIERS.flatMap((tier) => INTERVALS.map((interval) => ({ tier, interval })));

export const nameOf = (tier: Tier): string => `${tier.charAt(0).toUpperCase()}${tier.slice(1)}`;
export const lookupKeyOf = (tier: Tier, interval: Interval): string => `oddstracker_${tier}_${interval}`;

/** Metadata of what this program made: its value says as what. */
export const MADE_MARK = 'oddstracker';
