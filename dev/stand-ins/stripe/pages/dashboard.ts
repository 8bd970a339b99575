import type { Reply } from '../../reply.ts';
import { type Deeds, openInvoices } from '../deeds.ts';
import type { Form } from '../form.ts';
import { Refusal } from '../refusal.ts';
import type { Charge, Customer, Subscription } from '../rows.ts';
import type { World } from '../world.ts';
import { alert, button, goTo, type Html, html, page } from './html.ts';
import { isEnded, planText, statusMark, whenText } from './words.ts';

const TITLE = 'Dashboard';
const MOST_SHOWN = 50;

/** Everybody who buys, with what only a bank, an operator or time can do. */
export const showDashboard = (world: World, refusal?: string): Reply => {
  const customers = world.customers.newestFirst();
  return page(
    TITLE,
    html`${alert(refusal)}${customers.length === 0 && html`<section><p>There is no customer yet.</p></section>`}
${customers.slice(0, MOST_SHOWN).map((customer) => customerSection(world, customer))}
${customers.length > MOST_SHOWN && html`<p>${customers.length - MOST_SHOWN} older ones are not shown.</p>`}`,
    refusal === undefined ? 200 : 409,
  );
};

const customerSection = (world: World, customer: Customer): Html => {
  const { id, metadata, email } = customer;
  const subscriptions = world.subscriptions.newestFirst().filter((each) => each.customer === id);
  const checkouts = world.sessions.newestFirst().filter((each) => each.customer === id && each.status === 'open');
  return html`<section>
<h2>Discord user ${metadata['discord_user_id'] ?? 'unknown'} ${email === null ? '' : `(${email})`}</h2>
<p><code>${id}</code></p>
${checkouts.map(({ url }) => html`<p><a href="${url ?? ''}">An open checkout</a></p>`)}
${subscriptions.length === 0 && html`<p>No subscription.</p>`}
${subscriptions.map((subscription) => subscriptionPart(world, subscription))}
<div class="row">${button('Delete customer', { deed: 'delete-customer', id }, 'danger')}</div>
</section>`;
};

const subscriptionPart = (world: World, subscription: Subscription): Html => html`<p>${planText(world, subscription)}
${statusMark(subscription)} ${whenText(subscription)} <code>${subscription.id}</code></p>
<div class="row">${buttonsFor(world, subscription)}</div>`;

const buttonsFor = (world: World, subscription: Subscription): readonly Html[] => {
  const charge = latestCharge(world, subscription.id);
  return [...(isEnded(subscription) ? [] : lifeButtons(world, subscription)), ...(charge ? bankButtons(charge) : [])];
};

const lifeButtons = (world: World, { id, status, cancel_at_period_end: isEnding }: Subscription): readonly Html[] => {
  const renews = status === 'active' || status === 'past_due';
  const isOwing = openInvoices(world, id).length > 0;
  return [
    ...(renews && !isEnding
      ? [
          button('Renew now (pays)', { deed: 'renew', id }),
          button('Renew now (card declined)', { deed: 'renew-declined', id }),
        ]
      : []),
    ...(renews && isEnding ? [button('End the period now', { deed: 'renew', id })] : []),
    ...(isOwing ? [button('Retry payment: good card', { deed: 'retry', id })] : []),
    ...(status === 'past_due'
      ? [
          button('Retries exhausted: unpaid', { deed: 'exhaust', id }),
          button('Retries exhausted: canceled', { deed: 'exhaust-canceled', id }),
        ]
      : []),
    status === 'paused' ? button('Resume', { deed: 'resume', id }) : button('Pause', { deed: 'pause', id }),
    button('Cancel now', { deed: 'cancel', id }, 'danger'),
  ];
};

const bankButtons = ({ id, disputed }: Charge): readonly Html[] => [
  button('Early fraud warning', { deed: 'warning', id }, 'danger'),
  ...(disputed ? [] : [button('Dispute', { deed: 'dispute', id }, 'danger')]),
];

/** The last one of a subscription that was paid. */
const latestCharge = (world: World, subscriptionId: string): Charge | undefined =>
  world.invoices
    .newestFirst()
    .filter(({ parent }) => parent.subscription_details.subscription === subscriptionId)
    .map((invoice) => world.chargeOf.get(invoice))
    .find((charge) => charge?.paid);

const DEEDS: Readonly<Record<string, (deeds: Deeds, id: string) => unknown>> = {
  renew: (deeds, id) => deeds.renew(id, 'good'),
  'renew-declined': (deeds, id) => deeds.renew(id, 'declined'),
  retry: (deeds, id) => deeds.retryPayment(id, 'good'),
  exhaust: (deeds, id) => deeds.exhaustRetries(id, 'unpaid'),
  'exhaust-canceled': (deeds, id) => deeds.exhaustRetries(id, 'canceled'),
  pause: (deeds, id) => deeds.pause(id),
  resume: (deeds, id) => deeds.resume(id),
  cancel: (deeds, id) => deeds.cancel(id),
  warning: (deeds, id) => deeds.earlyFraudWarning(id),
  dispute: (deeds, id) => deeds.dispute(id),
  'delete-customer': (deeds, id) => deeds.deleteCustomer(id),
};

/** Somebody pressed one of its buttons. Throws a `Refusal` for what cannot be. */
export const submitDashboard = (deeds: Deeds, { deed, id }: Form): Reply => {
  const carryOut = typeof deed === 'string' && Object.hasOwn(DEEDS, deed) ? DEEDS[deed] : undefined;
  if (!carryOut || typeof id !== 'string') throw new Refusal('This page does not offer that.');
  carryOut(deeds, id);
  return goTo('/');
};
