import type { HostEvents } from './events.ts';

/** What a host did since its start. */
export interface HostCounts {
  readonly ok: number;
  readonly failed: number;
  /** Invocations that ended with their worker. */
  readonly lost: number;
  readonly poisoned: number;
  readonly queueErrors: number;
  readonly unhandledRejections: number;
  /** Times the worker ended by itself. */
  readonly crashes: number;
}

/** Counts a host's events; the answer is a copy of the totals so far. */
export const countEvents = (events: HostEvents): (() => HostCounts) => {
  const counts = { ok: 0, failed: 0, lost: 0, poisoned: 0, queueErrors: 0, unhandledRejections: 0, crashes: 0 };
  events.on((event) => {
    if (event.kind === 'invocation-ended') counts[event.outcome] += 1;
    else if (event.kind === 'message-poisoned') counts.poisoned += 1;
    else if (event.kind === 'queue-error') counts.queueErrors += 1;
    else if (event.kind === 'unhandled-rejection') counts.unhandledRejections += 1;
    else if (event.kind === 'worker-exited' && !event.expected) counts.crashes += 1;
  });
  return () => ({ ...counts });
};
