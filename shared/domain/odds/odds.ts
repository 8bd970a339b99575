import { z } from 'zod';

/** Decimal odds: what one unit staked returns, stake included. Always above 1, at most 1,001. */
export const decimalOddsSchema = z.number().gt(1).max(1001).brand<'DecimalOdds'>();
export type DecimalOdds = z.infer<typeof decimalOddsSchema>;

/** A chance, 0 to 1. */
export const probabilitySchema = z.number().min(0).max(1).brand<'Probability'>();

/** Whether a value is usable as decimal odds: finite, above 1, at most 1,001. */
export const isDecimalOdds = (value: unknown): value is DecimalOdds =>
  typeof value === 'number' && value > 1 && value <= 1001;
