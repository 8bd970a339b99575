import type Stripe from 'stripe';
import { BILLING_EVENT_TYPES } from '../../../shared/domain/account/billing-event-types.ts';
import { type Broken, settingOf } from './case.ts';
import { TEST_KEY, type World } from './world.ts';

/** A price that somebody made by hand. */
const madePrice = async ({ dashboard }: World, changes: Partial<Stripe.PriceCreateParams>): Promise<string> => {
  const product = await dashboard.products.create({ name: 'Made by hand' });
  const price = await dashboard.prices.create({
    ...{ product: product.id, currency: 'usd', unit_amount: 900, recurring: { interval: 'month' } },
    ...changes,
  });
  return price.id;
};

const changeEndpoint = async ({ shop }: World, changes: Stripe.WebhookEndpointUpdateParams) => {
  const [endpoint] = await shop.endpoints();
  if (!endpoint) throw new Error('there is no endpoint');
  await shop.updateEndpoint(endpoint.id, changes);
  return () => shop.updateEndpoint(endpoint.id, { enabled_events: [...BILLING_EVENT_TYPES], disabled: false });
};

export const BROKEN_STRIPE: readonly Broken[] = [
  {
    what: 'the secret key is wrong',
    settings: () => ({ STRIPE_SECRET_KEY: 'sk_live_another_key_1234' }),
    odd: { 'stripe: secret key': 'fail' },
    says: 'Stripe does not take STRIPE_SECRET_KEY',
  },
  {
    what: 'the key is one of test mode',
    settings: () => ({ STRIPE_SECRET_KEY: TEST_KEY }),
    odd: { 'stripe: mode': 'warning' },
    says: 'test: no money moves',
  },
  {
    what: 'a price is paid every week',
    settings: async (world) => ({ STRIPE_PRICE_STARTER: await madePrice(world, { recurring: { interval: 'week' } }) }),
    odd: { 'stripe: a month of Starter': 'fail' },
    says: 'is paid every 1 week',
  },
  {
    what: 'a price is there no more',
    settings: () => ({ STRIPE_PRICE_CORE_YEARLY: 'price_gone' }),
    odd: { 'stripe: a year of Core': 'fail' },
    says: 'there is no such price in this mode → mend STRIPE_PRICE_CORE_YEARLY',
  },
  {
    what: 'a price can be bought no more',
    settings: async (world) => {
      const id = await madePrice(world, {});
      await world.dashboard.prices.update(id, { active: false });
      return { STRIPE_PRICE_SHARP: id };
    },
    odd: { 'stripe: a month of Sharp': 'fail' },
    says: 'can be bought no more',
  },
  {
    what: 'a price is in another currency',
    settings: async (world) => ({ STRIPE_PRICE_STARTER: await madePrice(world, { currency: 'eur' }) }),
    odd: { 'stripe: currency': 'fail' },
    says: 'the prices are in EUR and USD',
  },
  {
    what: 'two prices are swapped',
    settings: (world) => ({
      STRIPE_PRICE_CORE: settingOf(world, 'STRIPE_PRICE_SHARP'),
      STRIPE_PRICE_SHARP: settingOf(world, 'STRIPE_PRICE_CORE'),
    }),
    odd: { 'stripe: a month of Core': 'fail', 'stripe: a month of Sharp': 'fail' },
    says: 'is the price of sharp',
  },
  {
    what: 'an event is not sent',
    breaks: (world) => changeEndpoint(world, { enabled_events: BILLING_EVENT_TYPES.slice(1) }),
    odd: { 'stripe: its events': 'fail' },
    says: `not sent: ${BILLING_EVENT_TYPES[0]}`,
  },
  {
    what: 'the webhook endpoint is switched off',
    breaks: (world) => changeEndpoint(world, { disabled: true }),
    odd: { 'stripe: webhook endpoint': 'fail' },
    says: 'is disabled → npm run setup:stripe -- --url',
  },
  {
    what: 'an event is not taken',
    breaks: async ({ stripe, dashboard }) => {
      stripe.deliveries.hold();
      const { id } = await dashboard.customers.create();
      await dashboard.customers.del(id);
      return async () => {
        stripe.deliveries.release();
        await stripe.idle();
      };
    },
    odd: { 'stripe: its deliveries': 'warning' },
    says: 'not taken yet: 1 of three days, the newest customer.deleted → Dashboard',
  },
  {
    what: 'the portal is not active',
    breaks: async (world) => {
      const id = settingOf(world, 'STRIPE_PORTAL_CONFIGURATION');
      await world.shop.updatePortal(id, { active: false });
      return () => world.shop.updatePortal(id, { active: true });
    },
    odd: { 'stripe: customer portal': 'fail' },
    says: 'is not active',
  },
];
