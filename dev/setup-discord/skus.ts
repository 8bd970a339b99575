import { SKUFlags, SKUType } from 'discord-api-types/v10';
import { TIERS, type Tier } from '../../shared/domain/account/tier.ts';
import type { Listener } from '../setup/report.ts';
import type { Sku } from './discord.ts';
import { TIER_ROLES } from './roles.ts';

/** Ids of what is sold inside Discord. */
export type TierSkus = Readonly<Partial<Record<Tier, string>>>;

/** Only a user's own subscription makes a subscriber; its group has the same name. */
const isOwn = ({ type, flags }: Sku): boolean =>
  type === SKUType.Subscription && (flags & SKUFlags.GuildSubscription) === 0;

const isNamed = ({ name }: Sku, tier: Tier): boolean =>
  name
    .trim()
    .toLowerCase()
    .replace(/^oddstracker\s+/, '') === tier;

/**
 * The tiers' SKUs: those that the settings name, else those of that name.
 * @param doubt told where there are several
 */
export function findSkus(present: readonly Sku[], stored: TierSkus, doubt: (text: string) => void): TierSkus {
  const sold = present.filter(isOwn);
  const find = (tier: Tier): Sku | undefined => {
    const known = sold.find(({ id }) => id === stored[tier]);
    const [sku, another] = sold.filter((one) => isNamed(one, tier) && !Object.values(stored).includes(one.id));
    if (!known && another)
      doubt(
        `There are several SKUs named ${TIER_ROLES[tier].name}: rename those that are not the tier's, or name its id in DISCORD_SKU_${tier.toUpperCase()}_ID.`,
      );
    return known ?? sku;
  };
  return Object.fromEntries(
    TIERS.flatMap((tier) => {
      const sku = find(tier);
      return sku ? [[tier, sku.id]] : [];
    }),
  );
}

const PARITY =
  'Discord’s price-parity rule asks for it once you sell elsewhere (e.g. by Stripe), at a price no higher than there';

/** Says which tiers are sold inside Discord, and what that is good for where one is not. */
export function tellSkus(known: TierSkus, tell: Listener): void {
  const named = (isSold: boolean): string =>
    TIERS.filter((tier) => (known[tier] !== undefined) === isSold)
      .map((tier) => TIER_ROLES[tier].name)
      .join(', ');
  const [sold, unsold] = [named(true), named(false)];
  if (sold) tell.step({ outcome: 'already right', what: `sold inside Discord: ${sold}` });
  if (unsold)
    tell.note(
      `Not sold inside Discord: ${unsold}. That is optional, but ${PARITY}: add user subscriptions of these names in the developer portal, Monetization, then run this again.`,
    );
}
