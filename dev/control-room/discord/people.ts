import { z } from 'zod';
import { TIERS, type Tier } from '../../../shared/domain/account/tier.ts';
import type { Standing } from '../../../shared/domain/account/tiers.ts';
import type { DiscordClient } from './client.ts';
import { personIdSchema } from './deed.ts';
import type { EntitlementView, MemberView, PersonView } from './model.ts';
import { type Refused, refused } from './refused.ts';
import { lockedChannels, shownRoles } from './visibility.ts';

/** Running purchases of one person; Discord itself allows one for each tier. */
const MOST_ENTITLEMENTS = 5;

const purchaseSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('buy'), personId: personIdSchema, tier: z.enum(TIERS) }),
  z.strictObject({
    kind: z.enum(['end', 'refund']),
    personId: personIdSchema,
    /** One that was bought here. */
    entitlementId: z.string().min(1).max(64),
  }),
]);
/** What the page asks of Discord's own shop. */
export type Purchase = z.infer<typeof purchaseSchema>;

const moveSchema = z.strictObject({ kind: z.enum(['join', 'leave']), personId: personIdSchema });
/** Whether somebody is to be in the guild. */
export type Move = z.infer<typeof moveSchema>;

/** What is sold inside Discord. */
export interface ShopOptions {
  readonly skus: readonly { readonly tier: Tier; readonly skuId: string }[];
}

export interface PeopleOptions {
  readonly client: DiscordClient;
  readonly people: readonly PersonView[];
  readonly shop?: ShopOptions;
}

interface Done {
  readonly kind: 'done';
}

/** Who can be acted as: how they stand with the guild, and what they do there that is no interaction. */
export interface People {
  /** @param standingOf what the app's record says of a person */
  readonly views: (standingOf: (person: PersonView) => Standing) => readonly MemberView[];
  readonly isMember: (userId: string) => boolean;
  /** Buys, ends or gives back inside Discord; the body is anything. */
  readonly purchase: (body: unknown) => Done | Refused;
  /** Leaves the guild or joins it again; the body is anything. */
  readonly move: (body: unknown) => Done | Refused;
  /** Calls the listener when somebody's roles, membership or purchases changed. */
  readonly onChange: (listener: () => void) => void;
  readonly stop: () => void;
}

const DONE: Done = { kind: 'done' };
const notUnderstood = (error: z.ZodError): Refused => refused(400, `Not understood.\n${z.prettifyError(error)}`);

export const createPeople = ({ client, people, shop = { skus: [] } }: PeopleOptions): People => {
  const outside = new Set<string>();
  const bought = new Map<string, readonly EntitlementView[]>();
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const known = new Set(people.map(({ id }) => id));
  const stopListening = client.onRoles((userId) => known.has(userId) && changed());
  const nameOf = (personId: string) => people.find(({ id }) => id === personId)?.name;
  const heldBy = (personId: string) => bought.get(personId) ?? [];
  const isMember: People['isMember'] = (userId) => !outside.has(userId);

  /** Does what the stand-in may refuse by throwing. */
  const attempt = (deed: () => void): Done | Refused => {
    try {
      deed();
    } catch (error) {
      return refused(502, `The Discord stand-in failed: ${error instanceof Error ? error.message : String(error)}`);
    }
    changed();
    return DONE;
  };

  const buy = (personId: string, tier: Tier): Done | Refused => {
    const sku = shop.skus.find((sold) => sold.tier === tier);
    if (!sku) return refused(404, `Discord’s own shop does not sell ${tier} here.`);
    const held = heldBy(personId);
    if (held.length >= MOST_ENTITLEMENTS)
      return refused(409, `${nameOf(personId)} has ${held.length} running purchases: end one first.`);
    return attempt(() =>
      bought.set(personId, [...held, { id: client.entitle(personId, sku.skuId, { startsAt: null }), tier }]),
    );
  };

  const giveBack = (personId: string, kind: 'end' | 'refund', entitlementId: string): Done | Refused => {
    const held = heldBy(personId);
    if (!held.some(({ id }) => id === entitlementId))
      return refused(404, `${nameOf(personId)} has no such running purchase.`);
    return attempt(() => {
      if (kind === 'end') client.endEntitlement(entitlementId);
      else client.refund(entitlementId);
      bought.set(
        personId,
        held.filter(({ id }) => id !== entitlementId),
      );
    });
  };

  return {
    views: (standingOf) =>
      people.map((person) => ({
        id: person.id,
        name: person.name,
        isMember: isMember(person.id),
        roles: shownRoles(client, person.id).map(({ name, colours: [colour] }) => ({ name, colour })),
        standing: standingOf(person),
        locked: lockedChannels(client, person.id, isMember(person.id)),
        entitlements: heldBy(person.id),
      })),
    isMember,
    purchase: (body) => {
      const parsed = purchaseSchema.safeParse(body);
      if (!parsed.success) return notUnderstood(parsed.error);
      const purchase = parsed.data;
      if (!known.has(purchase.personId)) return refused(404, 'There is nobody of that id to act as.');
      return purchase.kind === 'buy'
        ? buy(purchase.personId, purchase.tier)
        : giveBack(purchase.personId, purchase.kind, purchase.entitlementId);
    },
    move: (body) => {
      const parsed = moveSchema.safeParse(body);
      if (!parsed.success) return notUnderstood(parsed.error);
      const { kind, personId } = parsed.data;
      if (!known.has(personId)) return refused(404, 'There is nobody of that id to act as.');
      return attempt(() => {
        client[kind](personId);
        if (kind === 'leave') outside.add(personId);
        else outside.delete(personId);
      });
    },
    onChange: (listener) => {
      listeners.add(listener);
    },
    stop: stopListening,
  };
};
