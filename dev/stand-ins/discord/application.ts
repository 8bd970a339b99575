import { z } from 'zod';
import { json, type Reply } from '../reply.ts';
import { type FormFault, invalidForm } from './errors.ts';
import type { Route } from './route.ts';
import { readForm } from './schema-faults.ts';
import type { Webhook } from './webhook.ts';

export interface ApplicationParts {
  readonly id: string;
  /** The bot's user. */
  readonly bot: object;
  readonly publicKey: string;
  /** Where interactions are sent now. */
  readonly endpoint: () => string | undefined;
  readonly setEndpoint: (url: string | undefined) => void;
  /** Whether an address answers a PING, and refuses one that is not signed by Discord. */
  readonly isEndpoint: (url: string) => Promise<boolean>;
  /** Where events are sent. */
  readonly webhook: Pick<Webhook, 'webhook' | 'webhookUrl' | 'isWebhook'>;
}

const url = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .nullish();
const ENABLED = 2;
/** What is told to an address that was named to the stand-in itself. */
const SHOP_EVENTS = ['ENTITLEMENT_CREATE', 'ENTITLEMENT_UPDATE', 'ENTITLEMENT_DELETE'];
const changeSchema = z.object({
  interactions_endpoint_url: url,
  event_webhooks_url: url,
  event_webhooks_status: z.literal([1, ENABLED]).nullish(),
  event_webhooks_types: z
    .array(z.enum(['APPLICATION_AUTHORIZED', 'ENTITLEMENT_CREATE', 'ENTITLEMENT_DELETE', 'ENTITLEMENT_UPDATE']))
    .nullish(),
});
type Change = z.infer<typeof changeSchema>;

/** What was said of webhook events. */
type Events = Required<{ [Field in 'url' | 'status' | 'types']: Change[`event_webhooks_${Field}`] }>;

const view = ({ id, bot, publicKey, endpoint, webhook }: ApplicationParts, { url, status, types }: Events) => ({
  id,
  name: 'OddsTracker',
  icon: null,
  description: '',
  type: null,
  bot,
  bot_public: true,
  bot_require_code_grant: false,
  verify_key: publicKey,
  flags: 0,
  interactions_endpoint_url: endpoint() ?? null,
  event_webhooks_url: url ?? webhook.webhookUrl() ?? null,
  event_webhooks_status: status ?? (webhook.webhookUrl() === undefined ? 1 : ENABLED),
  event_webhooks_types: types ?? (webhook.webhookUrl() === undefined ? [] : SHOP_EVENTS),
  redirect_uris: [],
  approximate_guild_count: 1,
  team: null,
});

/** Discord takes an address only after it has seen it answer rightly. */
const faultsOf = async (
  { isEndpoint, webhook }: ApplicationParts,
  { interactions_endpoint_url: endpoint, event_webhooks_url: events }: Change,
): Promise<readonly FormFault[]> => {
  const fault = (field: string, what: string): FormFault => ({
    path: [field],
    code: `APPLICATION_${field.toUpperCase()}_INVALID`,
    message: `The specified ${what} url could not be verified.`,
  });
  return [
    ...(typeof endpoint === 'string' && !(await isEndpoint(endpoint))
      ? [fault('interactions_endpoint_url', 'interactions endpoint')]
      : []),
    ...(typeof events === 'string' && !(await webhook.isWebhook(events))
      ? [fault('event_webhooks_url', 'event webhooks')]
      : []),
  ];
};

export const applicationRoutes = (parts: ApplicationParts): readonly Route[] => {
  let events: Events = { url: undefined, status: undefined, types: undefined };
  const change = async (form: unknown): Promise<Reply> => {
    const read = readForm(changeSchema, form);
    if ('refusal' in read) return read.refusal;
    const faults = await faultsOf(parts, read.value);
    if (faults.length > 0) return invalidForm(faults);
    const { interactions_endpoint_url: endpoint, event_webhooks_url: to } = read.value;
    if (endpoint !== undefined) parts.setEndpoint(endpoint ?? undefined);
    const { event_webhooks_status: status = events.status, event_webhooks_types: types = events.types } = read.value;
    events = { url: to === undefined ? events.url : to, status, types };
    if (to !== undefined || read.value.event_webhooks_status !== undefined)
      parts.webhook.webhook(status === ENABLED ? (events.url ?? undefined) : undefined);
    return json(200, view(parts, events));
  };
  return [
    {
      method: 'GET',
      path: /^\/applications\/@me$/,
      limit: { name: 'GET /applications/@me', limit: 5, perMs: 1000 },
      answer: () => json(200, view(parts, events)),
    },
    {
      method: 'PATCH',
      path: /^\/applications\/@me$/,
      limit: { name: 'PATCH /applications/@me', limit: 5, perMs: 5000 },
      answer: (_, form) => change(form),
    },
    {
      method: 'GET',
      path: /^\/users\/@me$/,
      limit: { name: 'GET /users/@me', limit: 5, perMs: 1000 },
      answer: () => json(200, { ...parts.bot, verified: true, mfa_enabled: false, locale: 'en-US', flags: 0 }),
    },
  ];
};
