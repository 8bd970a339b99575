import { BLANK_CHARGE } from './blanks.ts';
import type { Charge } from './rows.ts';
import { unguessable, type World } from './world.ts';

/** How a bank answers. */
export type Card = 'good' | 'declined';

interface Debt {
  readonly customer: string;
  readonly amount: number;
  readonly currency: string;
}

/** Money fetched, or not. */
export const charged = (world: World, { amount, customer, currency }: Debt, card: Card): Charge => {
  const isPaid = card === 'good';
  const last4 = isPaid ? '4242' : '0341';
  const charge = world.charges.add({
    ...BLANK_CHARGE,
    id: world.nextId('ch'),
    object: 'charge',
    amount,
    ...{ amount_captured: isPaid ? amount : 0, captured: isPaid },
    ...{ billing_details: { address: null, email: null, name: null, phone: null, tax_id: null } },
    created: world.now(),
    currency,
    customer,
    ...{ description: isPaid ? 'Subscription' : null },
    ...{ failure_code: isPaid ? null : 'card_declined', failure_message: isPaid ? null : 'Your card was declined.' },
    ...{ outcome: outcomeOf(isPaid) },
    paid: isPaid,
    payment_intent: world.nextId('pi'),
    ...{ payment_method: unguessable('pm').slice(0, 27) },
    ...{
      payment_method_details: {
        card: { brand: 'visa', country: 'US', exp_month: 12, exp_year: 2040, last4 },
        type: 'card',
      },
    },
    status: isPaid ? 'succeeded' : 'failed',
  });
  world.emit(isPaid ? 'charge.succeeded' : 'charge.failed', charge);
  return charge;
};

const outcomeOf = (isPaid: boolean) => ({
  network_status: isPaid ? 'approved_by_network' : 'declined_by_network',
  reason: isPaid ? null : 'generic_decline',
  risk_level: 'normal',
  seller_message: isPaid ? 'Payment complete.' : 'The bank did not return any further details with this decline.',
  type: isPaid ? 'authorized' : 'issuer_declined',
});
