import type { LentSeam } from './app-runtime.ts';
import type { ClockSetting } from './clock.ts';
import type { RpcFunctionMetadata, RpcInvocationRequest } from './rpc.ts';
import type { ErrorInfo, InvocationResult, WorkerEvent } from './worker.ts';

/** What the host sends its worker process, in order. */
export type ToWorker =
  | { readonly kind: 'load'; readonly root: string; readonly clock: ClockSetting; readonly lend?: LentSeam | undefined }
  | { readonly kind: 'invoke'; readonly name: string; readonly request: RpcInvocationRequest }
  | { readonly kind: 'clock'; readonly setting: ClockSetting }
  | { readonly kind: 'stats' }
  | { readonly kind: 'stop' };

/** What the worker process sends back, in order; many travel as one batch. */
export type FromWorker =
  | { readonly kind: 'loaded'; readonly functions: readonly RpcFunctionMetadata[]; readonly loadMs: number }
  | { readonly kind: 'load-failed'; readonly error: ErrorInfo }
  | { readonly kind: 'result'; readonly id: string; readonly result: InvocationResult }
  | { readonly kind: 'event'; readonly event: WorkerEvent }
  | { readonly kind: 'stats'; readonly rss: number };
