/** Currencies that Stripe counts in whole units, and those that it counts in thousandths: https://docs.stripe.com/currencies */
const IN_WHOLES: ReadonlySet<string> = new Set(
  'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '),
);
const IN_THOUSANDTHS: ReadonlySet<string> = new Set('bhd jod kwd omr tnd'.split(' '));

const placesOf = (currency: string): number => (IN_WHOLES.has(currency) ? 0 : IN_THOUSANDTHS.has(currency) ? 3 : 2);

/**
 * An amount in Stripe's smallest unit of a currency (ISO 4217, lower case), as people write it: `$9`, `$9.50`, `¥900`.
 * Throws a RangeError for what is no currency.
 */
export function moneyText(amount: number, currency: string): string {
  const places = placesOf(currency);
  const format = new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: places,
    maximumFractionDigits: places,
    trailingZeroDisplay: 'stripIfInteger',
  });
  return format.format(amount / 10 ** places);
}
