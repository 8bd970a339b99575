import type { CoreInvocationContext, FunctionCallback, Registry } from './functions-core.ts';
import type { RpcFunctionMetadata, RpcInvocationRequest, RpcInvocationResponse } from './rpc.ts';
import { errorInfo, type InvocationResult, type WorkerEvent } from './worker.ts';

/**
 * Runs invocations in the order of Azure's worker: arguments, preInvocation hooks (which may replace inputs and callback), the
 * function, postInvocation hooks (which may replace result and error), response. The steps themselves are the real library's.
 */
export const createInvoker =
  (registry: Registry, appHookData: object, onEvent: (event: WorkerEvent) => void) =>
  async (name: string, request: RpcInvocationRequest): Promise<InvocationResult> => {
    try {
      const found = registry.functions.get(name);
      if (!found) throw new Error(`There is no function "${name}".`);
      const core = coreContext(found.metadata, request, onEvent);
      return { kind: 'ok', response: await run(registry, appHookData, core, found.callback) };
    } catch (thrown) {
      return { kind: 'failed', error: errorInfo(thrown) };
    }
  };

const coreContext = (
  metadata: RpcFunctionMetadata,
  request: RpcInvocationRequest,
  onEvent: (event: WorkerEvent) => void,
): CoreInvocationContext => ({
  invocationId: request.invocationId,
  request,
  metadata,
  state: undefined,
  log: (level, category, message) =>
    onEvent({ kind: 'log', level, category, message, function: metadata.name, invocationId: request.invocationId }),
});

const run = async (
  { model, hooks }: Registry,
  appHookData: object,
  core: CoreInvocationContext,
  callback: FunctionCallback,
): Promise<RpcInvocationResponse> => {
  if (!model) throw new Error('The app has set no programming model.');
  const invocation = await model.getInvocationModel(core);
  const { context, inputs } = await invocation.getArguments();
  const shared = { hookData: {}, appHookData, invocationContext: context };

  const before = { ...shared, inputs, functionCallback: callback };
  core.state = 'preInvocationHooks';
  for (const hook of hooks.preInvocation) await hook(before);

  const after: { inputs: unknown[]; result: unknown; error: unknown } = {
    ...shared,
    inputs: before.inputs,
    result: null,
    error: null,
  };
  core.state = 'invocation';
  try {
    after.result = await invocation.invokeFunction(context, before.inputs, before.functionCallback);
  } catch (thrown) {
    // A hook sees, and may take back, whatever was thrown; `throw undefined` is still a failure.
    after.error = thrown ?? new Error(`The function threw ${thrown}.`);
  }
  core.state = 'postInvocationHooks';
  for (const hook of hooks.postInvocation) await hook(after);
  core.state = undefined;

  if (after.error !== null && after.error !== undefined) throw after.error;
  return invocation.getResponse(context, after.result);
};
