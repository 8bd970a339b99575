import { staleness } from '../../domain/account/freshness.ts';
import { MAX_MESSAGE_BYTES, QUEUE_SCHEMAS, type QueueMessages, type QueueName } from '../../messages/messages.ts';
import { TOKEN_MS, TOLD_AFTER_MS } from '../interactions/answer-interaction.ts';

/** What the stage of a queue would do with a message now. */
export type Fate =
  | { readonly kind: 'worked' }
  /** It comes too late to be worth anything. */
  | { readonly kind: 'dropped'; readonly reason: string }
  /** It is nothing that this build reads: it is kept among what was refused. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface Times {
  /** The app's time, epoch ms. */
  readonly now: number;
  /** What the clock on the wall says, by which Discord dates, epoch ms. */
  readonly wall: number;
}

type Lateness = { readonly [Q in QueueName]: (message: QueueMessages[Q], times: Times) => string | undefined };

/** Why a stage does nothing with a message any more. */
const LATENESS: Lateness = {
  'fingerprint-changes': ({ observedAt, event }, { now }) => staleness({ detectedAt: observedAt, event }, now),
  alerts: ({ signal }, { now }) => staleness(signal, now),
  deliveries: ({ signal }, { now }) => staleness(signal, now),
  interactions: ({ interaction, answer, isReminder }, { wall }) => {
    const age = wall - interaction.sentAt;
    if (age > TOKEN_MS) return 'token-expired';
    return age > TOLD_AFTER_MS && !answer && !isReminder ? 'apologised' : undefined;
  },
  // Whoever it is about is looked at as they are then.
  'billing-events': () => undefined,
};

/** What would become of a message's text if it were put back into its queue now. */
export function fateOf<Q extends QueueName>(queue: Q, text: string, times: Times): Fate {
  if (Buffer.byteLength(text) > MAX_MESSAGE_BYTES) return { kind: 'refused', reason: 'too-large' };
  const parsed = QUEUE_SCHEMAS[queue].safeParse(parseJson(text));
  if (!parsed.success) return { kind: 'refused', reason: 'invalid' };
  const reason = LATENESS[queue](parsed.data as QueueMessages[Q], times);
  return reason === undefined ? { kind: 'worked' } : { kind: 'dropped', reason };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
