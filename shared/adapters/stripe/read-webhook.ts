import { z } from 'zod';
import { ForgedWebhookError, type ReadWebhook } from '../../ports/billing.ts';

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
      throw new ForgedWebhookError(`not a request of Stripe’s: ${kindOf(error)}`);
    }
  };
}

const kindOf = (error: unknown): string => {
  if (error instanceof z.ZodError) return 'its body is not an event';
  if (error instanceof SyntaxError) return 'its body is not JSON';
  const message = error instanceof Error ? error.message : '';
  return message.includes('tolerance') ? 'it is too old' : 'its signature is not right';
};
