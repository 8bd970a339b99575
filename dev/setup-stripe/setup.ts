import { isMade } from '../setup/not-made.ts';
import type { Listener } from '../setup/report.ts';
import { endpointUrlOf, ensureEndpoint } from './endpoint.ts';
import type { GivenAmounts } from './options.ts';
import { ensurePortal } from './portal.ts';
import { lookAt, type Present } from './present.ts';
import { archiveFormerPrices, ensurePrices, wishedPrices } from './prices.ts';
import { ensureProducts } from './products.ts';
import type { Price } from './schemas.ts';
import type { Shop } from './shop.ts';
import { OFFERS, type PerPrice } from './tiers.ts';

export interface SetupRequest {
  readonly shop: Shop;
  /** Where people reach the app; undefined: products and prices only. */
  readonly url: string | undefined;
  readonly amounts: GivenAmounts;
  readonly currency: string | undefined;
  readonly hasWebhookSecret: boolean;
  readonly wantsNewSecret: boolean;
  readonly tell: Listener;
}

/**
 * Makes the account ready, and answers the settings to store, without those of what a dry run did not make. Looks at everything
 * first: what only a person can put right is thrown before anything is changed. What Stripe refuses later is thrown as well, and a
 * further run goes on from there.
 */
export async function setUp(request: SetupRequest): Promise<Readonly<Record<string, string>>> {
  const { shop, url, tell, hasWebhookSecret: hasSecret, wantsNewSecret } = request;
  const present = await lookAt(shop, url && endpointUrlOf(url));
  const wished = wishedPrices(request.amounts, request.currency, present.prices);

  const products = await ensureProducts({ shop, present: present.products, tell });
  const prices = await ensurePrices({ shop, products, present: present.prices, wished, tell });
  const portal = await ensurePortal({ shop, present: present.portal, products, prices, url, tell });
  await archiveFormerPrices({ shop, present, current: prices, tell });
  // Last, for nothing may fail between the secret and the one who is to store it.
  const secret =
    url && (await ensureEndpoint({ shop, present: present.endpoint, url, hasSecret, wantsNewSecret, tell }));
  tellWhatElse(request, present, prices);
  const settings = {
    ...priceSettings(prices),
    ...(portal ? { STRIPE_PORTAL_CONFIGURATION: portal } : {}),
    ...(secret ? { STRIPE_WEBHOOK_SECRET: secret } : {}),
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => isMade(value)));
}

const priceSettings = (prices: PerPrice<Price>): Record<string, string> =>
  Object.fromEntries(
    OFFERS.map(({ tier, interval }) => [
      `STRIPE_PRICE_${tier.toUpperCase()}${interval === 'year' ? '_YEARLY' : ''}`,
      prices[tier][interval].id,
    ]),
  );

function tellWhatElse({ url, tell }: SetupRequest, present: Present, prices: PerPrice<Price>): void {
  const isReplaced = OFFERS.some(({ tier, interval }) => {
    const former = present.prices[tier][interval];
    return former?.active && former.id !== prices[tier][interval].id;
  });
  if (isReplaced)
    tell.note(
      'Prices were replaced: store the new ids where the app runs and start it again. Until then it offers the former ones, which nobody can buy.',
    );
  if (url === undefined)
    tell.note(
      'Without --url https://APP.azurewebsites.net, only products and prices: no webhook endpoint is set up, and no customer portal made.',
    );
  if (present.otherEndpoints.length > 0)
    tell.note(`Events also go to ${present.otherEndpoints.join(', ')}: delete what no app listens to any more.`);
  tell.note(RADAR);
}

const RADAR =
  'Radar: Stripe’s own fraud check looks at every card payment and, as it comes, blocks those of the highest risk. More can be switched on in the Dashboard (Radar → Rules): a wrong CVC, a wrong postal code, 3D Secure. What gets through and is reported after all, as an early fraud warning or a dispute, suspends the customer’s tier until an operator lifts it.';
