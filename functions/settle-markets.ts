// In: a tick each minute. Out: closing lines, the CLV of every signal of events that have begun, and the performance record;
// those whose subscription is over, on queue `billing-events`.
import { app as functions } from '@azure/functions';
import type { App } from '../shared/app.ts';

export const settleMarkets = (app: App): void =>
  functions.timer('settle-markets', {
    schedule: '15 * * * * *',
    handler: async () => {
      // Both look for what time has ended.
      await Promise.all([app.settleMarkets(), app.followEnds()]);
    },
  });
