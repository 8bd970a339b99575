import { z } from 'zod';
import { type Faults, faultSchema } from './faults.ts';

const orderSchema = z.strictObject({
  clear: z.literal(true).optional(),
  fault: faultSchema.optional(),
});

/** What a stand-in's control path answers. */
export interface ControlState {
  readonly faults: ReturnType<Faults['active']>;
  readonly stats: unknown;
}

/**
 * The orders that every stand-in takes on `/__control`: `{"fault": {…}}` puts one in force, `{"clear": true}` takes all back
 * (first, when both are given), `{}` or GET only looks. Throws a ZodError for anything else.
 */
export const takeOrder = (faults: Faults, stats: () => unknown, order: unknown): ControlState => {
  const { clear, fault } = orderSchema.parse(order);
  if (clear) faults.clear();
  if (fault) faults.inject(fault);
  return { faults: faults.active(), stats: stats() };
};
