import { ApplicationWebhookEventStatus, ApplicationWebhookEventType } from 'discord-api-types/v10';
import type { Listener } from '../setup/report.ts';
import type { Application, Discord } from './discord.ts';

interface EndpointsRequest {
  readonly discord: Discord;
  readonly application: Application;
  /** Where interactions are to be sent; undefined: as it is. */
  readonly endpoint: string | undefined;
  /** Whether anything is sold inside Discord. */
  readonly isSelling: boolean;
  readonly tell: Listener;
}

export const INTERACTIONS = '/api/discord/interactions';
export const WEBHOOK = '/api/discord/webhook';
/** What was bought, went on, or ended. */
const EVENTS: readonly string[] = [
  ApplicationWebhookEventType.EntitlementCreate,
  ApplicationWebhookEventType.EntitlementUpdate,
  ApplicationWebhookEventType.EntitlementDelete,
];

/** Where Discord reaches the app: with interactions and, at the address beside it, with what was bought there. */
export async function ensureEndpoints(request: EndpointsRequest): Promise<void> {
  const { application, endpoint, isSelling, tell } = request;
  if (endpoint !== undefined) {
    await ensureInteractions(request, endpoint);
    return ensureEvents(request, endpoint);
  }
  if (!application.interactions_endpoint_url)
    tell.note(
      `Discord does not know yet where the app is: once it runs, npm run setup:discord -- --endpoint https://HOST${INTERACTIONS}`,
    );
  else if (isSelling && !toldOfPurchases(application, application.event_webhooks_url ?? ''))
    tell.note(
      `Discord does not tell the app yet of what is bought there: npm run setup:discord -- --endpoint ${application.interactions_endpoint_url} mends that.`,
    );
}

/** Whether Discord tells that address of all that is bought there. */
export const toldOfPurchases = (application: Application, url: string): boolean =>
  url !== '' &&
  application.event_webhooks_url === url &&
  application.event_webhooks_status === ApplicationWebhookEventStatus.Enabled &&
  EVENTS.every((type) => application.event_webhooks_types?.includes(type));

async function ensureInteractions({ discord, application, tell }: EndpointsRequest, endpoint: string): Promise<void> {
  const what = `interactions go to ${endpoint}`;
  if (application.interactions_endpoint_url === endpoint) return tell.step({ outcome: 'already right', what });
  const refusal = await discord.setEndpoint(endpoint);
  if (refusal === undefined) tell.step({ outcome: 'changed', what });
  else tell.problem('interactions endpoint', refusalWords(endpoint, refusal));
}

async function ensureEvents({ discord, application, tell }: EndpointsRequest, endpoint: string): Promise<void> {
  if (!endpoint.endsWith(INTERACTIONS))
    return tell.note(
      `Where Discord tells of purchases is left as it is: only of an address that ends in ${INTERACTIONS} the one beside it is known.`,
    );
  const url = `${endpoint.slice(0, -INTERACTIONS.length)}${WEBHOOK}`;
  const what = `purchases inside Discord are told to ${url}`;
  if (toldOfPurchases(application, url)) return tell.step({ outcome: 'already right', what });
  // What else the app is told of is people's own business.
  const types = [...new Set([...(application.event_webhooks_types ?? []), ...EVENTS])];
  const refusal = await discord.setEventWebhook(url, types);
  if (refusal === undefined) tell.step({ outcome: 'changed', what });
  else
    tell.problem(
      'address for purchases inside Discord',
      `${refusalWords(url, refusal)} Until then the app learns of a purchase inside Discord only when its buyer uses it.`,
    );
}

const refusalWords = (url: string, refusal: string): string =>
  `Discord does not take ${url}${refusal && ` (“${refusal.replace(/\.$/, '')}”)`}: it tried the address, and the app did not answer as it has to. Start the app there, with the DISCORD_PUBLIC_KEY of this application, then run this again.`;
