import { NOT_MADE } from '../setup/not-made.ts';
import type { Shop } from './shop.ts';

/** Stripe as far as it can be read: what would be made or changed is not. */
export const dryRun = (shop: Shop): Shop => ({
  ...shop,
  createProduct: async ({ name }) => ({ id: `${NOT_MADE}${name}`, name, active: true, metadata: {} }),
  updateProduct: async (id) => ({ id, name: '', active: true, metadata: {} }),
  createPrice: async ({ lookup_key: key, currency }) => ({
    ...{ id: `${NOT_MADE}${key}`, active: true, product: NOT_MADE, currency, metadata: {} },
  }),
  updatePrice: async (id) => ({ id, active: true, product: NOT_MADE, currency: '', metadata: {} }),
  createPortal: async () => NO_PORTAL,
  updatePortal: async (id) => ({ ...NO_PORTAL, id }),
  createEndpoint: async ({ url }) => noEndpoint(NOT_MADE, url),
  updateEndpoint: async (id) => noEndpoint(id, ''),
  deleteEndpoint: async () => {},
});

const NO_PORTAL = {
  id: `${NOT_MADE}portal`,
  active: true,
  features: {
    invoice_history: { enabled: true },
    payment_method_update: { enabled: true },
    subscription_cancel: { enabled: true, mode: '' },
    subscription_update: { enabled: true, default_allowed_updates: [], proration_behavior: '' },
  },
  metadata: {},
};

const noEndpoint = (id: string, url: string) => ({ id, url, status: 'enabled', enabled_events: [], metadata: {} });
