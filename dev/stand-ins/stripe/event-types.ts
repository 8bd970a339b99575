/** Types of events around payments, as far as somebody might want them here. Stripe knows more. */
const FAMILIES: Readonly<Record<string, string>> = {
  account: 'updated',
  'billing_portal.configuration': 'created updated',
  'billing_portal.session': 'created',
  charge: 'captured expired failed pending refunded succeeded updated',
  'charge.dispute': 'closed created funds_reinstated funds_withdrawn updated',
  'charge.refund': 'updated',
  'checkout.session': 'async_payment_failed async_payment_succeeded completed expired',
  customer: 'created deleted updated',
  'customer.discount': 'created deleted updated',
  'customer.source': 'created deleted expiring updated',
  'customer.subscription':
    'created deleted paused pending_update_applied pending_update_expired resumed trial_will_end updated',
  'customer.tax_id': 'created deleted updated',
  invoice:
    'created deleted finalization_failed finalized marked_uncollectible overdue overpaid paid payment_action_required payment_attempt_required payment_failed payment_succeeded sent upcoming updated voided will_be_due',
  payment_intent:
    'amount_capturable_updated canceled created partially_funded payment_failed processing requires_action succeeded',
  payment_method: 'attached automatically_updated detached updated',
  price: 'created deleted updated',
  product: 'created deleted updated',
  'radar.early_fraud_warning': 'created updated',
  refund: 'created failed updated',
  review: 'closed opened',
};

export const EVERY_TYPE = '*';

const TYPES: ReadonlySet<string> = new Set([
  EVERY_TYPE,
  ...Object.entries(FAMILIES).flatMap(([family, names]) => names.split(' ').map((name) => `${family}.${name}`)),
]);

export const isEventType = (type: string): boolean => TYPES.has(type);
