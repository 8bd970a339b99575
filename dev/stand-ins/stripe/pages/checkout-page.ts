import type { Reply } from '../../reply.ts';
import type { Deeds } from '../deeds.ts';
import type { Form } from '../form.ts';
import type { Session } from '../rows.ts';
import type { World } from '../world.ts';
import { alert, button, goTo, html, page } from './html.ts';
import { priceText, productName } from './words.ts';

const TITLE = 'Checkout';

/** Where somebody buys a subscription. */
export const showCheckout = (world: World, session: Session, isDeclined: boolean): Reply => {
  const order = world.orders.get(session);
  if (session.status !== 'open' || !order)
    return page(
      TITLE,
      html`<section><p>This checkout is ${session.status}: there is nothing to pay here.</p></section>`,
      410,
    );
  const { cancel_url: back } = session;
  return page(
    TITLE,
    html`${alert(isDeclined ? 'Your card was declined. Try another one.' : undefined)}
${order.lines.map(
  ({ price, quantity }) => html`<section><h2>${quantity === 1 ? '' : `${quantity} × `}${productName(world, price)}</h2>
<p class="price">${priceText(price)}</p><p>${world.products.get(price.product)?.description ?? ''}</p></section>`,
)}
<div class="row">${button('Pay with a good card', { card: 'good' }, 'main')}
${button('Pay with a card that is declined', { card: 'declined' })}
${button('Pay with a stolen card (fraud warning follows)', { card: 'fraud' }, 'danger')}</div>
${back === null ? undefined : html`<p><a href="${back}">Go back</a></p>`}`,
  );
};

/** Somebody pressed one of its buttons. */
export const submitCheckout = (deeds: Deeds, session: Session, { card }: Form): Reply => {
  if (card !== 'good' && card !== 'declined' && card !== 'fraud') return page(TITLE, alert('Which card?'), 400);
  const isPaid = deeds.pay(session.id, card);
  return goTo(
    isPaid ? session.success_url.replaceAll('{CHECKOUT_SESSION_ID}', session.id) : `/c/pay/${session.id}?declined=1`,
  );
};
