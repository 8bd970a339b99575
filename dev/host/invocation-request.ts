import { randomBytes, randomUUID } from 'node:crypto';
import type { FunctionDefinition } from './functions.ts';
import type { RpcInvocationRequest, RpcTypedData } from './rpc.ts';

/** An invocation as the host asks the worker for it, with an identity and a new trace of its own. */
export const invocationRequest = (
  { name, binding }: FunctionDefinition,
  data: RpcTypedData,
  triggerMetadata: Readonly<Record<string, RpcTypedData>> = {},
): RpcInvocationRequest => ({
  invocationId: randomUUID(),
  functionId: name,
  inputData: [{ name: binding, data }],
  triggerMetadata,
  traceContext: {
    traceParent: `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
    traceState: '',
  },
});
