import { memoryCache } from '../../shared/adapters/memory/memory-cache.ts';
import { memoryDocuments } from '../../shared/adapters/memory/memory-documents.ts';
import { recordingTelemetry } from '../../shared/adapters/telemetry/recording-telemetry.ts';
import { newUser, type User } from '../../shared/domain/account/account.ts';
import type { DiscordEntitlement, StripeSubscription } from '../../shared/domain/account/billing-facts.ts';
import type { Cooldown } from '../../shared/domain/account/cooldown.ts';
import type { Feedback } from '../../shared/domain/signal/feedback.ts';
import { createAccounts } from '../../shared/pipeline/accounts.ts';
import { createLooks } from '../../shared/pipeline/billing/looks.ts';
import type { BillingCase, StripeCustomer, Subscriber } from '../../shared/pipeline/billing/records.ts';
import type { DestinationRecord } from '../../shared/pipeline/deliver-records.ts';
import {
  type BillingSubject,
  BillingUnavailableError,
  type Fraud,
  type PaymentFacts,
} from '../../shared/ports/billing.ts';
import type { Discord, DiscordResult } from '../../shared/ports/discord.ts';
import { type AppEntitlements, type GuildRoles, UNKNOWN_MEMBER } from '../../shared/ports/guild.ts';

export const NOON = Date.parse('2026-11-25T12:00:00Z');
export const DAY = 24 * 60 * 60_000;
export const ROLES = { starter: '901', core: '902', sharp: '903' } as const;

export const aSubscription = (parts: Partial<StripeSubscription> = {}): StripeSubscription => ({
  id: 'sub_1',
  status: 'active',
  tier: 'core',
  periodEnd: NOON + 30 * DAY,
  ...parts,
});

interface Customer {
  userId?: string | undefined;
  isDeleted?: boolean;
  subscriptions: readonly StripeSubscription[];
}
type Told = BillingSubject | { readonly kind: 'about'; readonly customerId: string };

/** Stripe as its truth is now; a test changes it directly. */
const fakeStripe = () => {
  const customers = new Map<string, Customer>();
  const events = new Map<string, Told>();
  const outages: number[] = [];
  const nameOf = (customerId: string) => {
    const found = customers.get(customerId);
    return found?.isDeleted ? undefined : found?.userId;
  };
  const orOut = () => {
    const afterMs = outages.shift();
    if (afterMs !== undefined) throw new BillingUnavailableError('Stripe is down', afterMs);
  };
  const payments: PaymentFacts = {
    async subjectOf(eventId) {
      orOut();
      const told = events.get(eventId);
      if (!told || told.kind === 'none') return told;
      const userId = nameOf(told.customerId);
      return told.kind === 'about' ? { kind: 'customer', customerId: told.customerId, userId } : { ...told, userId };
    },
    async factsOf(customerId) {
      orOut();
      const { isDeleted = false, subscriptions = [] } = customers.get(customerId) ?? { isDeleted: true };
      return { customerId, isDeleted, subscriptions: isDeleted ? [] : [...subscriptions] };
    },
    userOf: async (customerId) => nameOf(customerId),
    async subscriptionsAfter(cursor) {
      orOut();
      const all = [...customers].flatMap(([customerId, { isDeleted, subscriptions }]) =>
        isDeleted
          ? []
          : subscriptions
              .filter(({ status }) => status !== 'canceled')
              .map(({ id }) => ({ customerId, subscriptionId: id })),
      );
      const from = cursor === undefined ? 0 : Number(cursor);
      return { items: all.slice(from, from + 2), next: from + 2 < all.length ? String(from + 2) : undefined };
    },
    async fraudsAfter(kind, since, cursor = '0') {
      orOut();
      const all = [...events.values()].filter(
        (told): told is Fraud => told.kind === 'fraud' && told.suspension.kind === kind && told.suspension.at >= since,
      );
      const from = Number(cursor);
      return { items: all.slice(from, from + 1), next: from + 1 < all.length ? String(from + 1) : undefined };
    },
    async deleteCustomer(customerId) {
      orOut();
      const found = customers.get(customerId);
      if (found) customers.set(customerId, { ...found, isDeleted: true, subscriptions: [] });
    },
  };
  return { customers, events, outages, payments };
};

const fakeGuild = () => {
  const members = new Map<string, Set<string>>();
  /** Roles that the bot may not touch. */
  const denied = new Set<string>();
  const refusals: DiscordResult<never>[] = [];
  let mayList = true;
  const calls: string[] = [];
  const unknown = { kind: 'permanent', code: UNKNOWN_MEMBER, reason: 'Unknown Member' } as const;
  const change =
    (name: string, apply: (roles: Set<string>, role: string) => unknown) =>
    async (userId: string, role: string): Promise<DiscordResult<undefined>> => {
      const refusal = refusals.shift();
      if (refusal) return refusal;
      const held = members.get(userId);
      if (!held) return unknown;
      if (denied.has(role)) return { kind: 'permanent', code: 50013, reason: 'Missing Permissions' };
      calls.push(`${name} ${userId} ${role}`);
      apply(held, role);
      return { kind: 'ok', value: undefined };
    };
  const guild: GuildRoles = {
    async member(userId) {
      const refusal = refusals.shift();
      if (refusal) return refusal;
      const held = members.get(userId);
      return held ? { kind: 'ok', value: { userId, roleIds: [...held] } } : unknown;
    },
    giveRole: change('give', (roles, role) => roles.add(role)),
    takeRole: change('take', (roles, role) => roles.delete(role)),
    async membersAfter(after = '0') {
      if (!mayList) return { kind: 'permanent', code: 50001, reason: 'Missing Access' };
      const ids = [...members.keys()].sort((a, b) => Number(a) - Number(b)).filter((id) => Number(id) > Number(after));
      const page = ids.slice(0, 2).map((userId) => ({ userId, roleIds: [...(members.get(userId) ?? [])] }));
      return { kind: 'ok', value: { members: page, next: ids.length > 2 ? page.at(-1)?.userId : undefined } };
    },
  };
  return {
    members,
    denied,
    refusals,
    calls,
    guild,
    forbidLists: () => {
      mayList = false;
    },
  };
};

