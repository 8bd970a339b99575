// In: a tick each day. Out: Stripe, our users and the guild's roles agree again; each difference is reported.
import { app as functions } from '@azure/functions';
import type { App } from '../shared/app.ts';

export const reconcileSubscriptions = (app: App): void =>
  functions.timer('reconcile-subscriptions', {
    // When few games are on in America, and few people awake.
    schedule: '0 20 10 * * *',
    handler: async () => {
      await app.reconcileSubscriptions({ dryRun: false });
    },
  });
