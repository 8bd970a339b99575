import { z } from 'zod';
import { takeOrder } from '../control.ts';
import type { Faults } from '../faults.ts';
import type { Deeds } from './deeds.ts';
import type { Deliveries } from './deliveries.ts';

interface Controlled {
  readonly deeds: Deeds;
  readonly deliveries: Deliveries;
}

/** Reads what an order says, and makes of it what is to be done. Throws a ZodError. */
type Read = (said: unknown) => (controlled: Controlled) => unknown;

const order =
  <T>(schema: z.ZodType<T>, carryOut: (controlled: Controlled, said: T) => unknown): Read =>
  (said) => {
    const parsed = schema.parse(said);
    return (controlled) => carryOut(controlled, parsed);
  };

const id = z.string().min(1);
const card = z.enum(['good', 'declined']).optional();
const ofSubscription = z.strictObject({ subscription: id });
const ofCharge = z.strictObject({ charge: id });
const release = z.strictObject({
  order: z.enum(['as-is', 'reversed', 'shuffled']).optional(),
  seed: z.int().optional(),
});

/** What the control path takes besides faults. */
const ORDERS: Readonly<Record<string, Read>> = {
  hold: order(z.literal(true), ({ deliveries }) => deliveries.hold()),
  release: order(z.union([z.literal(true), release]), ({ deliveries }, said) =>
    said === true ? deliveries.release() : deliveries.release(said.order, said.seed),
  ),
  duplicate: order(z.int().min(1).max(100), ({ deliveries }, times) => deliveries.duplicate(times)),
  lose: order(z.int().min(0), ({ deliveries }, count) => deliveries.lose(count)),
  pay: order(
    z.strictObject({ session: id, card: z.enum(['good', 'declined', 'fraud']).optional() }),
    ({ deeds }, said) => deeds.pay(said.session, said.card),
  ),
  abandon: order(z.strictObject({ session: id }), ({ deeds }, said) => deeds.abandon(said.session)),
  renew: order(ofSubscription.extend({ card }), ({ deeds }, said) => deeds.renew(said.subscription, said.card)),
  retryPayment: order(ofSubscription.extend({ card }), ({ deeds }, said) =>
    deeds.retryPayment(said.subscription, said.card),
  ),
  exhaustRetries: order(
    ofSubscription.extend({ outcome: z.enum(['unpaid', 'canceled']).optional() }),
    ({ deeds }, said) => deeds.exhaustRetries(said.subscription, said.outcome),
  ),
  switchPrice: order(ofSubscription.extend({ price: id, card }), ({ deeds }, said) =>
    deeds.switchPrice(said.subscription, said.price, said.card),
  ),
  cancel: order(ofSubscription.extend({ atPeriodEnd: z.boolean().default(false) }), ({ deeds }, said) =>
    deeds.cancel(said.subscription, said),
  ),
  resume: order(ofSubscription, ({ deeds }, said) => deeds.resume(said.subscription)),
  pause: order(ofSubscription, ({ deeds }, said) => deeds.pause(said.subscription)),
  earlyFraudWarning: order(ofCharge, ({ deeds }, said) => deeds.earlyFraudWarning(said.charge)),
  dispute: order(ofCharge, ({ deeds }, said) => deeds.dispute(said.charge)),
  closeDispute: order(z.strictObject({ dispute: id, outcome: z.enum(['won', 'lost']) }), ({ deeds }, said) =>
    deeds.closeDispute(said.dispute, said.outcome),
  ),
  refund: order(ofCharge, ({ deeds }, said) => deeds.refund(said.charge)),
  deleteCustomer: order(z.strictObject({ customer: id }), ({ deeds }, said) => deeds.deleteCustomer(said.customer)),
};

/**
 * Carries out `{"hold": true}`, `{"renew": {"subscription": "sub_…", "card": "declined"}}` and the like, one after the other as they
 * stand, then orders that every stand-in takes. Throws when something of it is not understood (nothing is done then) or cannot be.
 */
export const takeStripeOrder = (
  controlled: Controlled & { readonly faults: Faults; readonly stats: () => unknown },
  said: unknown,
): unknown => {
  const orders = Object.entries(z.record(z.string(), z.unknown()).parse(said));
  const isOurs = ([name]: readonly [string, unknown]): boolean => Object.hasOwn(ORDERS, name);
  const work = orders.filter(isOurs).flatMap(([name, value]) => ORDERS[name]?.(value) ?? []);
  const common = Object.fromEntries(orders.filter((each) => !isOurs(each)));
  for (const carryOut of work) carryOut(controlled);
  return takeOrder(controlled.faults, controlled.stats, common);
};
