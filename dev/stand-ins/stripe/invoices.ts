import { BLANK_INVOICE } from './blanks.ts';
import { change } from './change.ts';
import { type Card, charged } from './charges.ts';
import { Refusal } from './refusal.ts';
import type { Charge, Invoice, Line, Subscription } from './rows.ts';
import type { World } from './world.ts';

const RETRY_AFTER_S = 3 * 86_400;

interface NewInvoice {
  readonly reason: Invoice['billing_reason'];
  readonly lines: readonly Line[];
  readonly period: { readonly start: number; readonly end: number };
}

/** A draft. Credit that the customer has is taken into account. */
export const addInvoice = (
  world: World,
  subscription: Subscription,
  { reason, lines, period }: NewInvoice,
): Invoice => {
  const id = world.nextId('in');
  const customer = world.customers.get(subscription.customer);
  const total = lines.reduce((sum, line) => sum + line.amount, 0);
  const balance = customer?.balance ?? 0;
  const due = Math.max(0, total + balance);
  const url = `/v1/invoices/${id}/lines`;
  const invoice: Invoice = {
    ...BLANK_INVOICE,
    id,
    object: 'invoice',
    amount_due: due,
    amount_paid: 0,
    amount_remaining: due,
    attempt_count: 0,
    attempted: false,
    billing_reason: reason,
    created: world.now(),
    currency: subscription.currency,
    customer: subscription.customer,
    ...{ auto_advance: true, customer_email: customer?.email ?? null, effective_at: null },
    hosted_invoice_url: null,
    ...{
      lines: { object: 'list', data: lines.map((line) => lineOf(world, id, subscription, line)), has_more: false, url },
    },
    next_payment_attempt: null,
    number: null,
    parent: parentOf(subscription),
    ...{ period_end: period.end, period_start: period.start, starting_balance: balance },
    status: 'draft',
    status_transitions: {
      finalized_at: null,
      ...{ marked_uncollectible_at: null },
      paid_at: null,
      ...{ voided_at: null },
    },
    ...{ subtotal: total, subtotal_excluding_tax: total, total_excluding_tax: total },
    total,
  };
  world.invoices.add(invoice);
  subscription.latest_invoice = id;
  if (customer && total !== due) change(world, customer, 'customer.updated', { balance: balance + total - due });
  world.emit('invoice.created', invoice);
  return invoice;
};

const parentOf = ({ id, metadata }: Subscription) => ({
  quote_details: null,
  subscription_details: { metadata, subscription: id },
  type: 'subscription_details',
});

const lineOf = (world: World, invoice: string, subscription: Subscription, line: Line) => {
  const { amount, description, period, price, proration } = line;
  const [item] = subscription.items.data;
  return {
    id: world.nextId('il'),
    object: 'line_item',
    amount,
    currency: subscription.currency,
    description,
    discount_amounts: [],
    discountable: !proration,
    discounts: [],
    invoice,
    livemode: false,
    metadata: subscription.metadata,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration,
        subscription: subscription.id,
        subscription_item: item?.id,
      },
      type: 'subscription_item_details',
    },
    period,
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: price.id, product: price.product },
      type: 'price_details',
      unit_amount_decimal: String(price.unit_amount),
    },
    quantity: item?.quantity ?? 1,
    quantity_decimal: String(item?.quantity ?? 1),
    subscription: subscription.id,
    subtotal: amount,
    taxes: [],
  };
};

/** Nothing of it changes any more, and it can be paid. */
export const finalize = (world: World, invoice: Invoice): void => {
  invoice.status = 'open';
  invoice.number = `STAND-IN-${invoice.id.slice(-6)}`;
  invoice.hosted_invoice_url = `${world.origin}/`;
  invoice.status_transitions = { ...invoice.status_transitions, finalized_at: world.now() };
  world.emit('invoice.finalized', invoice);
};

/** Tries to fetch what is due. Answers whether it is paid now. */
export const collect = (world: World, invoice: Invoice, card: Card): boolean => {
  if (invoice.status !== 'open')
    throw new Refusal(`The invoice ${invoice.id} is ${invoice.status}: it cannot be paid.`);
  const isPaid = invoice.amount_due === 0 || addCharge(world, invoice, card).paid;
  invoice.attempted = true;
  if (invoice.amount_due > 0) invoice.attempt_count += 1;
  if (isPaid) settle(world, invoice);
  else fail(world, invoice);
  return isPaid;
};

const settle = (world: World, invoice: Invoice): void => {
  invoice.status = 'paid';
  invoice.amount_paid = invoice.amount_due;
  invoice.amount_remaining = 0;
  invoice.next_payment_attempt = null;
  invoice.status_transitions = { ...invoice.status_transitions, paid_at: world.now() };
  world.emit('invoice.paid', invoice);
  world.emit('invoice.payment_succeeded', invoice);
  setDelinquent(world, invoice.customer, false);
};

const fail = (world: World, invoice: Invoice): void => {
  invoice.next_payment_attempt = world.now() + RETRY_AFTER_S;
  world.emit('invoice.payment_failed', invoice);
  setDelinquent(world, invoice.customer, true);
};

const setDelinquent = (world: World, customerId: string, delinquent: boolean): void => {
  const customer = world.customers.get(customerId);
  if (customer) change(world, customer, 'customer.updated', { delinquent });
};

const addCharge = (world: World, invoice: Invoice, card: Card): Charge => {
  const { amount_due: amount, customer, currency } = invoice;
  const charge = charged(world, { amount, customer, currency }, card);
  world.chargeOf.set(invoice, charge);
  return charge;
};
