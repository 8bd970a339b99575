// In: queue `billing-events`, that something may have changed. Out: the user's entitlement, the guild's roles, a message to the user.
import type { App } from '../shared/app.ts';
import { onQueue } from './queue-trigger.ts';

export const applyBillingEvent = (app: App): void =>
  onQueue('apply-billing-event', 'billing-events', app.applyBillingEvent);
