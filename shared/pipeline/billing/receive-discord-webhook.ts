import { readWebhookEvent } from '../../discord/webhook-event.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MessageSender } from '../../ports/queue.ts';
import type { VerifySignature } from '../../ports/signatures.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { readSigned, type SignedRequest } from '../interactions/signed-request.ts';

export interface DiscordWebhookDeps {
  readonly verify: VerifySignature;
  /** The clock on the wall, by which Discord dates its requests. */
  readonly wall: Clock;
  readonly queue: MessageSender;
  readonly telemetry: Telemetry;
}

type Answer = { readonly status: 204 } | { readonly status: number; readonly body: { readonly error: string } };

/** Takes an event of Discord's: whom it is about goes on its way. What is not taken with 204, Discord sends again. Never throws. */
export async function receiveDiscordWebhook(deps: DiscordWebhookDeps, request: SignedRequest): Promise<Answer> {
  const answer = await answerTo(deps, request);
  if ('body' in answer) deps.telemetry.count('webhooks_refused', 1, { source: 'discord', reason: answer.body.error });
  return answer;
}

const TAKEN: Answer = { status: 204 };
const refuse = (status: number, error: string): Answer => ({ status, body: { error } });

async function answerTo(deps: DiscordWebhookDeps, request: SignedRequest): Promise<Answer> {
  const { queue, telemetry } = deps;
  const signed = await readSigned(deps, request);
  if (signed.kind === 'refused') return refuse(signed.status, signed.error);
  const read = readWebhookEvent(signed.json);
  if (read.kind === 'ping') return TAKEN;
  if (read.kind === 'unreadable') {
    telemetry.warn('webhook_unreadable', { source: 'discord', reason: read.reason });
    return refuse(400, 'unreadable');
  }
  telemetry.count('webhook_events', 1, { source: 'discord', type: read.kind });
  if (read.kind === 'other') return TAKEN;
  try {
    const { userId } = read;
    await queue.send('billing-events', { v: 1, kind: 'user', userId, why: 'discord-entitlement', tries: 0 });
    return TAKEN;
  } catch (error) {
    telemetry.error('webhook_failed', { source: 'discord', reason: String(error) });
    return refuse(500, 'failed');
  }
}
