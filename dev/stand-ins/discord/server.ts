import type { APIApplicationCommand } from 'discord-api-types/v10';
import { takeOrder } from '../control.ts';
import { createFaults, type Faults } from '../faults.ts';
import { startStandIn } from '../http.ts';
import type { Reply } from '../reply.ts';
import { type ApiParts, BASE_PATH, createDiscordApi, type Posted } from './api.ts';
import { createCommands } from './commands.ts';
import { createDenials, type Denials, takeDenials } from './denials.ts';
import { errorReply, unauthorized } from './errors.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { createGuild, type Guild, type GuildChannel, type GuildOptions, type Role } from './guild.ts';
import { createInteractions, type Interactions } from './interactions.ts';
import { createLedger, type Ledger, type PlannedDelivery, type Reconciliation, reconcile } from './ledger.ts';
import { createLimits } from './limits.ts';
import { createNonces } from './nonces.ts';
import { createShop, type Shop, type Sku } from './shop.ts';
import { createStore, type Message } from './store.ts';
import { createWebhook, type Webhook } from './webhook.ts';

export interface DiscordOptions {
  /** Epoch ms: dates messages, nonces and every limit's window. */
  readonly now: () => number;
  /** The bot's token. */
  readonly token: string;
  /** The guild's channels. */
  readonly channels: readonly { readonly id: string; readonly name: string }[];
  /** Who can be written to directly; absent: everyone. */
  readonly users?: readonly { readonly id: string; readonly name: string }[];
  readonly applicationId?: string;
  readonly guildId?: string;
  /** Its roles, and where the bot's stands. */
  readonly guild?: GuildOptions;
  /** Whether the application may list the guild's members (a privileged intent); default true, else 50001. */
  readonly serverMembersIntent?: boolean;
  /** What is sold inside Discord. */
  readonly skus?: readonly Sku[];
  readonly port?: number;
  /**
   * Multiplies the windows of all rate limits, for a replay at full speed: 0.001 makes "5 in 5 s" "5 in 5 ms". Every wait that an
   * answer names is scaled too, and `Retry-After` then has a fraction. The nonce window is not scaled.
   */
  readonly rateLimitScale?: number;
  /** Direct-message channels that may be opened anew in a minute (scaled) before 40003; Discord does not publish its number. */
  readonly newDirectMessagesPerMinute?: number;
  /** Invalid requests (401, 403, 429) in ten minutes before the address is blocked; Discord's number is 10,000. */
  readonly mostInvalidRequests?: number;
  /** Checks each accepted body, e.g. against Discord's OpenAPI file; what it finds is kept in `violations()`. */
  readonly validate?: (method: string, path: string, body: unknown) => readonly string[];
}

interface DiscordStats {
  readonly requests: number;
  readonly rateLimited: number;
  /** 401, 403 and 429 in the present ten minutes. */
  readonly invalid: number;
  readonly deliveries: number;
  readonly duplicates: number;
  readonly suppressed: number;
}

/** The guild as it is, to look at. */
interface GuildState extends Pick<Guild, 'botRoleId'> {
  readonly roles: ReadonlyMap<string, Role>;
  readonly channels: ReadonlyMap<string, GuildChannel>;
  rolesOf(userId: string): ReadonlySet<string>;
}

export interface DiscordStandIn
  extends Gateway,
    Webhook,
    Pick<Interactions, 'onAnswer' | 'answered'>,
    Pick<Guild, 'join' | 'leave' | 'onRoles'>,
    Pick<Shop, 'entitle' | 'endEntitlement' | 'refund'> {
  /** Base address, ends in `/api/v10`. */
  readonly url: string;
  readonly control: Faults & Omit<Denials, 'refusal'>;
  readonly interactions: Pick<Interactions, 'begin' | 'answer'>;
  readonly applicationId: string;
  readonly guildId: string;
  /** Roles, channels and who was given which role, as they are now. */
  readonly guild: GuildState;
  /** What is registered now. */
  commands(): readonly APIApplicationCommand[];
  /** Calls the listener for each message stored anew; answers how to stop that. */
  onMessage(listener: (posted: Posted) => void): () => void;
  /** Messages kept of a channel, newest first. */
  messages(channelId: string): readonly Message[];
  /** The direct-message channel of a user, if one was opened. */
  directMessagesOf(userId: string): string | undefined;
  /**
   * Stored messages; those of them that repeat an alert, told by its nonce, in its channel; and repeats that were answered with the
   * first message and stored nothing.
   */
  received(): ReturnType<Ledger['counts']>;
  /** Compares what the app planned with what arrived. */
  reconcile(planned: Iterable<PlannedDelivery>): Reconciliation;
  /** What `validate` found, the first hundred. */
  violations(): readonly string[];
  stats(): DiscordStats;
  stop(): Promise<void>;
}

const MINUTE = 60_000;
const MOST_VIOLATIONS = 100;

const APPLICATION_ID = '100000000000000001';
const GUILD_ID = '110000000000000001';

