import { z } from 'zod';
import { addEndpoint, changeEndpoint } from '../endpoints.ts';
import { emptyable, flag, list, metadata, paging, text, webAddress } from '../parameters.ts';
import { invalid } from '../refusal.ts';
import { API_VERSION } from '../world.ts';
import { listRoute, meets, type Route, route } from './route.ts';

const none = z.strictObject({});

const ACCOUNT = {
  id: 'acct_0000000000000001',
  object: 'account',
  business_profile: { name: 'Stand-in', url: null },
  business_type: 'company',
  capabilities: { card_payments: 'active', transfers: 'active' },
  charges_enabled: true,
  country: 'US',
  default_currency: 'usd',
  details_submitted: true,
  email: 'stand-in@example.com',
  metadata: {},
  payouts_enabled: true,
  settings: { dashboard: { display_name: 'Stand-in', timezone: 'Etc/UTC' } },
  type: 'standard',
};

const endpointFields = {
  description: emptyable(text).optional(),
  metadata: metadata.optional(),
};

/** The account itself, where its events go, and the events. */
export const ACCOUNT_ROUTES: readonly Route[] = [
  route('GET', '/v1/account', none, () => ACCOUNT),
  route(
    'POST',
    '/v1/webhook_endpoints',
    z.strictObject({
      ...endpointFields,
      api_version: z.enum([API_VERSION]).optional(),
      enabled_events: list(text),
      url: webAddress,
    }),
    addEndpoint,
  ),
  route('GET', '/v1/webhook_endpoints/:id', none, ({ endpoints }, _, id) => endpoints.need(id)),
  route(
    'POST',
    '/v1/webhook_endpoints/:id',
    z.strictObject({
      ...endpointFields,
      disabled: flag.optional(),
      enabled_events: list(text).optional(),
      url: webAddress.optional(),
    }),
    (world, wish, id) => changeEndpoint(world, id, wish),
  ),
  route('DELETE', '/v1/webhook_endpoints/:id', none, (world, _, id) => {
    const { object } = world.endpoints.need(id);
    world.endpoints.remove(id);
    world.secrets.delete(id);
    return { id, object, deleted: true };
  }),
  listRoute('/v1/webhook_endpoints', z.strictObject(paging), ({ endpoints }) => endpoints),
  route('GET', '/v1/events/:id', none, ({ events }, _, id) => events.need(id)),
  listRoute(
    '/v1/events',
    z
      .strictObject({
        ...paging,
        delivery_success: flag.optional(),
        type: text.optional(),
        types: list(text).optional(),
      })
      .transform((wish) => {
        if (wish.type !== undefined && wish.types) throw invalid('You may only specify one of: type, types.', 'types');
        return wish;
      }),
    ({ events }) => events,
    (row, { delivery_success: isTaken, type, types }) =>
      meets(isTaken, row.pending_webhooks === 0) && meets(type, row.type) && (types?.includes(row.type) ?? true),
  ),
];
