/**
 * The shapes that Azure's host and its language worker exchange about an invocation (`@azure/functions-core`, which is no npm
 * package), as far as timers, storage queues and HTTP need them.
 */
export interface RpcTypedData {
  readonly string?: string | null;
  readonly json?: string | null;
  readonly bytes?: Uint8Array | null;
  readonly int?: number | null;
  readonly double?: number | null;
  readonly http?: RpcHttpData | null;
}

export interface RpcHttpData {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: RpcTypedData | null;
  readonly statusCode?: string;
  readonly cookies?: readonly RpcHttpCookie[];
}

interface Nullable<T> {
  readonly value?: T | null;
}

export interface RpcHttpCookie {
  readonly name?: string | null;
  readonly value?: string | null;
  readonly domain?: Nullable<string> | null;
  readonly path?: Nullable<string> | null;
  readonly expires?: Nullable<{ readonly seconds?: number | null }> | null;
  readonly secure?: Nullable<boolean> | null;
  readonly httpOnly?: Nullable<boolean> | null;
  /** `none` means: not said. `explicitNone` is the attribute's value None. */
  readonly sameSite?: 'none' | 'lax' | 'strict' | 'explicitNone' | null;
  readonly maxAge?: Nullable<number> | null;
}

export interface RpcInvocationRequest {
  readonly invocationId: string;
  readonly functionId: string;
  readonly inputData: readonly { readonly name: string; readonly data: RpcTypedData }[];
  readonly triggerMetadata: Readonly<Record<string, RpcTypedData>>;
  readonly traceContext: { readonly traceParent: string; readonly traceState: string };
}

export interface RpcInvocationResponse {
  readonly invocationId?: string | null;
  readonly outputData?: readonly { readonly name?: string | null; readonly data?: RpcTypedData | null }[] | null;
  readonly returnValue?: RpcTypedData | null;
}

/** A trigger or an output of a function; beyond these, each type has members of its own. */
export interface RpcBindingInfo {
  readonly type?: string | null;
  readonly direction?: 'in' | 'out' | 'inout' | null;
  readonly [member: string]: unknown;
}

/** What an app says of one of its functions when it registers it: data only. */
export interface RpcFunctionMetadata {
  readonly name: string;
  readonly functionId?: string | null;
  readonly bindings: Readonly<Record<string, RpcBindingInfo>>;
}

export type RpcLogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';
export type RpcLogCategory = 'user' | 'system' | 'customMetric';
