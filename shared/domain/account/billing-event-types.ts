/**
 * Events of Stripe that can change what a person may use, and so all that its webhook endpoint asks for. Each only says that
 * something changed: the truth is fetched anew. The endpoint cannot ask for `customer.subscription.*`, so each one is named.
 */
export const BILLING_EVENT_TYPES = [
  'checkout.session.completed',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.resumed',
  'customer.subscription.pending_update_applied',
  'customer.subscription.pending_update_expired',
  'customer.subscription.trial_will_end',
  'invoice.paid',
  'invoice.payment_failed',
  'charge.dispute.created',
  'radar.early_fraud_warning.created',
  'customer.deleted',
] as const;
