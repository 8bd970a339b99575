/** What is sold: a subscription of the application. */
export interface Sku {
  readonly id: string;
  readonly name: string;
}

/** An entitlement as Discord sends it. */
export interface Entitlement {
  readonly id: string;
  readonly sku_id: string;
  readonly application_id: string;
  readonly user_id: string;
  /** APPLICATION_SUBSCRIPTION. */
  readonly type: 8;
  readonly deleted: boolean;
  readonly consumed: boolean;
  readonly starts_at: string | null;
  /** Null for as long as the subscription goes on. */
  readonly ends_at: string | null;
}

type EntitlementEvent = 'ENTITLEMENT_CREATE' | 'ENTITLEMENT_UPDATE' | 'ENTITLEMENT_DELETE';

/** In epoch ms. */
interface EntitlementTimes {
  /** Default: now; null: it always was. */
  readonly startsAt?: number | null;
  /** Default: when it is ended. */
  readonly endsAt?: number;
}

/** What users bought inside Discord. All throw an Error for ids that do not exist. */
export interface Shop {
  readonly skus: readonly Sku[];
  /** A user buys; answers the entitlement's id. */
  entitle(userId: string, skuId: string, times?: EntitlementTimes): string;
  /** The subscription ran out, at `at` (epoch ms; now without it). */
  endEntitlement(id: string, at?: number): void;
  /** The payment went back: the entitlement is deleted. */
  refund(id: string): void;
  /** All, deleted ones too, in the order of their ids. */
  entitlements(): readonly Entitlement[];
  /** What a user has now, as each interaction tells it along. */
  heldBy(userId: string): readonly Entitlement[];
}

interface ShopParts {
  readonly applicationId: string;
  readonly skus: readonly Sku[] | undefined;
  readonly now: () => number;
  readonly nextId: () => string;
  readonly happened: (event: EntitlementEvent, entitlement: Entitlement) => void;
}

/** As Discord writes times. */
const written = (at: number): string => new Date(at).toISOString().replace('Z', '000+00:00');

/** Whether its end has come. */
export const hasEnded = ({ ends_at }: Entitlement, now: number): boolean =>
  ends_at !== null && Date.parse(ends_at) <= now;

export const createShop = ({ applicationId, skus = [], now, nextId, happened }: ShopParts): Shop => {
  const kept = new Map<string, Entitlement>();
  const keep = (event: EntitlementEvent, entitlement: Entitlement): void => {
    kept.set(entitlement.id, entitlement);
    happened(event, entitlement);
  };
  const known = (id: string): Entitlement => {
    const entitlement = kept.get(id);
    if (!entitlement) throw new Error(`Discord's shop knows no entitlement ${id}`);
    return entitlement;
  };

  return {
    skus,
    entitle: (userId, skuId, { startsAt = now(), endsAt } = {}) => {
      if (!skus.some(({ id }) => id === skuId)) throw new Error(`Discord's shop sells no SKU ${skuId}`);
      const id = nextId();
      keep('ENTITLEMENT_CREATE', {
        id,
        sku_id: skuId,
        application_id: applicationId,
        user_id: userId,
        type: 8,
        deleted: false,
        consumed: false,
        starts_at: startsAt === null ? null : written(startsAt),
        ends_at: endsAt === undefined ? null : written(endsAt),
      });
      return id;
    },
    endEntitlement: (id, at = now()) => keep('ENTITLEMENT_UPDATE', { ...known(id), ends_at: written(at) }),
    refund: (id) => keep('ENTITLEMENT_DELETE', { ...known(id), deleted: true }),
    entitlements: () => [...kept.values()],
    heldBy: (userId) =>
      [...kept.values()].filter((held) => held.user_id === userId && !held.deleted && !hasEnded(held, now())),
  };
};
