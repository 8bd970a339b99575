import { change } from './change.ts';
import type { Card } from './charges.ts';
import { type CheckoutCard, expireSession, paySession } from './checkout.ts';
import { deleteCustomer } from './customers.ts';
import { addDispute, addWarning, closeDispute, refund } from './fraud.ts';
import { collect } from './invoices.ts';
import { Refusal } from './refusal.ts';
import type { Invoice, Subscription } from './rows.ts';
import { bill, end, endWithPeriod, fullLines, needStanding, settleStatus, turnPeriod } from './subscription-life.ts';
import { switchPrice } from './switch-price.ts';
import type { World } from './world.ts';

/** What people, banks and time do to subscriptions. Each takes ids, and throws an Error when it cannot be. */
export interface Deeds {
  /** Somebody pays on a checkout's page. Answers whether it went well. `fraud`: it does, and an early fraud warning follows. */
  pay(sessionId: string, card?: CheckoutCard): boolean;
  /** Nobody pays: the page's time is over. */
  abandon(sessionId: string): void;
  /** The period ends, whatever the clock says: it ends the subscription, or a new one begins and is to be paid. */
  renew(subscriptionId: string, card?: Card): void;
  /** Its open invoices are tried again, the oldest first. */
  retryPayment(subscriptionId: string, card?: Card): void;
  /** The last try failed. */
  exhaustRetries(subscriptionId: string, outcome?: 'unpaid' | 'canceled'): void;
  /** Another price, with an invoice for the difference; see `switchPrice`. */
  switchPrice(subscriptionId: string, priceId: string, card?: Card): void;
  cancel(subscriptionId: string, options?: { readonly atPeriodEnd?: boolean }): void;
  /** It goes on after all: neither paused nor about to end. */
  resume(subscriptionId: string): void;
  pause(subscriptionId: string): void;
  /** Answers the warning's id. */
  earlyFraudWarning(chargeId: string): string;
  /** Answers the dispute's id. */
  dispute(chargeId: string): string;
  closeDispute(disputeId: string, outcome: 'won' | 'lost'): void;
  refund(chargeId: string): void;
  deleteCustomer(customerId: string): void;
}

export const createDeeds = (world: World): Deeds => {
  const subscription = (id: string): Subscription => world.subscriptions.need(id);
  return {
    pay: (id, card = 'good') => paySession(world, world.sessions.need(id), card),
    abandon: (id) => {
      expireSession(world, world.sessions.need(id));
    },
    renew: (id, card = 'good') => renew(world, subscription(id), card),
    retryPayment: (id, card = 'good') => retryPayment(world, subscription(id), card),
    exhaustRetries: (id, outcome = 'unpaid') => exhaustRetries(world, subscription(id), outcome),
    switchPrice: (id, priceId, card = 'good') => {
      const [item] = subscription(id).items.data;
      if (!item) throw new Refusal(`The subscription ${id} has no item.`);
      const price = world.prices.need(priceId);
      switchPrice(world, subscription(id), item, { price, card, proration: 'always_invoice' });
    },
    cancel: (id, { atPeriodEnd = false } = {}) => {
      if (atPeriodEnd) endWithPeriod(world, subscription(id), true);
      else end(world, subscription(id), 'cancellation_requested');
    },
    resume: (id) => resume(world, subscription(id)),
    pause: (id) => pause(world, subscription(id)),
    earlyFraudWarning: (id) => addWarning(world, world.charges.need(id)).id,
    dispute: (id) => addDispute(world, world.charges.need(id)).id,
    closeDispute: (id, outcome) => closeDispute(world, world.disputes.need(id), outcome),
    refund: (id) => refund(world, world.charges.need(id)),
    deleteCustomer: (id) => {
      deleteCustomer(world, world.customers.need(id));
    },
  };
};

const renew = (world: World, subscription: Subscription, card: Card): void => {
  needStanding(subscription);
  const { cancel_at_period_end: isEnding, status } = subscription;
  if (isEnding) {
    end(world, subscription, 'cancellation_requested');
    return;
  }
  if (status !== 'active' && status !== 'past_due')
    throw new Refusal(`The subscription ${subscription.id} is ${status}: it does not renew.`);
  turnPeriod(world, subscription);
  bill(world, subscription, 'subscription_cycle', fullLines(subscription), card);
};

/** The oldest first. */
export const openInvoices = (world: World, subscriptionId: string): readonly Invoice[] =>
  world.invoices
    .newestFirst()
    .filter(({ parent, status }) => status === 'open' && parent.subscription_details.subscription === subscriptionId)
    .reverse();

const retryPayment = (world: World, subscription: Subscription, card: Card): void => {
  needStanding(subscription);
  const open = openInvoices(world, subscription.id);
  if (open.length === 0) throw new Refusal(`The subscription ${subscription.id} has no open invoice.`);
  const results = open.map((invoice) => collect(world, invoice, card));
  settleStatus(
    world,
    subscription,
    results.every((isPaid) => isPaid),
  );
};

const exhaustRetries = (world: World, subscription: Subscription, outcome: 'unpaid' | 'canceled'): void => {
  needStanding(subscription);
  if (subscription.status !== 'past_due')
    throw new Refusal(`The subscription ${subscription.id} is ${subscription.status}, not past_due.`);
  for (const invoice of openInvoices(world, subscription.id)) invoice.next_payment_attempt = null;
  if (outcome === 'canceled') end(world, subscription, 'payment_failed');
  else change(world, subscription, 'customer.subscription.updated', { status: 'unpaid' });
};

const pause = (world: World, subscription: Subscription): void => {
  needStanding(subscription);
  if (subscription.status === 'paused') throw new Refusal(`The subscription ${subscription.id} is paused already.`);
  subscription.status = 'paused';
  world.emit('customer.subscription.paused', subscription);
};

export const resume = (world: World, subscription: Subscription): void => {
  needStanding(subscription);
  if (subscription.status !== 'paused') {
    endWithPeriod(world, subscription, false);
    return;
  }
  subscription.status = 'active';
  world.emit('customer.subscription.resumed', subscription);
};
