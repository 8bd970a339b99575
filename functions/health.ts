// In: GET /api/health. Out: 200 when every store answers, else 503 and the names of those that do not.
import { app as functions } from '@azure/functions';
import type { App } from '../shared/app.ts';

export const health = (app: App): void =>
  functions.http('health', {
    route: 'health',
    methods: ['GET'],
    authLevel: 'anonymous',
    handler: async () => {
      const jsonBody = await app.health();
      return { status: jsonBody.status === 'ok' ? 200 : 503, jsonBody };
    },
  });
