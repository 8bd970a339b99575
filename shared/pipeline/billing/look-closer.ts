import { createHash } from 'node:crypto';
import type { User } from '../../domain/account/account.ts';
import type { DiscordEntitlement } from '../../domain/account/billing-facts.ts';
import { asOf } from '../../domain/account/entitlement.ts';
import { TIERS } from '../../domain/account/tier.ts';
import type { Interaction } from '../../messages/interaction.ts';
import type { Cache } from '../../ports/cache.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MessageSender } from '../../ports/queue.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import type { LookCloser } from '../interactions/deps.ts';
import { roleChanges, type TierIds } from './sync-roles.ts';

export interface LookCloserDeps {
  /** What is sold inside Discord. */
  readonly skus: TierIds;
  readonly guildId: string | undefined;
  readonly roles: TierIds;
  readonly cache: Cache;
  readonly queue: MessageSender;
  readonly telemetry: Telemetry;
  readonly now: Clock;
  /** The clock on the wall, by which Discord dates what it sends. */
  readonly wall: Clock;
}

/**
 * Discord signed what an interaction says, so that what was bought counts at once; that something is missing from it only gives reason
 * to ask. The same reason asks once a minute.
 */
export const createLookCloser =
  (deps: LookCloserDeps): LookCloser =>
  (interaction, onRecord) => {
    const told = entitlementsIn(deps.skus, interaction);
    const user = asOf({ ...onRecord, discordEntitlements: merged(onRecord.discordEntitlements, told) }, deps.now());
    const why = reasonToLook(deps, interaction, { onRecord, user, told });
    if (why !== undefined)
      ask(deps, interaction, why).catch((error: unknown) =>
        deps.telemetry.error('closer_look_failed', { userId: user.id, reason: String(error) }),
      );
    return user;
  };

const entitlementsIn = (skus: TierIds, { entitlements }: Interaction): readonly DiscordEntitlement[] =>
  entitlements.flatMap(({ skuId, ...told }) => {
    const tier = TIERS.find((each) => skus[each] === skuId);
    return tier ? [{ ...told, tier }] : [];
  });

const merged = (known: readonly DiscordEntitlement[], told: readonly DiscordEntitlement[]): DiscordEntitlement[] => [
  ...known.filter(({ id }) => !told.some((each) => each.id === id)),
  ...told,
];

interface Seen {
  readonly onRecord: User;
  readonly user: User;
  readonly told: readonly DiscordEntitlement[];
}

function reasonToLook(
  { guildId, roles, wall }: LookCloserDeps,
  { member, sentAt }: Interaction,
  { onRecord, user, told }: Seen,
): 'entitlements-differ' | 'roles-differ' | undefined {
  // What waited in a queue tells what was so when it was sent: entitlements have come and gone since.
  if (wall() - sentAt > MOST_AGE_MS) return undefined;
  if (textOf(told, sentAt) !== textOf(onRecord.discordEntitlements, sentAt)) return 'entitlements-differ';
  if (guildId === undefined || member?.guildId !== guildId) return undefined;
  const { give, take } = roleChanges(roles, user, member.roleIds);
  return give.length + take.length > 0 ? 'roles-differ' : undefined;
}

const MOST_AGE_MS = 60_000;

/** Those that have not ended, in one order. */
const textOf = (entitlements: readonly DiscordEntitlement[], now: number): string =>
  entitlements
    .filter(({ endsAt }) => endsAt === undefined || endsAt > now)
    .map(({ id, tier, endsAt }) => [id, tier, endsAt].join())
    .sort()
    .join(';');

async function ask({ cache, queue, telemetry }: LookCloserDeps, interaction: Interaction, why: string): Promise<void> {
  const { userId, entitlements, member } = interaction;
  const seen = createHash('sha256').update(JSON.stringify([why, entitlements, member?.roleIds]));
  const mark = `${userId}-${seen.digest('hex').slice(0, 16)}`;
  if ((await cache.claim('looked-closer', mark)) === 'exists') return;
  telemetry.count('closer_looks', 1, { why });
  await queue.send('billing-events', { v: 1, kind: 'user', userId, why, tries: 0 });
}
