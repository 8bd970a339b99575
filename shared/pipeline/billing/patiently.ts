import { BillingUnavailableError } from '../../ports/billing.ts';
import type { DiscordResult } from '../../ports/discord.ts';

/** Lets ms pass; given from outside, so that nobody sleeps in a test. */
export interface Patience {
  readonly pause: (ms: number) => Promise<void>;
}

const MOST_WAITS = 20;
const MOST_PAUSE_MS = 60_000;

/** Does some work, again after every wait that it asks for. Throws when it has to wait too often in a row. */
async function waiting<T>(
  { pause }: Patience,
  work: () => Promise<{ readonly done: T } | { readonly afterMs: number; readonly reason: string }>,
): Promise<T> {
  for (let waits = 0; ; waits++) {
    const result = await work();
    if ('done' in result) return result.done;
    if (waits === MOST_WAITS) throw new Error(`waited ${MOST_WAITS} times in a row: ${result.reason}`);
    await pause(Math.min(Math.max(result.afterMs, 1), MOST_PAUSE_MS));
  }
}

/** Asks Stripe, or refreshes a user, until that can be done. */
export const patiently = <T>(patience: Patience, work: () => Promise<T>): Promise<T> =>
  waiting(patience, async () => {
    try {
      return { done: await work() };
    } catch (error) {
      if (!(error instanceof BillingUnavailableError)) throw error;
      return { afterMs: error.afterMs, reason: error.message };
    }
  });

type Settled<T> = Extract<DiscordResult<T>, { kind: 'ok' | 'permanent' }>;

/** Asks Discord until it says yes or no. */
export const untilSettled = <T>(patience: Patience, call: () => Promise<DiscordResult<T>>): Promise<Settled<T>> =>
  waiting(patience, async () => {
    const result = await call();
    if (result.kind === 'ok' || result.kind === 'permanent') return { done: result };
    return { afterMs: result.afterMs, reason: result.kind === 'retry' ? result.reason : 'discord-unavailable' };
  });

interface Later {
  readonly later: number;
  readonly reason: string;
}

/** Repeats a stage until it does not ask for a later time. */
export const untilDone = <T extends string>(patience: Patience, stage: () => Promise<T | Later>): Promise<T> =>
  waiting(patience, async () => {
    const result = await stage();
    return typeof result === 'string' ? { done: result } : { afterMs: result.later, reason: result.reason };
  });
