import type { Gateway } from './gateway.ts';

/** Discord's side of webhook events: what happened, told to the app's address. */
export interface Webhook {
  /** Where events are sent from now on. */
  webhook(url: string | undefined): void;
  webhookUrl(): string | undefined;
  /** Whether Discord would take that address: it answers a PING with 204, and refuses one with a wrong signature. */
  isWebhook(url: string): Promise<boolean>;
  /** Resolves as soon as every event so far was taken or given up. */
  webhookIdle(): Promise<void>;
}

interface WebhookParts {
  readonly applicationId: string;
  readonly sign: Gateway['sign'];
  /** Multiplies the pauses between two tries. */
  readonly scale: number;
}

interface WebhookSender extends Webhook {
  /** Tells of an event, if there is an address. */
  send(type: string, at: number, data: object): void;
  stop(): void;
}

const PING = 0;
const EVENT = 1;
/** Discord gives up on one try after that. */
const PATIENCE_MS = 3000;
/** Tries again after 1 s, 2 s, 4 s …, for ten minutes in all. */
const FIRST_PAUSE_MS = 1000;
const MOST_TRIES = 10;

export const createWebhook = ({ applicationId, sign, scale }: WebhookParts): WebhookSender => {
  let url: string | undefined;
  const stopped = new AbortController();
  const running = new Set<Promise<void>>();

  /** The answer's status; 0 without one. */
  const post = async (to: string, body: string, headers = sign(body).headers): Promise<number> => {
    const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(PATIENCE_MS)]);
    try {
      const answer = await fetch(to, { method: 'POST', headers, body, signal });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return 0;
    }
  };
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        stopped.signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      stopped.signal.addEventListener('abort', end);
    });
  /** Signed anew for each try: an old signature would be taken for a replay. */
  const deliver = async (to: string, body: string): Promise<void> => {
    for (let tries = 0; tries < MOST_TRIES && !stopped.signal.aborted; tries += 1) {
      const status = await post(to, body);
      if (status >= 200 && status < 300) return;
      await pause(FIRST_PAUSE_MS * 2 ** tries * scale);
    }
  };

  return {
    webhook: (to) => {
      url = to;
    },
    webhookUrl: () => url,
    async isWebhook(candidate) {
      const body = JSON.stringify({ version: 1, application_id: applicationId, type: PING });
      const { headers } = sign(body);
      const forged = { ...headers, 'x-signature-ed25519': sign(`${body} `).headers['x-signature-ed25519'] ?? '' };
      return (await post(candidate, body, headers)) === 204 && (await post(candidate, body, forged)) === 401;
    },
    async webhookIdle() {
      while (running.size > 0) await Promise.all(running);
    },
    send: (type, at, data) => {
      if (url === undefined) return;
      const event = { type, timestamp: new Date(at).toISOString(), data };
      const sending: Promise<void> = deliver(
        url,
        JSON.stringify({ version: 1, application_id: applicationId, type: EVENT, event }),
      ).finally(() => running.delete(sending));
      running.add(sending);
    },
    stop: () => stopped.abort(),
  };
};
