import { mergeMetadata } from './metadata.ts';
import { ON_REQUEST } from './present.ts';
import { invalid } from './refusal.ts';
import type { Metadata, Portal, PortalSession } from './rows.ts';
import type { Proration } from './switch-price.ts';
import { unguessable, type World } from './world.ts';

interface Offer {
  readonly product: string;
  readonly prices: readonly string[];
}

/** What people may do in the portal. */
export interface Features {
  readonly customer_update: { readonly allowed_updates: readonly string[]; readonly enabled: boolean };
  readonly invoice_history: { readonly enabled: boolean };
  readonly payment_method_update: { readonly enabled: boolean };
  readonly subscription_cancel: {
    readonly enabled: boolean;
    readonly mode: 'at_period_end' | 'immediately';
    readonly proration_behavior: Proration;
  };
  readonly subscription_update: {
    readonly enabled: boolean;
    readonly default_allowed_updates: readonly string[];
    readonly proration_behavior: Proration;
    readonly products: readonly Offer[];
  };
}

type PartlyGiven<T> = { readonly [K in keyof T]?: { readonly [L in keyof T[K]]?: T[K][L] | undefined } | undefined };
type GivenFeatures = PartlyGiven<Features>;

export const NO_FEATURES: Features = {
  customer_update: { allowed_updates: [], enabled: false },
  invoice_history: { enabled: false },
  payment_method_update: { enabled: false },
  subscription_cancel: { enabled: false, mode: 'at_period_end', proration_behavior: 'none' },
  subscription_update: { enabled: false, default_allowed_updates: [], proration_behavior: 'none', products: [] },
};

/** What was there, with what is given in its place. Throws a `Refusal` for prices that are none of the product's. */
const mergeFeatures = (world: World, before: Features, given: GivenFeatures | undefined): Features => {
  const features = Object.fromEntries(
    Object.entries(before).map(([name, feature]) => [name, { ...feature, ...given?.[name as keyof Features] }]),
  ) as unknown as Features;
  for (const [index, { product, prices }] of features.subscription_update.products.entries())
    for (const id of prices) {
      const param = `features[subscription_update][products][${index}][prices]`;
      if (world.prices.need(id, param).product !== product)
        throw invalid(`The price ${id} does not belong to the product ${product}.`, param);
    }
  const { enabled, default_allowed_updates: updates } = features.subscription_update;
  if (enabled && updates.length === 0)
    throw invalid(
      'Allowed updates are needed.',
      'features[subscription_update][default_allowed_updates]',
      'parameter_missing',
    );
  return features;
};

/** What Stripe answers of them: the offers only on request. */
const told = ({ subscription_cancel, subscription_update: { products, ...update }, ...others }: Features) => ({
  ...others,
  payment_method_update: { ...others.payment_method_update, payment_method_configuration: null },
  subscription_cancel: {
    ...subscription_cancel,
    cancellation_reason: { enabled: false, feedback_options: null, options: [] },
  },
  subscription_pause: { duration: { interval_options: [], type: 'indefinite' }, enabled: false },
  subscription_update: {
    ...update,
    billing_cycle_anchor: null,
    schedule_at_period_end: { conditions: [] },
    trial_update_behavior: 'end_trial',
    [ON_REQUEST]: {
      products: () =>
        products.map((offer) => ({ ...offer, adjustable_quantity: { enabled: false, maximum: null, minimum: 1 } })),
    },
  },
});

const features = new WeakMap<Portal, Features>();
export const featuresOf = (portal: Portal): Features => features.get(portal) ?? NO_FEATURES;

interface PortalWish {
  readonly active?: boolean | undefined;
  readonly features?: GivenFeatures | undefined;
  readonly default_return_url?: string | null | undefined;
  readonly metadata?: Metadata | null | undefined;
  readonly name?: string | null | undefined;
}

export const addPortal = (world: World, wish: PortalWish): Portal => {
  const merged = mergeFeatures(world, NO_FEATURES, wish.features);
  const portal = world.portals.add({
    id: world.nextId('bpc'),
    object: 'billing_portal.configuration',
    active: true,
    ...{ application: null },
    ...{ business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null } },
    created: world.now(),
    default_return_url: wish.default_return_url ?? null,
    ...{ features: told(merged) },
    is_default: world.portals.size === 0,
    ...{ livemode: false, login_page: { enabled: false, url: null } },
    metadata: mergeMetadata({}, wish.metadata),
    name: wish.name ?? null,
    updated: world.now(),
  });
  features.set(portal, merged);
  world.emit('billing_portal.configuration.created', portal);
  return portal;
};

export const changePortal = (world: World, portal: Portal, wish: PortalWish): Portal => {
  const merged = mergeFeatures(world, featuresOf(portal), wish.features);
  features.set(portal, merged);
  Object.assign(portal, {
    active: wish.active ?? portal.active,
    default_return_url: wish.default_return_url === undefined ? portal.default_return_url : wish.default_return_url,
    features: told(merged),
    metadata: mergeMetadata(portal.metadata, wish.metadata),
    name: wish.name === undefined ? portal.name : wish.name,
    updated: world.now(),
  });
  world.emit('billing_portal.configuration.updated', portal);
  return portal;
};

interface VisitWish {
  readonly customer: string;
  readonly configuration?: string | undefined;
  readonly return_url?: string | undefined;
}

/** A page on which a customer looks after subscriptions. */
export const addPortalSession = (world: World, wish: VisitWish): PortalSession => {
  world.customers.need(wish.customer, 'customer');
  const portal =
    wish.configuration === undefined
      ? world.portals.newestFirst().find(({ is_default }) => is_default)
      : world.portals.need(wish.configuration, 'configuration');
  if (!portal)
    throw invalid(
      "You can't create a portal session in test mode until you save your customer portal settings in test mode at https://dashboard.stripe.com/test/settings/billing/portal.",
      'configuration',
    );
  if (!portal.active) throw invalid('The configuration is not active.', 'configuration');
  const id = unguessable('bps');
  return world.portalSessions.add({
    id,
    object: 'billing_portal.session',
    configuration: portal.id,
    created: world.now(),
    customer: wish.customer,
    ...{ customer_account: null, flow: null, livemode: false, locale: null, on_behalf_of: null },
    return_url: wish.return_url ?? portal.default_return_url,
    url: `${world.origin}/p/session/${id}`,
  });
};
