// In: POST /api/discord/interactions, signed by Discord. Out: the answer, or a promise of one on queue `interactions`.
import { app as functions } from '@azure/functions';
import type { App } from '../shared/app.ts';

export const discordInteractions = (app: App): void =>
  functions.http('discord-interactions', {
    route: 'discord/interactions',
    methods: ['POST'],
    // The signature is the key: Discord brings no other.
    authLevel: 'anonymous',
    handler: async ({ body, headers }) => {
      const answer = await app.receiveInteraction(body, {
        signature: headers.get('x-signature-ed25519'),
        timestamp: headers.get('x-signature-timestamp'),
      });
      return { status: answer.status, jsonBody: answer.body };
    },
  });
