import type { BillingSubject, FraudKind } from '../../ports/billing.ts';
import { chargeSchema, type EventAnswer, msOf } from './answers.ts';
import type { Ask } from './ask.ts';
import { asUserId, customerOf, orAbsent } from './customers.ts';

type Subject = EventAnswer['data']['object'];

const none = (reason: string): BillingSubject => ({ kind: 'none', reason });

/** What an event is about. It only names things: how they stand is asked anew. */
export function subjectOfEvent(ask: Ask, { type, data: { object } }: EventAnswer): Promise<BillingSubject> {
  if (type.startsWith('customer.subscription.')) return ofCustomer(ask, object.customer);
  switch (type) {
    case 'invoice.paid':
    case 'invoice.payment_failed':
      return ofCustomer(ask, object.customer);
    case 'customer.deleted':
      return ofCustomer(ask, object.id);
    case 'checkout.session.completed':
      return ofCheckout(ask, object);
    case 'charge.dispute.created':
      return ofFraud(ask, 'dispute', object);
    case 'radar.early_fraud_warning.created':
      return ofFraud(ask, 'early-fraud-warning', object);
    default:
      return Promise.resolve(none('another-type'));
  }
}

async function ofCustomer(ask: Ask, customerId: string | null | undefined): Promise<BillingSubject> {
  if (customerId == null) return none('without-customer');
  return { kind: 'customer', customerId, userId: (await customerOf(ask, customerId))?.userId };
}

/** A page that was not ours to open, e.g. of a payment link, names no buyer of ours. */
async function ofCheckout(ask: Ask, { customer, mode, client_reference_id }: Subject): Promise<BillingSubject> {
  const buyerId = asUserId(client_reference_id);
  if (mode !== 'subscription' || buyerId === undefined) return none('not-our-checkout');
  if (customer == null) return none('without-customer');
  return { kind: 'checkout', customerId: customer, userId: (await customerOf(ask, customer))?.userId, buyerId };
}

async function ofFraud(ask: Ask, kind: FraudKind, { id, created, charge: chargeId }: Subject): Promise<BillingSubject> {
  if (id === undefined || created === undefined || chargeId == null) return none('without-charge');
  const charge = await orAbsent(ask('charges.retrieve', chargeSchema, (stripe) => stripe.charges.retrieve(chargeId)));
  if (charge?.customer == null) return none('without-customer');
  return {
    kind: 'fraud',
    customerId: charge.customer,
    userId: (await customerOf(ask, charge.customer))?.userId,
    suspension: { id, kind, at: msOf(created) },
  };
}
