import type { StripeOptions } from './options.ts';
import type { StripeSettings } from './settings.ts';

/** Throws when what was typed does not fit the key: before anything is asked of Stripe. */
export function checkMode(options: StripeOptions, { mode, access }: Pick<StripeSettings, 'mode' | 'access'>): void {
  const { url, isDryRun, mayBeLive } = options;
  if (mode === 'live' && !mayBeLive && !isDryRun)
    throw new Error(
      'STRIPE_SECRET_KEY is a live key: real customers, real money. Nothing was changed. Try it with a test key first, or with --dry-run; then run this again with --live.',
    );
  if (mode === 'test' && mayBeLive)
    throw new Error(
      '--live, but STRIPE_SECRET_KEY is a test key. Nothing was changed. Leave out --live, or set a live key (https://dashboard.stripe.com/apikeys).',
    );
  if (mode === 'live' && isPlain(access.baseUrl) && !isLoopback(access.baseUrl))
    throw new Error('STRIPE_API_BASE_URL has to begin with https://: a live key is not sent unencrypted.');
  if (url === undefined) return;
  if (mode === 'live' && isPlain(url))
    throw new Error(`--url has to begin with https:// in live mode: Stripe sends nothing to ${url}.`);
  if (isLoopback(url) && !isLoopback(access.baseUrl))
    throw new Error(
      `Stripe cannot reach ${url}, which is this machine. Leave out --url, and let Stripe's own program bring the events here: “stripe listen --forward-to ${url}/api/stripe/webhook” prints the STRIPE_WEBHOOK_SECRET.`,
    );
}

const isPlain = (url: string): boolean => URL.parse(url)?.protocol === 'http:';
const isLoopback = (url: string): boolean =>
  /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(URL.parse(url)?.hostname ?? '');
