import { z } from 'zod';
import { type ReadWebhook, RefusedWebhookError, type WebhookRefusal } from '../../ports/billing.ts';

/** How old a request may be: a copy that somebody kept is refused after it. */
const TOLERANCE_S = 300;

const eventSchema = z.object({ id: z.string().regex(/^evt_\w{1,250}$/), type: z.string().min(1).max(100) });

/** @param secret `STRIPE_WEBHOOK_SECRET`. The SDK is loaded at the first use: some 30 ms. */
export function readWebhook(secret: string): ReadWebhook {
  return async (body, signature) => {
    const { Stripe } = await import('stripe');
    try {
      return eventSchema.parse(Stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_S));
    } catch (error) {
      // The SDK's error holds the whole body, which may have names and addresses in it: only its kind is kept.
      throw new RefusedWebhookError(reasonOf(error));
    }
  };
}

/** The signature is looked at first: what is said of a body is said of one that Stripe signed. The SDK tells the rest apart by text alone. */
const reasonOf = (error: unknown): WebhookRefusal => {
  if (error instanceof z.ZodError || error instanceof SyntaxError) return 'unreadable';
  const message = error instanceof Error ? error.message : '';
  if (message.includes('thin event')) return 'unreadable';
  return message.includes('tolerance') ? 'stale' : 'bad-signature';
};
