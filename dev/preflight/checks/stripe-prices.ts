import { TIER } from '../../../shared/adapters/stripe/answers.ts';
import type { Config } from '../../../shared/config.ts';
import type { Tier } from '../../../shared/domain/account/tier.ts';
import type { Interval } from '../../../shared/ports/billing.ts';
import { amountText } from '../../setup-stripe/amounts.ts';
import type { Price } from '../../setup-stripe/schemas.ts';
import type { Shop } from '../../setup-stripe/shop.ts';
import { nameOf, OFFERS } from '../../setup-stripe/tiers.ts';
import { type Check, type Fact, type Finding, fact, fail, none, pass } from '../check.ts';
import type { SettingName } from '../settings.ts';

type Prices = NonNullable<Config['stripe']>['prices'];
const SETUP = 'npm run setup:stripe prints the right one';

const settingOf = (tier: Tier, interval: Interval): SettingName => {
  const name = `STRIPE_PRICE_${tier.toUpperCase() as Uppercase<Tier>}` as const;
  return interval === 'year' ? `${name}_YEARLY` : name;
};

/** A line for each price that is sold, and one for the currency of all. */
export function priceChecks(
  prices: Prices,
  client: Fact<Shop>,
  needs: readonly SettingName[],
  timeoutMs: number,
): readonly Check[] {
  const offers = OFFERS.map(({ tier, interval }) => {
    const id = prices[tier][interval];
    const name = `a ${interval} of ${nameOf(tier)}`;
    const price = fact(name, async () => (id === undefined ? undefined : (await client.known()).price(id)), timeoutMs);
    return { tier, interval, id, name, price };
  });
  const lines = offers.map(({ tier, interval, id, name, price }): Check => {
    const setting = settingOf(tier, interval);
    return {
      name,
      needs: [...needs, setting],
      look: async () => {
        if (id === undefined) return none(`${setting} is not set: not sold`);
        return priceFinding(await price.read(), { tier, interval, setting });
      },
    };
  });
  return [
    ...lines,
    {
      name: 'currency',
      needs: [...needs, ...offers.flatMap(({ tier, interval, id }) => (id ? [settingOf(tier, interval)] : []))],
      look: async () => {
        const all = await Promise.all(offers.map(({ price }) => price.known()));
        const currencies = [...new Set(all.flatMap((price) => (price ? [price.currency.toUpperCase()] : [])))];
        if (currencies.length === 0) return none('there is no price');
        return currencies.length === 1
          ? pass(currencies.join())
          : fail(`the prices are in ${currencies.join(' and ')}`, 'npm run setup:stripe -- --currency CODE');
      },
    },
  ];
}

interface Offer {
  readonly tier: Tier;
  readonly interval: Interval;
  readonly setting: SettingName;
}

function priceFinding(price: Price | undefined, { tier, interval, setting }: Offer): Finding {
  if (!price) return fail(`there is no such price in this mode`, `mend ${setting}: ${SETUP}`);
  const { recurring, metadata, unit_amount: units, currency } = price;
  if (!price.active) return fail('can be bought no more', `mend ${setting}: ${SETUP}`);
  if (recurring?.interval !== interval || recurring.interval_count !== 1)
    return fail(`is paid ${recurring ? `every ${recurring.interval_count} ${recurring.interval}` : 'once'}`, SETUP);
  const other = metadata[TIER];
  if (other !== undefined && other !== tier) return fail(`is the price of ${other}`, `mend ${setting}: ${SETUP}`);
  return units == null ? fail('has no fixed amount', SETUP) : pass(amountText(units, currency));
}
