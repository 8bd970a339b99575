// In: GET /api/health. Out: 200 while the app can do its work, else 503; and the name of each service that does not answer.
import { app as functions } from '@azure/functions';
import type { App } from '../shared/app.ts';

export const health = (app: App): void =>
  functions.http('health', {
    route: 'health',
    methods: ['GET'],
    authLevel: 'anonymous',
    handler: async () => {
      const jsonBody = await app.health();
      return { status: jsonBody.status === 'unhealthy' ? 503 : 200, jsonBody };
    },
  });
