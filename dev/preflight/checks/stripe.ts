import { BILLING_EVENT_TYPES } from '../../../shared/domain/account/billing-event-types.ts';
import { endpointUrlOf, sameEvents } from '../../setup-stripe/endpoint.ts';
import { createShop, type Shop } from '../../setup-stripe/shop.ts';
import { type Check, type Checks, type Fact, type Finding, Found, fact, fail, none, pass, warning } from '../check.ts';
import type { Checking } from '../checking.ts';
import { isSamePlace } from '../same-place.ts';
import { priceChecks } from './stripe-prices.ts';

const KEY = 'secret key';
const WEBHOOK = 'webhook endpoint';
/** Stripe tries for three days. */
const TRIED_MS = 3 * 24 * 3_600_000;
const NEEDS = ['STRIPE_SECRET_KEY', 'STRIPE_API_BASE_URL'] as const;
/** The client tries twice: so that its own words are heard before the check's time is over. */
const PATIENCE = 0.3;

export function stripeChecks({ settings: { config }, timeoutMs, now }: Checking): Checks {
  const { stripe, publicBaseUrl } = config;
  if (!stripe)
    return { checks: [{ name: KEY, look: () => none('STRIPE_SECRET_KEY is not set: there are no payments') }] };
  const { baseUrl, secretKey, portalConfiguration, prices } = stripe;
  const shop = fact(
    KEY,
    async () => {
      const opened = createShop({ baseUrl, key: secretKey }, timeoutMs * PATIENCE);
      return { opened, account: await opened.account() };
    },
    timeoutMs,
  );
  const client: Fact<Shop> = {
    read: async () => (await shop.read()).opened,
    known: async () => (await shop.known()).opened,
  };
  return {
    checks: [
      {
        name: KEY,
        needs: NEEDS,
        look: async () => {
          const { account } = await shop.read();
          return pass(account ? `of ${account.name ?? account.id}` : 'taken');
        },
      },
      { name: 'mode', needs: ['STRIPE_SECRET_KEY'], look: () => modeFinding(secretKey) },
      ...priceChecks(prices, client, NEEDS, timeoutMs),
      {
        name: 'customer portal',
        needs: [...NEEDS, 'STRIPE_PORTAL_CONFIGURATION'],
        look: async () => portalFinding(await client.known(), portalConfiguration),
      },
      ...webhookChecks(client, publicBaseUrl, timeoutMs),
      { name: 'its deliveries', needs: NEEDS, look: async () => deliveriesFinding(await client.known(), now()) },
    ],
  };
}

const modeFinding = (key: string): Finding =>
  /^.k_live_/.test(key)
    ? pass('live: real money')
    : warning('test: no money moves', 'set a live key, and run npm run setup:stripe -- --live with it');

async function portalFinding(shop: Shop, id: string | undefined): Promise<Finding> {
  if (id === undefined)
    return warning(
      'STRIPE_PORTAL_CONFIGURATION is not set: the account’s default',
      'npm run setup:stripe -- --url URL',
    );
  const portal = (await shop.portals()).find((one) => one.id === id);
  if (!portal) return fail(`there is no ${id}`, 'npm run setup:stripe -- --url URL prints the right one');
  return portal.active ? pass('active') : fail(`${id} is not active`, 'npm run setup:stripe -- --url URL activates it');
}

function webhookChecks(client: Fact<Shop>, publicBaseUrl: string | undefined, timeoutMs: number): readonly Check[] {
  const needs = [...NEEDS, 'PUBLIC_BASE_URL'] as const;
  const remedy = `npm run setup:stripe -- --url ${publicBaseUrl ?? 'URL'}`;
  const endpoint = fact(
    WEBHOOK,
    async () => {
      if (publicBaseUrl === undefined) throw new Found(none('the app’s address is not known: say it with --url'));
      const url = endpointUrlOf(publicBaseUrl);
      const [found, another] = (await (await client.known()).endpoints()).filter((one) => isSamePlace(one.url, url));
      if (!found) throw new Found(fail(`none at ${url}`, remedy));
      if (another)
        throw new Found(fail(`several at ${url}`, 'delete all but the one whose secret is STRIPE_WEBHOOK_SECRET'));
      if (found.status !== 'enabled') throw new Found(fail(`${url} is ${found.status}`, remedy));
      return found;
    },
    timeoutMs,
  );
  return [
    { name: WEBHOOK, needs, look: async () => pass((await endpoint.read()).url) },
    {
      name: 'its events',
      needs,
      look: async () => {
        const { enabled_events: events } = await endpoint.known();
        if (sameEvents(events)) return pass(`the ${events.length} that the app handles`);
        const missing = BILLING_EVENT_TYPES.filter((type) => !events.includes(type));
        return missing.length > 0
          ? fail(`not sent: ${missing.join(', ')}`, remedy)
          : fail('more are sent than the app handles', remedy);
      },
    },
  ];
}

/** No program can read the endpoint's secret again; but where ours is another one, no event is taken. */
async function deliveriesFinding(shop: Shop, now: number): Promise<Finding> {
  const { data, has_more: isMore } = await shop.untakenEvents(BILLING_EVENT_TYPES, now - TRIED_MS);
  return data.length === 0
    ? pass('every event of three days was taken')
    : warning(
        `not taken yet: ${data.length}${isMore ? ' or more' : ''} of three days, the newest ${data[0]?.type}`,
        'Dashboard → Webhooks says what the app answered; 400: STRIPE_WEBHOOK_SECRET is not this endpoint’s',
      );
}
