import type { HostEvents } from './events.ts';
import type { FunctionDefinition } from './functions.ts';
import { invocationRequest } from './invocation-request.ts';
import type { RpcTypedData } from './rpc.ts';
import { createSignal } from './signal.ts';
import type { Supervisor } from './supervisor.ts';
import type { InvocationResult } from './worker.ts';

/** Hands invocations to the worker and keeps count of them. */
export interface Dispatcher {
  /** Runs a function; never rejects. `lost` also when there is no worker. */
  invoke(
    fn: FunctionDefinition,
    data: RpcTypedData,
    triggerMetadata?: Readonly<Record<string, RpcTypedData>>,
  ): Promise<InvocationResult>;
  /** Resolves to true when there is a worker, to false when there will be none. */
  whenUp(): Promise<boolean>;
  running(): number;
  /** How many invocations were ever started. */
  started(): number;
  /** Resolves when none runs, at the latest after `ms`. */
  quiet(ms?: number): Promise<void>;
}

export const createDispatcher = (supervisor: Supervisor, events: HostEvents): Dispatcher => {
  let running = 0;
  let started = 0;
  const ended = createSignal();

  const invoke: Dispatcher['invoke'] = async (fn, data, triggerMetadata) => {
    const request = invocationRequest(fn, data, triggerMetadata);
    const about = { function: fn.name, trigger: fn.kind, invocationId: request.invocationId };
    running += 1;
    started += 1;
    events.emit({ kind: 'invocation-started', ...about });
    const since = performance.now();
    const result = (await supervisor.current()?.invoke(fn.name, request)) ?? { kind: 'lost' };
    running -= 1;
    events.emit({
      kind: 'invocation-ended',
      ...about,
      outcome: result.kind,
      ms: performance.now() - since,
      ...(result.kind === 'failed' ? { error: result.error } : {}),
    });
    ended.fire();
    return result;
  };

  return {
    invoke,
    whenUp: supervisor.whenUp,
    running: () => running,
    started: () => started,
    quiet: async (ms) => {
      const deadline = ms === undefined ? undefined : performance.now() + ms;
      for (;;) {
        const seen = ended.count();
        const left = deadline === undefined ? undefined : deadline - performance.now();
        if (running === 0 || (left !== undefined && left <= 0)) return;
        await ended.after(seen, left);
      }
    },
  };
};
