import Stripe from 'stripe';

const { StripeAPIError, StripeAuthenticationError, StripeConnectionError, StripeError, StripePermissionError } =
  Stripe.errors;

const RIGHTS =
  'it needs to write Products, Prices (Plans), Customer portal and Webhook Endpoints, and to read Accounts, which is for its name only';

/** Stripe masks the key that it quotes; whatever else stands in for Stripe may not. */
const withoutKeys = (text: string): string => text.replaceAll(/\b([srp]k_(?:test|live)_)[\w*]+/g, '$1…');

/** Whether Stripe keeps a restricted key from doing this. */
export const isForbidden = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof StripePermissionError;

/** Whether there is nothing of the id that was asked for. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof StripeError && error.cause.code === 'resource_missing';

/**
 * What went wrong, in words that say what to do; the library's own error is its cause.
 * @param doing e.g. `create the product OddsTracker Core`
 */
export const plainError = (error: unknown, doing: string, { baseUrl, timeoutMs }: Place): Error =>
  new Error(messageOf(error, doing, baseUrl, timeoutMs), { cause: error });

interface Place {
  readonly baseUrl: string;
  readonly timeoutMs: number;
}

function messageOf(error: unknown, doing: string, baseUrl: string, timeoutMs: number): string {
  if (error instanceof StripeAuthenticationError)
    return 'Stripe does not take STRIPE_SECRET_KEY: it is wrong, expired or was rolled. https://dashboard.stripe.com/apikeys shows the keys, those of test mode as well.';
  if (error instanceof StripePermissionError)
    return `Stripe does not let this key ${doing}. ${permissionHint(error.message)}`;
  if (error instanceof StripeConnectionError)
    return error.message.includes('timeout')
      ? `Stripe could not ${doing}: ${baseUrl} did not answer within ${timeoutMs / 1000} s, twice. Look at https://status.stripe.com, then run this again: what is made already is found.`
      : `Stripe cannot be reached at ${baseUrl}: is this machine online, and STRIPE_API_BASE_URL right?`;
  if (error instanceof StripeAPIError && error.message.startsWith('Invalid JSON'))
    return `${baseUrl} could not ${doing}: it answered with something that is not Stripe's (a page of a proxy or a login?). Look at STRIPE_API_BASE_URL and at the network, then run this again.`;
  if (error instanceof StripeError) {
    const isTheirs = (error.statusCode ?? 500) >= 500 || error.statusCode === 429;
    return isTheirs
      ? `Stripe could not ${doing}: it answered with ${error.statusCode ?? 'an error'}. Run this again in a minute: what is made already is found.`
      : `Stripe does not ${doing}: ${withoutKeys(error.message)}`;
  }
  return `Could not ${doing}: ${withoutKeys(String(error))}`;
}

/** Stripe names what a restricted key lacks in its message, and nowhere else. */
function permissionHint(message: string): string {
  const lacks = [...new Set(message.match(/\brak_\w+/g) ?? [])];
  const which = lacks.length > 0 ? `It lacks the permission ${lacks.join(', ')}. ` : '';
  return `${which}In https://dashboard.stripe.com/apikeys, edit the restricted key: ${RIGHTS}.`;
}
