import { change } from './change.ts';
import { Refusal } from './refusal.ts';
import type { Charge, Dispute, FraudWarning } from './rows.ts';
import type { World } from './world.ts';

const needPaid = ({ id, paid }: Charge): void => {
  if (!paid) throw new Refusal(`The charge ${id} failed: there is nothing to take back.`);
};

/** The card's bank believes that the owner did not pay. */
export const addWarning = (world: World, charge: Charge): FraudWarning => {
  needPaid(charge);
  const warning = world.warnings.add({
    id: world.nextId('issfr'),
    object: 'radar.early_fraud_warning',
    actionable: !charge.refunded && !charge.disputed,
    charge: charge.id,
    created: world.now(),
    ...{ fraud_type: 'made_with_stolen_card', livemode: false, payment_intent: charge.payment_intent },
  });
  world.emit('radar.early_fraud_warning.created', warning);
  return warning;
};

/** The card's owner wants the money back from the bank. */
export const addDispute = (world: World, charge: Charge): Dispute => {
  needPaid(charge);
  if (charge.disputed) throw new Refusal(`The charge ${charge.id} is disputed already.`);
  const dispute = world.disputes.add({
    id: world.nextId('dp'),
    object: 'dispute',
    amount: charge.amount,
    ...{ balance_transactions: [], currency: charge.currency, enhanced_eligibility_types: [], evidence: {} },
    charge: charge.id,
    created: world.now(),
    ...{
      evidence_details: { due_by: world.now() + 7 * 86_400, has_evidence: false, past_due: false, submission_count: 0 },
    },
    ...{ intended_submission_method: null, is_charge_refundable: false, livemode: false, metadata: {} },
    ...{ network_reason_code: '10.4', payment_intent: charge.payment_intent },
    reason: 'fraudulent',
    status: 'needs_response',
  });
  charge.disputed = true;
  world.emit('charge.dispute.created', dispute);
  return dispute;
};

/** The bank decides. */
export const closeDispute = (world: World, dispute: Dispute, outcome: 'won' | 'lost'): void => {
  if (dispute.status !== 'needs_response') throw new Refusal(`The dispute ${dispute.id} is ${dispute.status} already.`);
  dispute.status = outcome;
  world.emit('charge.dispute.closed', dispute);
};

/** Gives the money back of our own will. */
export const refund = (world: World, charge: Charge): void => {
  needPaid(charge);
  change(world, charge, 'charge.refunded', { amount_refunded: charge.amount, refunded: true });
  for (const warning of world.warnings.newestFirst())
    if (warning.charge === charge.id)
      change(world, warning, 'radar.early_fraud_warning.updated', { actionable: false });
};
