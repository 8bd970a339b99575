// In: a tick every minute. Out: how many messages were given up and why, as metrics and events.
import { app as functions } from '@azure/functions';
import type { App } from '../shared/app.ts';

export const watchPoisonQueues = (app: App): void =>
  functions.timer('watch-poison-queues', {
    schedule: '0 * * * * *',
    handler: async () => {
      await app.watchPoisonQueues();
    },
  });
