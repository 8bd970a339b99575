import type {
  RpcFunctionMetadata,
  RpcInvocationRequest,
  RpcInvocationResponse,
  RpcLogCategory,
  RpcLogLevel,
} from './rpc.ts';

export type FunctionCallback = (...args: unknown[]) => unknown;
type HookCallback = (context: object) => unknown;
export type HookName = 'preInvocation' | 'postInvocation' | 'appStart' | 'appTerminate';
type Log = (level: RpcLogLevel, category: RpcLogCategory, message: string) => void;

/** What the programming model gets to know of an invocation. */
export interface CoreInvocationContext {
  readonly invocationId: string;
  readonly request: RpcInvocationRequest;
  readonly metadata: RpcFunctionMetadata;
  /** The library reads it, to tell a late log call from one in a hook. */
  state?: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks' | undefined;
  log: Log;
}

interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<RpcInvocationResponse>;
}

/** `@azure/functions` itself, as it introduces itself to the worker. */
interface ProgrammingModel {
  readonly name: string;
  readonly version: string;
  getInvocationModel(context: CoreInvocationContext): InvocationModel | Promise<InvocationModel>;
  getCapabilities?(capabilities: Record<string, string>): Promise<Record<string, string>> | Record<string, string>;
}

/** What an app registered while it was loaded. */
export interface Registry {
  readonly functions: Map<string, { readonly metadata: RpcFunctionMetadata; readonly callback: FunctionCallback }>;
  readonly hooks: Record<HookName, Set<HookCallback>>;
  model: ProgrammingModel | undefined;
}

class Disposable {
  readonly #onDispose: () => unknown;
  constructor(onDispose: () => unknown) {
    this.#onDispose = onDispose;
  }
  static from(...parts: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const part of parts) part.dispose();
    });
  }
  dispose(): unknown {
    return this.#onDispose();
  }
}

/** The `@azure/functions-core` module for one load of one app, and the registry that it fills. */
export const createFunctionsCore = (log: Log): { readonly core: object; readonly registry: Registry } => {
  const registry: Registry = {
    functions: new Map(),
    hooks: { preInvocation: new Set(), postInvocation: new Set(), appStart: new Set(), appTerminate: new Set() },
    model: undefined,
  };
  const core = {
    version: '3.12.0',
    hostVersion: '4.1040.0',
    log,
    Disposable,
    registerFunction: (metadata: RpcFunctionMetadata, callback: FunctionCallback) =>
      registerFunction(registry, metadata, callback),
    registerHook: (name: string, callback: HookCallback) => registerHook(registry, name, callback),
    setProgrammingModel: (model: ProgrammingModel) => {
      registry.model = model;
    },
    getProgrammingModel: () => registry.model,
  };
  return { core, registry };
};

const registerFunction = ({ functions }: Registry, metadata: RpcFunctionMetadata, callback: FunctionCallback) => {
  if (functions.has(metadata.name)) throw new Error(`A function named "${metadata.name}" has already been registered.`);
  functions.set(metadata.name, { metadata, callback });
  return new Disposable(() => functions.delete(metadata.name));
};

const registerHook = ({ hooks }: Registry, name: string, callback: HookCallback) => {
  const callbacks = isHookName(name) ? hooks[name] : undefined;
  if (!callbacks) throw new RangeError(`The local host knows no hook "${name}".`);
  callbacks.add(callback);
  return new Disposable(() => callbacks.delete(callback));
};

const isHookName = (name: string): name is HookName =>
  ['preInvocation', 'postInvocation', 'appStart', 'appTerminate'].includes(name);
