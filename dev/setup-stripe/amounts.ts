/** Currencies that Stripe counts without a smaller unit, and those of which it counts thousandths; all others in hundredths. */
const WHOLE = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const THOUSANDTHS = new Set('bhd jod kwd omr tnd'.split(' '));

const decimalsOf = (currency: string): number => (WHOLE.has(currency) ? 0 : THOUSANDTHS.has(currency) ? 3 : 2);

/** Stripe takes no more than eight digits of the smallest unit. */
const MOST_UNITS = 99_999_999;

/**
 * An amount as people write it, in the currency's smallest unit: 9.50 usd is 950. Throws for what is no amount of it.
 * @param currency ISO 4217, lower case
 */
export function unitsOf(amount: string, currency: string): number {
  const decimals = decimalsOf(currency);
  const [, whole, part = ''] = /^(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  const units = Number(`${whole}${part.padEnd(decimals, '0')}`);
  if (whole === undefined || part.length > decimals || units < 1 || units > MOST_UNITS)
    throw new Error(`${amount} is no amount in ${currency.toUpperCase()}: ${example(decimals)}.`);
  return units;
}

const example = (decimals: number): string =>
  decimals === 0 ? 'it has no smaller unit, write e.g. 900' : `write e.g. 9 or ${(9.5).toFixed(decimals)}`;

/** E.g. `9.50 USD`. */
export const amountText = (units: number, currency: string): string => {
  const decimals = decimalsOf(currency);
  return `${(units / 10 ** decimals).toFixed(decimals)} ${currency.toUpperCase()}`;
};
