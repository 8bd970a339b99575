import { EventEmitter, once } from 'node:events';
import type { RawMessage } from '../state/message-view.ts';
import { boundedMap } from './bounded-map.ts';
import type { DiscordClient } from './client.ts';

const MOST = 300;

interface Arrived {
  readonly body: RawMessage;
  /** Wall time, epoch ms. */
  readonly at: number;
}

/** Deferred answers as they arrive, the newest few hundred. */
export interface LateAnswers {
  /** The answer to an interaction, if it is there. */
  readonly of: (interactionId: string) => Arrived | undefined;
  /** Waits until one more arrives, whichever it is answering, or the signal ends the waiting. */
  readonly next: (signal: AbortSignal) => Promise<void>;
  readonly stop: () => void;
}

/** @param wall wall time, epoch ms */
export const createLateAnswers = (client: Pick<DiscordClient, 'onAnswer'>, wall: () => number): LateAnswers => {
  const arrived = boundedMap<Arrived>(MOST);
  const arrivals = new EventEmitter().setMaxListeners(0);
  const stopListening = client.onAnswer(({ interactionId, body }) => {
    if (interactionId === undefined) return;
    arrived.set(interactionId, { body, at: wall() });
    arrivals.emit('arrival');
  });
  return {
    of: arrived.get,
    next: async (signal) => {
      // It rejects for no other reason than the signal.
      await once(arrivals, 'arrival', { signal }).catch(() => undefined);
    },
    stop: stopListening,
  };
};
