/** A price rounded to 1.00 would say that nothing can be won. */
const SHORTEST = 1.001;
/** American prices of up to this size are looked up; beyond it they are computed. */
const TABLE_REACH = 20_000;

/**
 * Decimal odds of an American price, rounded to two places as The Odds API does: +150 → 2.5, −110 → 1.91.
 * Formula: 1 + p/100 for p > 0, 1 + 100/−p for p < 0. Smaller than 100 in size it is no American price: it stays as it is.
 */
export const decimalFromAmerican = (price: number): number => {
  if (Math.abs(price) < 100) return price;
  return Math.max(SHORTEST, Math.round((price > 0 ? 1 + price / 100 : 1 - 100 / price) * 100) / 100);
};

const table = Float64Array.from({ length: 2 * TABLE_REACH + 1 }, (_, index) =>
  decimalFromAmerican(index - TABLE_REACH),
);

const convert = (price: number): number => {
  if (price > -100 && price < 100) return price;
  const known = table[price + TABLE_REACH];
  return known === undefined ? decimalFromAmerican(price) : known;
};

interface Priced {
  price?: unknown;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const listIn = (holder: unknown, key: string): readonly unknown[] => {
  const list = isRecord(holder) ? holder[key] : undefined;
  return Array.isArray(list) ? list : [];
};

const convertOutcome = (outcome: unknown): void => {
  if (!isRecord(outcome)) return;
  const priced: Priced = outcome;
  if (typeof priced.price === 'number') priced.price = convert(priced.price);
};

/**
 * Turns every American price of an odds answer into decimal odds, in place: a backtest converts millions of them. Decimal
 * prices below 100 stay, so an answer in decimal comes out as it was; what does not look like an odds answer is left alone.
 * Convert an answer once: +9900 and longer become decimal odds that would read as American.
 */
export const toDecimal = (body: unknown): void => {
  if (!Array.isArray(body)) return;
  for (const event of body) {
    for (const bookmaker of listIn(event, 'bookmakers')) {
      for (const market of listIn(bookmaker, 'markets')) {
        for (const outcome of listIn(market, 'outcomes')) convertOutcome(outcome);
      }
    }
  }
};
