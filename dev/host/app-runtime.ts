import { type LocalSeam, lendLocalSeam } from '../../shared/runtime/local-seam.ts';
import { type ClockSetting, readClock } from './clock.ts';
import { createFunctionsCore, type HookName, type Registry } from './functions-core.ts';
import { createInvoker } from './invoke.ts';
import { loadEntryFiles } from './load-app.ts';
import type { RpcFunctionMetadata, RpcInvocationRequest } from './rpc.ts';
import type { InvocationResult, WorkerEvent } from './worker.ts';

/** The parts of the seam that are data. With `exportEveryMs` metrics and spans come as events `rows`. */
export type LentSeam = Omit<LocalSeam, 'now' | 'onTelemetry' | 'onRows'>;

/** A loaded app, in whichever process. */
export interface AppRuntime {
  readonly functions: readonly RpcFunctionMetadata[];
  readonly loadMs: number;
  invoke(name: string, request: RpcInvocationRequest): Promise<InvocationResult>;
  setClock(setting: ClockSetting): void;
  /** Runs the appTerminate hooks. */
  terminate(): Promise<void>;
}

/**
 * Does what Azure's language worker does at start: loads the app's entry files, which register functions and hooks, then runs
 * the appStart hooks. Lends the app the host's clock and a listener for telemetry before that. Throws what the entry file throws.
 */
export const startApp = async (options: {
  readonly root: string;
  readonly clock: ClockSetting;
  /** What else the app is lent beside the clock and a listener. */
  readonly lend?: LentSeam | undefined;
  readonly onEvent: (event: WorkerEvent) => void;
}): Promise<AppRuntime> => {
  const { root, onEvent } = options;
  let clock = options.clock;
  lendLocalSeam({
    ...options.lend,
    now: () => readClock(clock),
    onTelemetry: (record) => onEvent({ kind: 'telemetry', record }),
    ...(options.lend?.exportEveryMs === undefined ? {} : { onRows: (rows) => onEvent({ kind: 'rows', rows }) }),
  });

  const { core, registry } = createFunctionsCore((level, category, message) =>
    onEvent({ kind: 'log', level, category, message }),
  );
  const startedAt = performance.now();
  loadEntryFiles(root, core);
  const loadMs = performance.now() - startedAt;

  const appHookData = {};
  const runHooks = async (name: HookName): Promise<void> => {
    const context = { hookData: appHookData, appHookData, functionAppDirectory: root };
    for (const hook of registry.hooks[name]) await hook(context);
  };
  await runHooks('appStart');
  await lockCapabilities(registry);

  return {
    functions: [...registry.functions.values()].map(({ metadata }) => metadata),
    loadMs,
    invoke: createInvoker(registry, appHookData, onEvent),
    setClock: (setting) => {
      clock = setting;
    },
    terminate: () => runHooks('appTerminate'),
  };
};

/** Azure's worker asks for capabilities after loading: from then on `app.setup` refuses changes. */
const lockCapabilities = async ({ model, functions }: Registry): Promise<void> => {
  if (!model) {
    if (functions.size > 0) throw new Error('Functions were registered without a programming model.');
    return;
  }
  const capabilities = await model.getCapabilities?.({});
  if (capabilities?.HttpUri) throw new Error('The local host does not offer enableHttpStream.');
};
