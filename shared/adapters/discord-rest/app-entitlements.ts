import { z } from 'zod';
import { type DiscordEntitlement, MOST_ENTITLEMENTS } from '../../domain/account/billing-facts.ts';
import { TIERS, type Tier } from '../../domain/account/tier.ts';
import type { DiscordResult } from '../../ports/discord.ts';
import type { AppEntitlements } from '../../ports/guild.ts';
import { call, type DiscordRestOptions, jsonOf } from './call.ts';
import { ENTITLEMENT_READS } from './limiter.ts';

interface AppEntitlementsOptions extends DiscordRestOptions {
  /** What is sold inside Discord. */
  readonly skus: Readonly<Record<Tier, string | undefined>>;
}

const PAGE = 100;

const snowflake = z.string().regex(/^\d{1,20}$/);
/** Strict: an end that we cannot read would else be no end. */
const time = z.iso
  .datetime({ offset: true })
  .nullish()
  .transform((written) => (typeof written === 'string' ? Date.parse(written) : undefined));
const entitlementSchema = z.object({
  id: snowflake,
  sku_id: snowflake,
  /** Absent: a server's. */
  user_id: snowflake.nullish(),
  deleted: z.boolean(),
  starts_at: time,
  ends_at: time,
});
const entitlementsSchema = z.array(entitlementSchema);
type Listed = z.infer<typeof entitlementSchema>;

interface Owned {
  readonly userId: string;
  readonly entitlement: DiscordEntitlement;
}

const compareIds = (a: string, b: string): number => (BigInt(a) < BigInt(b) ? -1 : 1);

/** The most valuable first: the higher tier, then what ends later. */
const byWorth = (a: DiscordEntitlement, b: DiscordEntitlement): number =>
  TIERS.indexOf(b.tier) - TIERS.indexOf(a.tier) ||
  Math.sign((b.endsAt ?? Number.MAX_SAFE_INTEGER) - (a.endsAt ?? Number.MAX_SAFE_INTEGER)) ||
  compareIds(b.id, a.id);

/** Throws as `createDiscordRest` does. Without any SKU there is nothing to ask, and nothing is asked. */
export const createAppEntitlements = ({ skus, ...options }: AppEntitlementsOptions): AppEntitlements => {
  const tiers = new Map(
    TIERS.flatMap((tier) => {
      const sku = skus[tier];
      return sku === undefined ? [] : [[sku, tier] as const];
    }),
  );

  /** `after` is always sent: without it Discord begins with the newest. */
  const list = async (after: string, of: { readonly user_id?: string }): Promise<DiscordResult<readonly Listed[]>> => {
    if (tiers.size === 0) return { kind: 'ok', value: [] };
    const query = new URLSearchParams({
      ...of,
      sku_ids: [...tiers.keys()].join(),
      exclude_ended: 'true',
      exclude_deleted: 'true',
      limit: String(PAGE),
      after,
    });
    return call(options, {
      name: 'list-entitlements',
      limit: ENTITLEMENT_READS,
      method: 'GET',
      path: `/applications/${options.applicationId}/entitlements?${query}`,
      read: jsonOf(entitlementsSchema),
    });
  };

  const ownedIn = (listed: readonly Listed[]): Owned[] =>
    listed
      .flatMap(({ id, sku_id, user_id, deleted, starts_at, ends_at }) => {
        const tier = tiers.get(sku_id);
        if (!tier || !user_id || deleted) return [];
        const starts = starts_at === undefined ? {} : { startsAt: starts_at };
        const ends = ends_at === undefined ? {} : { endsAt: ends_at };
        return [{ userId: user_id, entitlement: { id, tier, ...starts, ...ends } }];
      })
      .toSorted((a, b) => compareIds(a.entitlement.id, b.entitlement.id));

  return {
    async of(userId) {
      const listed = await list('0', { user_id: userId });
      if (listed.kind !== 'ok') return listed;
      const own = ownedIn(listed.value).filter((owned) => owned.userId === userId);
      const kept = own
        .map(({ entitlement }) => entitlement)
        .toSorted(byWorth)
        .slice(0, MOST_ENTITLEMENTS);
      return { kind: 'ok', value: kept.toSorted((a, b) => compareIds(a.id, b.id)) };
    },
    async after(cursor) {
      const listed = await list(cursor ?? '0', {});
      if (listed.kind !== 'ok') return listed;
      const last = listed.value
        .map(({ id }) => id)
        .toSorted(compareIds)
        .at(-1);
      const next = listed.value.length < PAGE ? undefined : last;
      return { kind: 'ok', value: { items: ownedIn(listed.value), next } };
    },
  };
};
