import { setTimeout } from 'node:timers/promises';
import { createAppEntitlements } from './adapters/discord-rest/app-entitlements.ts';
import type { DiscordRestOptions } from './adapters/discord-rest/call.ts';
import { createGuildRoles } from './adapters/discord-rest/guild-roles.ts';
import { readWebhook } from './adapters/stripe/read-webhook.ts';
import { createStripe } from './adapters/stripe/stripe.ts';
import type { Config } from './config.ts';
import type { Accounts } from './pipeline/accounts.ts';
import { createLookCloser } from './pipeline/billing/look-closer.ts';
import { createLooks } from './pipeline/billing/looks.ts';
import { createBilling } from './pipeline/billing/payment-pages.ts';
import type { Allowances } from './ports/allowances.ts';
import type { Cache } from './ports/cache.ts';
import type { Clock } from './ports/clock.ts';
import type { Discord } from './ports/discord.ts';
import type { MessageSender } from './ports/queue.ts';
import type { Telemetry } from './ports/telemetry.ts';
import type { Stores } from './stores.ts';

export interface PaymentParts {
  readonly config: Pick<Config, 'stripe' | 'publicBaseUrl' | 'discord'>;
  readonly rest: DiscordRestOptions;
  readonly discord: Discord;
  readonly stores: Stores;
  readonly accounts: Accounts;
  readonly allowances: Allowances;
  readonly cache: Cache;
  readonly queue: MessageSender;
  readonly telemetry: Telemetry;
  readonly now: Clock;
}

/** Composes what looks after who has paid for what, at Stripe and inside Discord. */
export function createPayments(parts: PaymentParts) {
  const { config, rest, stores, accounts, cache, queue, telemetry, now } = parts;
  const { guildId, roles, skus } = config.discord;
  const { stripe: settings, publicBaseUrl } = config;
  const stripe = settings && createStripe({ ...settings, publicBaseUrl, telemetry, now });
  const records = {
    subscribers: stores.subscribers,
    customers: stores['stripe-customers'],
    cases: stores['billing-cases'],
  };
  const deps = {
    ...records,
    ...{ accounts, cache, queue, telemetry, now, roles },
    discord: parts.discord,
    looks: createLooks({ cache, now }),
    users: stores.users,
    watchers: stores.watchers,
    destinations: stores.destinations,
    cooldowns: stores.cooldowns,
    feedback: stores.feedback,
    pause: (ms: number) => setTimeout(ms),
    payments: stripe,
    entitlements: createAppEntitlements({ ...rest, skus }),
    guild: guildId === undefined ? undefined : createGuildRoles({ ...rest, guildId }),
  };
  return {
    /** Undefined: payments are not set up. */
    billing:
      stripe &&
      createBilling({
        ...{ pages: stripe, facts: stripe.forPeople, accounts, allowances: parts.allowances },
        ...{ records, cache, now, telemetry },
      }),
    lookCloser: createLookCloser({ skus, guildId, roles, cache, queue, telemetry, now, wall: Date.now }),
    readWebhook: settings && readWebhook(settings.webhookSecret),
    deps,
  };
}
