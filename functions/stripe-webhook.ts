// In: POST /api/stripe/webhook, signed by Stripe. Out: the event's id on queue `billing-events`.
import { app as functions } from '@azure/functions';
import type { App } from '../shared/app.ts';

export const stripeWebhook = (app: App): void =>
  functions.http('stripe-webhook', {
    route: 'stripe/webhook',
    methods: ['POST'],
    // The signature is the key: Stripe brings no other.
    authLevel: 'anonymous',
    handler: async ({ body, headers }) => {
      const answer = await app.receiveStripeWebhook(body, headers.get('stripe-signature'));
      return { status: answer.status, jsonBody: answer.body };
    },
  });
