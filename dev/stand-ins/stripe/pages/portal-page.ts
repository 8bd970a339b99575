import { moneyText } from '../../../../shared/discord/money.ts';
import type { Reply } from '../../reply.ts';
import { type Deeds, openInvoices } from '../deeds.ts';
import type { Form } from '../form.ts';
import { type Features, featuresOf, NO_FEATURES } from '../portal.ts';
import { Refusal } from '../refusal.ts';
import type { PortalSession, Price, Subscription } from '../rows.ts';
import { switchPrice } from '../switch-price.ts';
import type { World } from '../world.ts';
import { button, goTo, type Html, html, page } from './html.ts';
import { dayText, isEnded, planText, priceText, productName, statusMark, whenText } from './words.ts';

const TITLE = 'Your subscription';
const LIFE_S = 3600;

/** Where a customer looks after subscriptions, as far as the portal's configuration lets them. */
export const showPortal = (world: World, visit: PortalSession): Reply => {
  if (world.now() > visit.created + LIFE_S)
    return page(TITLE, html`<section><p>This page was open for too long. Ask for a new one.</p></section>`, 410);
  const subscriptions = world.subscriptions.newestFirst().filter(({ customer }) => customer === visit.customer);
  return page(
    TITLE,
    html`${subscriptions.length === 0 && html`<section><p>There is no subscription.</p></section>`}
${subscriptions.map((subscription) => subscriptionSection(world, visit, subscription))}
${visit.return_url === null ? undefined : html`<p><a href="${visit.return_url}">Back</a></p>`}`,
  );
};

const subscriptionSection = (world: World, visit: PortalSession, subscription: Subscription): Html => html`<section>
<h2>${planText(world, subscription)} ${statusMark(subscription)}</h2>
<p>${whenText(subscription)}</p>
${invoiceLines(world, subscription)}
${isEnded(subscription) ? undefined : html`<div class="row">${actions(world, visit, subscription)}</div>`}
</section>`;

const invoiceLines = (world: World, { id }: Subscription): readonly Html[] =>
  openInvoices(world, id).map(
    ({ created, amount_remaining: amount, currency }) =>
      html`<p>Open invoice of ${dayText(created)}: <b>${moneyText(amount, currency)}</b></p>`,
  );

const actions = (world: World, visit: PortalSession, subscription: Subscription): readonly Html[] => {
  const features = featuresOfVisit(world, visit);
  const fields = (deed: string) => ({ deed, subscription: subscription.id });
  const isOwing = openInvoices(world, subscription.id).length > 0;
  const isStopping = subscription.cancel_at_period_end || subscription.status === 'paused';
  return [
    ...(isOwing ? [button('Pay the open invoice', fields('pay'), 'main')] : []),
    ...(isOwing ? [button('Pay it with a card that is declined', fields('pay-declined'))] : []),
    ...pricesToChoose(world, features, subscription).map((price) =>
      button(`Switch to ${productName(world, price)}, ${priceText(price)}`, { ...fields('switch'), price: price.id }),
    ),
    ...(isStopping ? [button('Resume', fields('resume'), 'main')] : []),
    ...(features.subscription_cancel.enabled && !isStopping
      ? [button(cancelLabel(features), fields('cancel'), 'danger')]
      : []),
  ];
};

const cancelLabel = ({ subscription_cancel: { mode } }: Features): string =>
  mode === 'at_period_end' ? 'Cancel at the end of the period' : 'Cancel now';

const featuresOfVisit = (world: World, { configuration }: PortalSession): Features => {
  const portal = world.portals.get(configuration);
  return portal ? featuresOf(portal) : NO_FEATURES;
};

/** Those that the configuration offers; when it names none, every price on sale. */
const pricesToChoose = (world: World, features: Features, subscription: Subscription): readonly Price[] => {
  const { enabled, products } = features.subscription_update;
  if (!enabled || subscription.status === 'paused') return [];
  const offered = new Set(products.flatMap(({ prices }) => prices));
  const [item] = subscription.items.data;
  return world.prices
    .newestFirst()
    .filter(({ id, active, recurring }) => active && recurring && (offered.size === 0 || offered.has(id)))
    .filter(({ id }) => id !== item?.price.id)
    .toSorted((a, b) => a.unit_amount - b.unit_amount);
};

/** Somebody pressed one of its buttons. Throws a `Refusal` for what the page does not offer. */
export const submitPortal = (world: World, deeds: Deeds, visit: PortalSession, form: Form): Reply => {
  const id = typeof form['subscription'] === 'string' ? form['subscription'] : '';
  const subscription = world.subscriptions.need(id, 'subscription');
  if (subscription.customer !== visit.customer || world.now() > visit.created + LIFE_S)
    throw new Refusal('This page does not offer that.');
  const features = featuresOfVisit(world, visit);
  if (form['deed'] === 'switch') switchTo(world, features, subscription, form['price']);
  else carryOut(deeds, features, subscription, form['deed']);
  return goTo(`/p/session/${visit.id}`);
};

const carryOut = (deeds: Deeds, features: Features, { id }: Subscription, deed: Form[string] | undefined): void => {
  const { enabled: mayCancel, mode } = features.subscription_cancel;
  if (deed === 'pay') deeds.retryPayment(id, 'good');
  else if (deed === 'pay-declined') deeds.retryPayment(id, 'declined');
  else if (deed === 'resume') deeds.resume(id);
  else if (deed === 'cancel' && mayCancel) deeds.cancel(id, { atPeriodEnd: mode === 'at_period_end' });
  else throw new Refusal('This page does not offer that.');
};

const switchTo = (
  world: World,
  features: Features,
  subscription: Subscription,
  priceId: Form[string] | undefined,
): void => {
  const [item] = subscription.items.data;
  const price = pricesToChoose(world, features, subscription).find(({ id }) => id === priceId);
  if (!item || !price) throw new Refusal('This page does not offer that price.');
  const { proration_behavior: proration } = features.subscription_update;
  switchPrice(world, subscription, item, { price, proration, card: 'good' });
};
