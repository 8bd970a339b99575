import { describe, expect, it } from 'vitest';
import type { GivenAmounts } from './options.ts';
import { wishedPrices } from './prices.ts';
import type { Price } from './schemas.ts';
import { perPrice, perTier } from './tiers.ts';

const NOTHING = perPrice(() => undefined);
const typed = (amounts: Partial<GivenAmounts>): GivenAmounts => ({ ...NOTHING, ...amounts });
const price = (currency: string, units: number, active = true): Price => ({
  ...{ id: 'price_1', active, product: 'prod_1', currency, unit_amount: units, metadata: {} },
});
/** Starter 12.00 and 100.00; nothing else. */
const SOME = { ...NOTHING, starter: { month: price('usd', 1200), year: price('usd', 10_000) } };

describe('wishedPrices', () => {
  it('is 9, 29 and 79 US dollars where nothing is said and nothing is there; a year is ten months', () => {
    expect(wishedPrices(NOTHING, undefined, NOTHING)).toEqual({
      currency: 'usd',
      amounts: {
        starter: { month: 900, year: 9000 },
        core: { month: 2900, year: 29_000 },
        sharp: { month: 7900, year: 79_000 },
      },
    });
  });

  it('keeps what is there, so that a run for another reason changes no price', () => {
    const { amounts } = wishedPrices(NOTHING, undefined, SOME);
    expect(amounts.starter).toEqual({ month: 1200, year: 10_000 });
    expect(amounts.core).toEqual({ month: 2900, year: 29_000 });
  });

  it('lets the year follow a month that is new, unless it was typed', () => {
    const month = { month: '15', year: undefined };
    expect(wishedPrices(typed({ starter: month }), undefined, SOME).amounts.starter).toEqual({
      month: 1500,
      year: 15_000,
    });
    const both = { month: '15', year: '99.90' };
    expect(wishedPrices(typed({ starter: both }), undefined, SOME).amounts.starter.year).toBe(9990);
    const year = { month: undefined, year: '120' };
    expect(wishedPrices(typed({ starter: year }), undefined, SOME).amounts.starter).toEqual({
      month: 1200,
      year: 12_000,
    });
  });

  it('keeps the currency that is there, and no amount of another one', () => {
    const euros = perPrice(() => price('eur', 500));
    expect(wishedPrices(NOTHING, undefined, euros)).toEqual({ currency: 'eur', amounts: perPrice(() => 500) });
    expect(wishedPrices(NOTHING, 'usd', euros).amounts.sharp).toEqual({ month: 7900, year: 79_000 });
    const yen = typed(perTier(() => ({ month: '900', year: undefined })));
    expect(wishedPrices(yen, 'jpy', NOTHING).amounts.core).toEqual({ month: 900, year: 9000 });
  });

  it('takes an archived price for none', () => {
    const archived = { ...NOTHING, starter: { month: price('eur', 500, false), year: undefined } };
    expect(wishedPrices(NOTHING, undefined, archived)).toEqual(wishedPrices(NOTHING, undefined, NOTHING));
  });

  it('does not choose between two currencies', () => {
    const mixed = { ...SOME, sharp: { month: price('eur', 7900), year: undefined } };
    expect(() => wishedPrices(NOTHING, undefined, mixed)).toThrow('--currency');
    expect(wishedPrices(NOTHING, 'usd', mixed).amounts.starter.month).toBe(1200);
  });
});