/** What the server tells of as it happens. */
interface Observers extends Pick<ApiParts, 'posted' | 'accepted'> {
  readonly violated: (found: readonly string[]) => void;
}

const createParts = (options: DiscordOptions, { posted, accepted, violated }: Observers) => {
  const { applicationId = APPLICATION_ID, guildId = GUILD_ID } = options;
  const { now, token, channels, users, rateLimitScale: scale = 1, newDirectMessagesPerMinute = 200 } = options;
  // The bot of an application has the application's id.
  const bot = { id: applicationId, username: 'OddsTracker', discriminator: '0', bot: true, avatar: null };
  const store = createStore(now, channels, bot);
  const interactions = createInteractions(now, store.nextId);
  const denials = createDenials();
  const guild = createGuild({ id: guildId, botId: bot.id, channels, options: options.guild });
  const gateway = createGateway({
    applicationId,
    guildId,
    nextId: store.nextId,
    begin: (interaction) => interactions.begin(interaction, false),
    acknowledged: interactions.acknowledge,
    rolesOf: guild.rolesOf,
    isMember: guild.isMember,
    heldBy: (userId) => shop.heldBy(userId),
    violated,
    validate: options.validate,
  });
  const webhook = createWebhook({ applicationId, sign: gateway.sign, scale });
  const shop = createShop({
    applicationId,
    skus: options.skus,
    now,
    nextId: store.nextId,
    happened: (event, entitlement) => webhook.send(event, now(), entitlement),
  });
  const { publicKey, endpointUrl, endpoint, isEndpoint } = gateway;
  return {
    token,
    now,
    users: users && new Map(users.map(({ id, name }) => [id, name])),
    newDirectMessages: { limit: newDirectMessagesPerMinute, perMs: MINUTE * scale },
    store,
    nonces: createNonces(now),
    ledger: createLedger(),
    limits: createLimits({ now, scale, mostInvalid: options.mostInvalidRequests ?? 10_000 }),
    denials,
    interactions,
    commands: createCommands({
      applicationId,
      nextId: store.nextId,
      refusal: (id) => denials.refusal(id) ?? (id === guildId ? undefined : errorReply(50001)),
    }),
    guild,
    serverMembersIntent: options.serverMembersIntent ?? true,
    shop,
    application: { id: applicationId, bot, publicKey, endpoint: endpointUrl, setEndpoint: endpoint, isEndpoint },
    gateway,
    webhook,
    posted,
    accepted,
  } satisfies ApiParts & { gateway: Gateway; webhook: Webhook };
};

/** Starts a server that speaks the part of Discord's REST API v10 that the app uses; `POST /__control` takes faults and denials. */
export const startDiscord = async (options: DiscordOptions): Promise<DiscordStandIn> => {
  const listeners = new Set<(posted: Posted) => void>();
  const violations: string[] = [];
  const violated = (found: readonly string[]): void => {
    violations.push(...found.slice(0, MOST_VIOLATIONS - violations.length));
  };
  const parts = createParts(options, {
    posted: (posted) => {
      for (const listener of listeners) listener(posted);
    },
    accepted: (method, path, body) => violated(options.validate?.(method, path, body) ?? []),
    violated,
  });
  const { limits, ledger, denials, store, interactions, commands, guild, gateway, shop } = parts;
  const { send: _, stop: stopWebhook, ...webhook } = parts.webhook;
  const faults = createFaults();
  const counts = { requests: 0, rateLimited: 0 };
  const stats = (): DiscordStats => ({ ...counts, invalid: limits.invalid(), ...ledger.counts() });

  const { origin, stop } = await startStandIn({
    port: options.port,
    handle: createDiscordApi(parts),
    faults,
    failure: (kind, _, global): Reply => (kind === 'too-many-requests' ? limits.refusal(global) : unauthorized()),
    control: (order) => takeOrder(faults, stats, takeDenials(denials, order)),
    observe: (_, reply) => {
      counts.requests += 1;
      if (reply.status === 429) counts.rateLimited += 1;
      limits.note(reply);
    },
  });

  return {
    url: `${origin}${BASE_PATH}`,
    control: { ...faults, deny: denials.deny, allow: denials.allow },
    interactions,
    ...gateway,
    ...webhook,
    join: guild.join,
    leave: guild.leave,
    onRoles: guild.onRoles,
    entitle: shop.entitle,
    endEntitlement: shop.endEntitlement,
    refund: shop.refund,
    applicationId: parts.application.id,
    guildId: guild.id,
    guild,
    commands: commands.all,
    onAnswer: interactions.onAnswer,
    answered: interactions.answered,
    onMessage: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    messages: store.messages,
    directMessagesOf: (userId) => store.directMessagesOf(userId)?.id,
    received: ledger.counts,
    reconcile: (planned) => reconcile(ledger, planned, (userId) => store.directMessagesOf(userId)?.id),
    violations: () => violations,
    stats,
    stop: async () => {
      stopWebhook();
      await stop();
    },
  };
};
