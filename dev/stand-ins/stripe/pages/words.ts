import { moneyText } from '../../../../shared/discord/money.ts';
import type { Price, Subscription } from '../rows.ts';
import { periodEndOf } from '../subscription-life.ts';
import type { World } from '../world.ts';
import { type Html, html } from './html.ts';

/** E.g. `$19 per month`. */
export const priceText = ({ unit_amount, currency, recurring }: Price): string => {
  const money = moneyText(unit_amount, currency);
  if (!recurring) return money;
  const { interval, interval_count: count } = recurring;
  return `${money} ${count === 1 ? `per ${interval}` : `every ${count} ${interval}s`}`;
};

/** E.g. `OddsTracker Core`. */
export const productName = (world: World, price: Price): string => world.products.get(price.product)?.name ?? price.id;

/** E.g. `14 November 2026`, in UTC. */
export const dayText = (seconds: number): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(seconds * 1000);

export const planText = (world: World, { items }: Subscription): string =>
  items.data.map(({ price }) => `${productName(world, price)}, ${priceText(price)}`).join(' + ');

const ENDED: readonly string[] = ['canceled', 'incomplete_expired'];
export const isEnded = ({ status }: Subscription): boolean => ENDED.includes(status);

export const whenText = (subscription: Subscription): string => {
  const { ended_at: endedAt, cancel_at: cancelAt } = subscription;
  if (endedAt !== null) return `ended on ${dayText(endedAt)}`;
  if (cancelAt !== null) return `ends on ${dayText(cancelAt)}`;
  return `renews on ${dayText(periodEndOf(subscription))}`;
};

export const statusMark = ({ status }: Subscription): Html => {
  const kind = status === 'active' ? 'good' : ['past_due', 'unpaid'].includes(status) ? 'bad' : '';
  return html`<span class="status ${kind}">${status}</span>`;
};
