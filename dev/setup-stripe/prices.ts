import { TIER } from '../../shared/adapters/stripe/answers.ts';
import { TIERS, type Tier } from '../../shared/domain/account/tier.ts';
import type { Interval } from '../../shared/ports/billing.ts';
import type { Listener } from '../setup/report.ts';
import { amountText, unitsOf } from './amounts.ts';
import type { GivenAmounts } from './options.ts';
import type { Present } from './present.ts';
import type { Price, Product } from './schemas.ts';
import type { Shop } from './shop.ts';
import { lookupKeyOf, MADE_MARK, nameOf, OFFERS, type PerPrice, type PerTier, perTier } from './tiers.ts';

const DEFAULT_CURRENCY = 'usd';
/** A month, where nothing is said and nothing is there. */
const DEFAULT_AMOUNTS: PerTier<string> = { starter: '9', core: '29', sharp: '79' };
/** Who pays for a year gets two months for nothing. */
const MONTHS_PAID_A_YEAR = 10;

export interface WishedPrices {
  readonly currency: string;
  /** In the currency's smallest unit. */
  readonly amounts: PerPrice<number>;
}

/**
 * What is to be paid: what was typed; else what is there, so that a run for another reason changes no price; else the defaults. A
 * year follows its month when that is new. Throws for what is no amount of the currency, and when prices are there in several.
 */
export function wishedPrices(
  given: GivenAmounts,
  givenCurrency: string | undefined,
  present: Present['prices'],
): WishedPrices {
  const currency = givenCurrency ?? currencyOf(present);
  const presentUnits = (tier: Tier, interval: Interval): number | undefined => {
    const price = present[tier][interval];
    return price?.active && price.currency === currency ? (price.unit_amount ?? undefined) : undefined;
  };
  const typedUnits = (tier: Tier, interval: Interval): number | undefined => {
    const typed = given[tier][interval];
    return typed === undefined ? undefined : unitsOf(typed, currency);
  };
  const amounts = perTier((tier) => {
    const month = typedUnits(tier, 'month') ?? presentUnits(tier, 'month') ?? unitsOf(DEFAULT_AMOUNTS[tier], currency);
    const isSameMonth = month === presentUnits(tier, 'month');
    const kept = isSameMonth ? presentUnits(tier, 'year') : undefined;
    return { month, year: typedUnits(tier, 'year') ?? kept ?? month * MONTHS_PAID_A_YEAR };
  });
  return { currency, amounts };
}

function currencyOf(present: Present['prices']): string {
  const found = OFFERS.flatMap(({ tier, interval }) => {
    const price = present[tier][interval];
    return price?.active ? [price.currency] : [];
  });
  const [currency = DEFAULT_CURRENCY, another] = new Set(found);
  if (another)
    throw new Error(`The prices are in ${currency} and in ${another}: say with --currency which it is to be.`);
  return currency;
}

interface PricesRequest {
  readonly shop: Shop;
  readonly products: PerTier<Product>;
  readonly present: Present['prices'];
  readonly wished: WishedPrices;
  readonly tell: Listener;
}

/**
 * The price of each tier and interval. At Stripe the amount of a price never changes: where another is wished a new price takes
 * over the lookup key, and whoever pays the old one goes on paying it.
 */
export async function ensurePrices(request: PricesRequest): Promise<PerPrice<Price>> {
  const made: Record<Tier, Partial<Record<Interval, Price>>> = { starter: {}, core: {}, sharp: {} };
  for (const { tier, interval } of OFFERS) made[tier][interval] = await ensurePrice(request, tier, interval);
  return made as Record<Tier, Record<Interval, Price>>;
}

async function ensurePrice(request: PricesRequest, tier: Tier, interval: Interval): Promise<Price> {
  const { shop, products, wished, tell } = request;
  const { currency } = wished;
  const units = wished.amounts[tier][interval];
  const former = request.present[tier][interval];
  const what = `a ${interval} of ${nameOf(tier)}: ${amountText(units, currency)}`;
  const metadata = { [TIER]: tier, [MADE_MARK]: 'price' };
  if (former && isSame(former, { product: products[tier].id, currency, units, interval })) {
    const isRight = former.active && former.metadata[TIER] === tier && former.metadata[MADE_MARK] === 'price';
    const price = isRight ? former : await shop.updatePrice(former.id, { active: true, metadata });
    tell.step({ outcome: isRight ? 'already right' : 'changed', what });
    return price;
  }
  const price = await shop.createPrice({
    product: products[tier].id,
    currency,
    unit_amount: units,
    recurring: { interval },
    lookup_key: lookupKeyOf(tier, interval),
    transfer_lookup_key: true,
    metadata,
  });
  const inPlaceOf = former ? `, in place of ${former.id} (${amountOf(former)})` : '';
  tell.step({ outcome: former ? 'changed' : 'created', what: `${what}${inPlaceOf}` });
  return price;
}

const amountOf = ({ unit_amount: units, currency }: Price): string =>
  units == null ? 'no fixed amount' : amountText(units, currency);

interface Offer {
  readonly product: string;
  readonly currency: string;
  readonly units: number;
  readonly interval: Interval;
}

const isSame = (price: Price, { product, currency, units, interval }: Offer): boolean =>
  price.product === product &&
  price.currency === currency &&
  price.unit_amount === units &&
  price.recurring?.interval === interval &&
  price.recurring.interval_count === 1;

interface ArchiveRequest {
  readonly shop: Shop;
  readonly present: Pick<Present, 'products' | 'prices' | 'onSale'>;
  readonly current: PerPrice<Price>;
  readonly tell: Listener;
}

/** Takes former prices off sale, those of a run that broke off as well. Last of all: until then they can be bought. */
export async function archiveFormerPrices({ shop, present, current, tell }: ArchiveRequest): Promise<void> {
  for (const former of formerPrices(present, current)) {
    // Stripe archives no price that is its product's default.
    const tier = TIERS.find((one) => present.products[one]?.default_price === former.id);
    const product = tier && present.products[tier];
    if (product) await shop.updateProduct(product.id, { default_price: current[tier].month.id });
    await shop.updatePrice(former.id, { active: false });
    tell.step({
      outcome: 'changed',
      what: `${former.id} (${amountOf(former)}) can be bought no more; whoever has it keeps it`,
    });
  }
}

function formerPrices(present: ArchiveRequest['present'], current: PerPrice<Price>): readonly Price[] {
  const kept = new Set(OFFERS.map(({ tier, interval }) => current[tier][interval].id));
  const replaced = OFFERS.flatMap(({ tier, interval }) => present.prices[tier][interval] ?? []);
  const former = [...replaced, ...present.onSale].filter(({ id, active }) => active && !kept.has(id));
  return [...new Map(former.map((price) => [price.id, price])).values()];
}
