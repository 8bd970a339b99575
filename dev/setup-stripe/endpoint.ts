import Stripe from 'stripe';
import { BILLING_EVENT_TYPES } from '../../shared/domain/account/billing-event-types.ts';
import type { Listener } from '../setup/report.ts';
import type { Endpoint } from './schemas.ts';
import type { Shop } from './shop.ts';
import { MADE_MARK } from './tiers.ts';

interface EndpointRequest {
  readonly shop: Shop;
  readonly present: Endpoint | undefined;
  readonly url: string;
  /** Whether the settings name a secret already. */
  readonly hasSecret: boolean;
  readonly wantsNewSecret: boolean;
  readonly tell: Listener;
}

export const endpointUrlOf = (url: string): string => `${url}/api/stripe/webhook`;

/** Where Stripe sends events, with exactly those that are handled. Answers its secret, which Stripe tells only when it is made. */
export async function ensureEndpoint(request: EndpointRequest): Promise<string | undefined> {
  const { present, wantsNewSecret, hasSecret, tell } = request;
  if (!present || wantsNewSecret) return await makeAnew(request);
  await correct(request, present);
  if (!hasSecret)
    tell.note(
      'STRIPE_WEBHOOK_SECRET is not in the settings, and Stripe tells it only once. If the app has none either: in the Dashboard, Developers → Webhooks, the endpoint, “Reveal”; or run this again with --new-secret, which makes the endpoint anew.',
    );
  if (present.api_version !== Stripe.API_VERSION)
    tell.note(
      `The endpoint speaks Stripe's version ${present.api_version ?? 'of the account'}, and the app ${Stripe.API_VERSION}. Events are only taken as a sign that something changed, so this does no harm; --new-secret makes the endpoint anew.`,
    );
  return undefined;
}

const describe = (url: string): string =>
  `webhook endpoint ${endpointUrlOf(url)}: ${BILLING_EVENT_TYPES.length} events`;

async function correct({ shop, url, tell }: EndpointRequest, present: Endpoint): Promise<void> {
  const isRight = present.status === 'enabled' && sameEvents(present.enabled_events);
  if (!isRight) await shop.updateEndpoint(present.id, { enabled_events: [...BILLING_EVENT_TYPES], disabled: false });
  tell.step({ outcome: isRight ? 'already right' : 'changed', what: describe(url) });
}

export const sameEvents = (present: readonly string[]): boolean =>
  present.toSorted().join() === BILLING_EVENT_TYPES.toSorted().join();

/** The new one first: between the two, no event is missed. Until the app knows the new secret Stripe sends each again. */
async function makeAnew({ shop, present, url, tell }: EndpointRequest): Promise<string | undefined> {
  const { secret } = await shop.createEndpoint({
    url: endpointUrlOf(url),
    enabled_events: [...BILLING_EVENT_TYPES],
    api_version: Stripe.API_VERSION,
    description: 'OddsTracker: what was paid for opens',
    metadata: { [MADE_MARK]: 'webhook' },
  });
  tell.step({
    outcome: present ? 'changed' : 'created',
    what: `${describe(url)}${present ? ', with a new secret' : ''}`,
  });
  // The secret must be told whatever happens now.
  if (present)
    await shop.deleteEndpoint(present.id).catch((error: unknown) => {
      tell.problem(
        `the former webhook endpoint ${present.id} is still there`,
        `${error instanceof Error ? error.message : String(error)}\nDelete ${present.id} in the Dashboard (Developers → Webhooks): each event comes twice.`,
      );
    });
  return secret;
}
