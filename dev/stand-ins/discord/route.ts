import type { Call, Reply } from '../reply.ts';
import type { MessageForm } from './form.ts';
import type { RouteLimit } from './limits.ts';

/** An endpoint of the REST API. */
export interface Route {
  readonly method: string;
  readonly path: RegExp;
  /** Without a bot token: the token in the path is the key. */
  readonly open?: true;
  readonly limit: RouteLimit;
  /** @param parameters what the path's groups hold */
  readonly answer: (parameters: readonly string[], form: MessageForm, call: Call) => Reply | Promise<Reply>;
}