const fakeEntitlements = () => {
  const bought = new Map<string, readonly DiscordEntitlement[]>();
  const refusals: DiscordResult<never>[] = [];
  const entitlements: AppEntitlements = {
    of: async (userId) => refusals.shift() ?? { kind: 'ok', value: [...(bought.get(userId) ?? [])] },
    async after(cursor = '0') {
      const refusal = refusals.shift();
      if (refusal) return refusal;
      const all = [...bought].flatMap(([userId, each]) => each.map((entitlement) => ({ userId, entitlement })));
      const from = Number(cursor);
      return {
        kind: 'ok',
        value: { items: all.slice(from, from + 2), next: from + 2 < all.length ? String(from + 2) : undefined },
      };
    },
  };
  return { bought, refusals, entitlements };
};

interface Message {
  readonly channelId: string;
  readonly nonce: string;
  readonly title: string | undefined;
}

const fakeMessages = () => {
  const messages: Message[] = [];
  const refusals: DiscordResult<never>[] = [];
  const discord: Discord = {
    async createMessage(channelId, { nonce, embeds, allowed_mentions }) {
      if (allowed_mentions?.parse?.length !== 0) throw new Error('a message could mention somebody');
      const refusal = refusals.shift();
      if (refusal) return refusal;
      const known = messages.findIndex((message) => message.nonce === String(nonce));
      const at = known >= 0 ? known : messages.push({ channelId, nonce: String(nonce), title: embeds?.[0]?.title }) - 1;
      return { kind: 'ok', value: { messageId: String(1000 + at) } };
    },
    openDirectMessage: async (userId) => ({ kind: 'ok', value: { channelId: `7${userId}` } }),
  };
  return { messages, refusals, discord };
};

/** Everything that looks after who has paid for what, in memory. `guard` stands between that and the outside. */
export const billingWorld = (guard: <T extends object>(port: T) => T = (port) => port) => {
  let time = NOON;
  const now = () => time;
  const stripe = fakeStripe();
  const server = fakeGuild();
  const shop = fakeEntitlements();
  const mail = fakeMessages();
  const stores = {
    users: memoryDocuments<User>({ now }),
    watchers: memoryDocuments<User>({ now }),
    subscribers: memoryDocuments<Subscriber>({ now }),
    customers: memoryDocuments<StripeCustomer>({ now }),
    cases: memoryDocuments<BillingCase>({ now }),
    destinations: memoryDocuments<DestinationRecord>({ now }),
    cooldowns: memoryDocuments<Cooldown>({ now }),
    feedback: memoryDocuments<Feedback>({ now }),
  };
  const bareCache = memoryCache({ now });
  const telemetry = recordingTelemetry();
  const pauses: number[] = [];
  /** What one process has; all share the outside. */
  const boot = () => {
    const cache = guard(bareCache);
    const users = guard(stores.users);
    const accounts = createAccounts({ users, watchers: guard(stores.watchers), cache, now });
    return {
      now,
      telemetry,
      roles: ROLES,
      cache,
      looks: createLooks({ cache, now }),
      users,
      accounts,
      subscribers: guard(stores.subscribers),
      customers: guard(stores.customers),
      cases: guard(stores.cases),
      destinations: guard(stores.destinations),
      watchers: guard(stores.watchers),
      cooldowns: guard(stores.cooldowns),
      feedback: guard(stores.feedback),
      payments: guard(stripe.payments),
      entitlements: guard(shop.entitlements),
      guild: guard(server.guild),
      discord: guard(mail.discord),
      pause: async (ms: number) => {
        pauses.push(ms);
        time += ms;
      },
    };
  };
  return {
    stripe,
    server,
    shop,
    mail,
    stores,
    telemetry,
    pauses,
    boot,
    deps: boot(),
    passTime: (ms: number) => {
      time += ms;
    },
    userOf: async (id: string): Promise<User> => (await stores.users.read({ id, partition: id }))?.value ?? newUser(id),
    casesOpen: async () =>
      (await stores.cases.list('open', { limit: 100 })).items.map(({ key, value }) => `${key.id}: ${value.kind}`),
    rolesOf: (userId: string) => [...(server.members.get(userId) ?? [])].sort(),
  };
};
export type BillingWorld = ReturnType<typeof billingWorld>;
