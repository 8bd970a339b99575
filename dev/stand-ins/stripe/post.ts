import { setTimeout as wait } from 'node:timers/promises';
import type { Event } from './rows.ts';
import { signatureOf } from './signature.ts';
import { API_VERSION } from './world.ts';

/** A place that events are sent to. */
export interface Target {
  readonly url: string;
  readonly secret: string;
  wants(type: string): boolean;
}

export interface PostOptions {
  /** The pause before the second attempt, ms; each one after it is twice as long. */
  readonly retryMs: number;
  /** How long a target may take to answer, ms. */
  readonly timeoutMs: number;
}

interface Post {
  /** Resolves to whether the target took it, or every attempt failed. `onFirst` is called after the first one. */
  send(event: Event, target: Target, onFirst?: () => void): Promise<boolean>;
  stop(): void;
}

/** Stripe tries for three days. */
const MOST_ATTEMPTS = 10;

/** Sends events, again and again until they are taken. */
export const createPost = ({ retryMs, timeoutMs }: PostOptions, onRefused: () => void): Post => {
  const end = new AbortController();

  const attempt = async (event: Event, { url, secret }: Target): Promise<boolean> => {
    const body = JSON.stringify(event, undefined, 2);
    try {
      const answer = await fetch(url, {
        method: 'POST',
        body,
        redirect: 'manual',
        headers: {
          accept: '*/*; q=0.5, application/xml',
          'content-type': 'application/json; charset=utf-8',
          // Receivers hold it against the real clock, so that it does not follow a world's own.
          'stripe-signature': signatureOf(body, secret, Date.now()),
          'user-agent': `Stripe/1.0 (+https://stripe.com/docs/webhooks; stand-in ${API_VERSION})`,
        },
        signal: AbortSignal.any([end.signal, AbortSignal.timeout(timeoutMs)]),
      });
      await answer.body?.cancel();
      return answer.ok;
    } catch {
      return false;
    }
  };

  const pause = (number: number): Promise<void> =>
    wait(retryMs * 2 ** (number - 1), undefined, { signal: end.signal }).catch(() => undefined);

  return {
    send: async (event, target, onFirst) => {
      for (let number = 0; number < MOST_ATTEMPTS && !end.signal.aborted; number++) {
        if (number > 0) await pause(number);
        const isTaken = await attempt(event, target);
        if (number === 0) onFirst?.();
        if (isTaken) {
          event.pending_webhooks -= 1;
          return true;
        }
        onRefused();
      }
      onFirst?.();
      return false;
    },
    stop: () => end.abort(),
  };
};
