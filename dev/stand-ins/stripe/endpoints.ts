import { EVERY_TYPE, isEventType } from './event-types.ts';
import { mergeMetadata } from './metadata.ts';
import { invalid } from './refusal.ts';
import type { Endpoint, Metadata } from './rows.ts';
import { unguessable, type World } from './world.ts';

interface Wish {
  readonly url?: string | undefined;
  readonly enabled_events?: readonly string[] | undefined;
  readonly api_version?: string | undefined;
  readonly description?: string | null | undefined;
  readonly disabled?: boolean | undefined;
  readonly metadata?: Metadata | null | undefined;
}

const MOST_ENDPOINTS = 16;

/** Its secret is told in this answer only. */
export const addEndpoint = (
  world: World,
  wish: Wish & { readonly url: string; readonly enabled_events: readonly string[] },
): Endpoint & { readonly secret: string } => {
  checkEvents(wish.enabled_events);
  if (world.endpoints.size >= MOST_ENDPOINTS)
    throw invalid(`You have reached the maximum of ${MOST_ENDPOINTS} test webhook endpoints.`, 'url');
  const endpoint = world.endpoints.add({
    id: world.nextId('we'),
    object: 'webhook_endpoint',
    api_version: wish.api_version ?? null,
    ...{ application: null },
    created: world.now(),
    description: wish.description ?? null,
    enabled_events: wish.enabled_events,
    ...{ livemode: false },
    metadata: mergeMetadata({}, wish.metadata),
    status: 'enabled',
    url: wish.url,
  });
  const secret = unguessable('whsec');
  world.secrets.set(endpoint.id, secret);
  return { ...endpoint, secret };
};

export const changeEndpoint = (world: World, id: string, wish: Wish): Endpoint => {
  const endpoint = world.endpoints.need(id);
  if (wish.enabled_events) checkEvents(wish.enabled_events);
  endpoint.enabled_events = wish.enabled_events ?? endpoint.enabled_events;
  endpoint.url = wish.url ?? endpoint.url;
  endpoint.metadata = mergeMetadata(endpoint.metadata, wish.metadata);
  if (wish.description !== undefined) endpoint.description = wish.description;
  if (wish.disabled !== undefined) endpoint.status = wish.disabled ? 'disabled' : 'enabled';
  return endpoint;
};

const checkEvents = (types: readonly string[]): void => {
  if (types.length === 0)
    throw invalid('Missing required param: enabled_events.', 'enabled_events', 'parameter_missing');
  for (const [index, type] of types.entries())
    if (!isEventType(type))
      throw invalid(
        `Invalid enabled_events[${index}]: ${type} is not a type of event that the stand-in knows.`,
        `enabled_events[${index}]`,
      );
  if (types.includes(EVERY_TYPE) && types.length > 1)
    throw invalid('Invalid enabled_events: * has to stand alone.', 'enabled_events');
};
