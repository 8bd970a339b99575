// In: POST /api/discord/webhook, signed by Discord: what was bought or ended there. Out: whom to look at, on queue `billing-events`.
import { app as functions } from '@azure/functions';
import type { App } from '../shared/app.ts';

export const discordWebhook = (app: App): void =>
  functions.http('discord-webhook', {
    route: 'discord/webhook',
    methods: ['POST'],
    authLevel: 'anonymous',
    handler: async ({ body, headers }) => {
      const answer = await app.receiveDiscordWebhook(body, {
        signature: headers.get('x-signature-ed25519'),
        timestamp: headers.get('x-signature-timestamp'),
      });
      return 'body' in answer ? { status: answer.status, jsonBody: answer.body } : answer;
    },
  });
