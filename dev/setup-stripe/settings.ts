import { z } from 'zod';
import { readGivenSettings } from '../setup/given-settings.ts';
import type { StripeAccess } from './shop.ts';

const SECRET_KEY =
  'a secret key of Stripe, sk_test_… or rk_test_… (never pk_…, which is for browsers): https://dashboard.stripe.com/test/apikeys shows it';

const schema = z.object({
  STRIPE_SECRET_KEY: z.string({ error: SECRET_KEY }).regex(/^[sr]k_(test|live)_\w{8,250}$/, SECRET_KEY),
  STRIPE_API_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'an http(s) URL' })
    // The SDK asks for /v1/… of a host, whatever stands behind it.
    .refine((url) => URL.parse(url)?.pathname === '/', 'a host alone, without a path: https://api.stripe.com')
    .default('https://api.stripe.com'),
  STRIPE_WEBHOOK_SECRET: z.string().optional(),
});

type Environment = Readonly<Record<string, string | undefined>>;

export interface StripeSettings {
  readonly access: StripeAccess;
  /** A live key moves real money. */
  readonly mode: 'test' | 'live';
  readonly hasWebhookSecret: boolean;
  /** The file that they are in, or that is to hold them. */
  readonly file: string;
  /** What that file says now. */
  readonly inFile: Readonly<Record<string, string>>;
}

/**
 * Settings of a file and, before them, of the environment.
 * @param file undefined: local.settings.json, if there is one
 */
export async function readSettings(file: string | undefined, environment: Environment): Promise<StripeSettings> {
  const { data, ...rest } = await readGivenSettings(schema, file, environment);
  const { STRIPE_SECRET_KEY: key, STRIPE_API_BASE_URL: baseUrl, STRIPE_WEBHOOK_SECRET: webhookSecret } = data;
  return {
    access: { baseUrl, key },
    mode: /^.k_live_/.test(key) ? 'live' : 'test',
    hasWebhookSecret: webhookSecret !== undefined,
    ...rest,
  };
}
