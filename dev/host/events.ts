import type { FunctionDefinition } from './functions.ts';
import type { ErrorInfo, WorkerEvent, WorkerExit } from './worker.ts';

interface Invocation {
  readonly function: string;
  readonly trigger: FunctionDefinition['kind'];
  readonly invocationId: string;
}

/** Whatever happens in the host, as data, in the order in which it happens. */
export type HostEvent =
  | WorkerEvent
  | ({ readonly kind: 'invocation-started' } & Invocation)
  | ({
      readonly kind: 'invocation-ended';
      readonly outcome: 'ok' | 'failed' | 'lost';
      readonly ms: number;
      readonly error?: ErrorInfo;
    } & Invocation)
  | { readonly kind: 'message-poisoned'; readonly queue: string; readonly messageId: string; readonly function: string }
  /** The queue service refused or cannot be reached; the listener goes on. */
  | { readonly kind: 'queue-error'; readonly queue: string; readonly error: ErrorInfo }
  | { readonly kind: 'worker-started'; readonly pid: number | undefined; readonly loadMs: number }
  | { readonly kind: 'worker-exited'; readonly expected: boolean; readonly exit: WorkerExit }
  /** It comes back after `delayMs`, or did not come up and is tried again after that. */
  | { readonly kind: 'worker-restarting'; readonly delayMs: number; readonly error?: ErrorInfo };

type Listener = (event: HostEvent) => void;

export interface HostEvents {
  /** Calls the listener with each event from now on. Returns how to leave. */
  on(listener: Listener): () => void;
  emit(event: HostEvent): void;
}

export const createHostEvents = (): HostEvents => {
  const listeners = new Set<Listener>();
  return {
    on: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
  };
};
