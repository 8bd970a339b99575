import type { Message } from './store.ts';

/** Discord says "a few minutes"; here it is five. */
const WINDOW_MS = 300_000;

/** Messages whose nonce was to be enforced, for as long as Discord remembers them. */
export interface Nonces {
  /** The first message with that nonce. */
  find(nonce: string): Message | undefined;
  remember(nonce: string, message: Message): void;
}

/**
 * Discord checks a nonce "in the past few minutes" against messages of the same author: in whatever channel, so that a nonce
 * without the destination in it loses messages. One app is one author here. The window is never scaled.
 */
export const createNonces = (now: () => number): Nonces => {
  const remembered = new Map<string, { readonly at: number; readonly message: Message }>();
  const forgetOld = (): void => {
    for (const [nonce, { at }] of remembered) {
      if (at + WINDOW_MS > now()) return;
      remembered.delete(nonce);
    }
  };
  return {
    find: (nonce) => {
      forgetOld();
      return remembered.get(nonce)?.message;
    },
    remember: (nonce, message) => {
      remembered.set(nonce, { at: now(), message });
    },
  };
};
