import { quietListener } from '../setup/report.ts';
import { setUp } from '../setup-stripe/setup.ts';
import { createShop } from '../setup-stripe/shop.ts';
import { type StripeStandIn, startStripe } from '../stand-ins/stripe/server.ts';

const SECRET_KEY = 'sk_test_oddstracker';

export interface LocalStripe {
  readonly stripe: StripeStandIn;
  /** The app's settings. */
  readonly env: Readonly<Record<string, string>>;
}

const DEFAULT = { month: undefined, year: undefined };

/**
 * Stripe's stand-in, made ready by what makes the real one ready.
 * @param appUrl where the app will be reached
 */
export async function startLocalStripe(appUrl: string): Promise<LocalStripe> {
  const stripe = await startStripe({ keys: [SECRET_KEY] });
  const settings = await setUp({
    shop: createShop({ baseUrl: stripe.url, key: SECRET_KEY }),
    url: appUrl,
    amounts: { starter: DEFAULT, core: DEFAULT, sharp: DEFAULT },
    currency: undefined,
    hasWebhookSecret: false,
    wantsNewSecret: false,
    tell: quietListener,
  });
  return {
    stripe,
    env: {
      ...settings,
      STRIPE_SECRET_KEY: SECRET_KEY,
      STRIPE_API_BASE_URL: stripe.url,
      PUBLIC_BASE_URL: appUrl,
    },
  };
}
