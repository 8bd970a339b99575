import type { TelemetryRecord, TelemetryRow } from '../../shared/runtime/local-seam.ts';
import type { LentSeam } from './app-runtime.ts';
import type { ClockSetting } from './clock.ts';
import type {
  RpcFunctionMetadata,
  RpcInvocationRequest,
  RpcInvocationResponse,
  RpcLogCategory,
  RpcLogLevel,
} from './rpc.ts';

/** An error as data: it crosses processes. */
export interface ErrorInfo {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
}

/** What a worker tells of its own accord. */
export type WorkerEvent =
  | { readonly kind: 'telemetry'; readonly record: TelemetryRecord }
  | { readonly kind: 'rows'; readonly rows: readonly TelemetryRow[] }
  | {
      readonly kind: 'log';
      readonly level: RpcLogLevel;
      readonly category: RpcLogCategory;
      readonly message: string;
      readonly function?: string;
      readonly invocationId?: string;
    }
  | { readonly kind: 'unhandled-rejection'; readonly error: ErrorInfo }
  | { readonly kind: 'output'; readonly stream: 'stdout' | 'stderr'; readonly line: string };

export type InvocationResult =
  | { readonly kind: 'ok'; readonly response: RpcInvocationResponse }
  | { readonly kind: 'failed'; readonly error: ErrorInfo }
  /** The worker ended before the function did. Nobody knows how far it came. */
  | { readonly kind: 'lost' };

export interface WorkerExit {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface WorkerStats {
  /** Undefined for a worker in this process. */
  readonly pid: number | undefined;
  /** Resident memory of the process it runs in, bytes. */
  readonly rss: number;
  /** How long loading the app's entry files took, ms. */
  readonly loadMs: number;
}

/** What runs an app's functions: a process of its own, as in Azure, or a part of this one. */
export interface Worker {
  readonly pid: number | undefined;
  readonly loadMs: number;
  readonly functions: readonly RpcFunctionMetadata[];
  /** Never rejects. */
  invoke(name: string, request: RpcInvocationRequest): Promise<InvocationResult>;
  /** Holds for every invocation asked for afterwards. */
  setClock(setting: ClockSetting): void;
  stats(): Promise<WorkerStats>;
  /** Runs the app's appTerminate hooks and ends; by force after `graceMs`. */
  stop(graceMs: number): Promise<void>;
  /** Ends it on the spot: what runs is lost. */
  kill(): void;
  /** Resolves when it has ended, for whatever reason. */
  readonly exited: Promise<WorkerExit>;
}

export interface WorkerOptions {
  /** Folder of the app: package.json, host.json. Absolute. */
  readonly root: string;
  /** The app's settings, on top of this process's PATH and the like. */
  readonly env: Readonly<Record<string, string>>;
  readonly clock: ClockSetting;
  /** What the app is lent beside the clock. */
  readonly lend?: LentSeam | undefined;
  readonly onEvent: (event: WorkerEvent) => void;
}

export const errorInfo = (thrown: unknown): ErrorInfo =>
  thrown instanceof Error
    ? { name: thrown.name, message: thrown.message, stack: thrown.stack }
    : { name: 'Error', message: String(thrown) };
