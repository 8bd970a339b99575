// In: a tick every 30 s. Out: changed markets on queue `fingerprint-changes`.
import { app as functions } from '@azure/functions';
import type { App } from '../shared/app.ts';

export const pollOdds = (app: App): void =>
  functions.timer('poll-odds', {
    schedule: '*/30 * * * * *',
    handler: async () => {
      await app.pollOdds();
    },
  });
