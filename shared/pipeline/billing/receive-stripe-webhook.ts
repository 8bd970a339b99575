import { BILLING_EVENT_TYPES } from '../../domain/account/billing-event-types.ts';
import { type ReadWebhook, RefusedWebhookError } from '../../ports/billing.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MessageSender } from '../../ports/queue.ts';
import type { Telemetry } from '../../ports/telemetry.ts';

/** Stripe's events are some KB; the largest that it ever sends are far below this. */
export const MOST_STRIPE_BODY_BYTES = 512 * 1024;

export interface StripeWebhookDeps {
  /** Absent: payments are not set up. */
  readonly readWebhook?: ReadWebhook | undefined;
  readonly queue: MessageSender;
  readonly telemetry: Telemetry;
  /** The clock of those who work the queue. */
  readonly now: Clock;
}

export interface StripeWebhookRequest {
  /** The raw body; undefined when it was longer than {@link MOST_STRIPE_BODY_BYTES}. */
  readonly body: Uint8Array | undefined;
  /** Header `Stripe-Signature`. */
  readonly signature: string | null;
}

export interface WebhookAnswer {
  readonly status: number;
  readonly body: { readonly received: true } | { readonly error: string };
}

const handled: ReadonlySet<string> = new Set(BILLING_EVENT_TYPES);

/**
 * Takes an event of Stripe's: that there is one goes on its way, and nothing of what it says is kept. What is not taken with 200,
 * Stripe sends again for days. Never throws.
 */
export async function receiveStripeWebhook(
  deps: StripeWebhookDeps,
  request: StripeWebhookRequest,
): Promise<WebhookAnswer> {
  const answer = await answerTo(deps, request);
  if ('error' in answer.body)
    deps.telemetry.count('webhooks_refused', 1, { source: 'stripe', reason: answer.body.error });
  return answer;
}

async function answerTo(deps: StripeWebhookDeps, { body, signature }: StripeWebhookRequest): Promise<WebhookAnswer> {
  const { readWebhook, queue, telemetry, now } = deps;
  if (!readWebhook) return refuse(503, 'payments-not-set-up');
  if (body === undefined) return refuse(413, 'too-large');
  if (!signature) return refuse(400, 'unsigned');
  try {
    const { id, type } = await readWebhook(body, signature);
    telemetry.count('webhook_events', 1, { source: 'stripe', type: handled.has(type) ? type : 'other' });
    const message = { v: 1, kind: 'stripe', eventId: id, type, arrivedAt: now(), tries: 0 } as const;
    if (handled.has(type)) await queue.send('billing-events', message);
    return { status: 200, body: { received: true } };
  } catch (error) {
    if (error instanceof RefusedWebhookError) return refuse(400, error.reason);
    telemetry.error('webhook_failed', { source: 'stripe', reason: String(error) });
    return refuse(500, 'failed');
  }
}

const refuse = (status: number, error: string): WebhookAnswer => ({ status, body: { error } });
