import { takeOrder } from '../control.ts';
import { createFaults, type Faults } from '../faults.ts';
import { startStandIn } from '../http.ts';
import { type Call, json, type Reply } from '../reply.ts';
import { type ClaudeError, errorReply } from './errors.ts';
import { messageOf } from './message.ts';
import { modelOf } from './model.ts';
import { createOrders, type Orders, takeOrders } from './orders.ts';
import { isError, readRequest, refusalOf } from './request.ts';

export interface ClaudeStandInOptions {
  /** Keys it accepts; absent: any. */
  readonly keys?: readonly string[];
  /** What a 429 asks to wait, seconds. */
  readonly retryAfterSeconds?: number;
  readonly port?: number;
}

interface ClaudeStats {
  readonly requests: number;
  readonly errors: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface ClaudeStandIn {
  /** Base address, without `/v1`. */
  readonly url: string;
  readonly control: Faults & Omit<Orders, 'clear' | 'present'>;
  /** Bodies of the requests that reached it, the last hundred, the newest last. */
  requests(): readonly string[];
  stats(): ClaudeStats;
  stop(): Promise<void>;
}

const MOST_REQUESTS = 100;
const MODEL_PATH = /^\/v1\/models\/([^/]+)$/;
const OVERLOADED: ClaudeError = { type: 'overloaded_error', message: 'Overloaded' };

const FAILURES: Readonly<Record<'bad-key' | 'out-of-credits' | 'too-many-requests', ClaudeError>> = {
  'bad-key': { type: 'authentication_error', message: 'invalid x-api-key' },
  'out-of-credits': { type: 'billing_error', message: 'Your credit balance is too low to access the Claude API.' },
  'too-many-requests': { type: 'rate_limit_error', message: 'This request would exceed your rate limit.' },
};

/** Starts a server that speaks Claude's Messages API, and tells of a model, on a loopback port; `POST /__control` takes faults and orders. */
export const startClaude = async ({
  keys,
  retryAfterSeconds = 1,
  port,
}: ClaudeStandInOptions = {}): Promise<ClaudeStandIn> => {
  const faults = createFaults();
  const orders = createOrders();
  const bodies: string[] = [];
  const counts = { requests: 0, errors: 0, inputTokens: 0, outputTokens: 0 };
  const nextId = (prefix: string): string => `${prefix}_${String(counts.requests + 1).padStart(24, '0')}`;
  const stats = (): ClaudeStats => ({ ...counts });

  const handle = (call: Call): Reply => {
    const requestId = nextId('req');
    const [, model] = MODEL_PATH.exec(call.path) ?? [];
    if (model !== undefined && call.method === 'GET') {
      const answer = refusalOf(call, keys) ?? modelOf(decodeURIComponent(model));
      return isError(answer) ? errorReply(answer, requestId) : json(200, answer, { 'request-id': requestId });
    }
    if (call.path !== '/v1/messages' || call.method !== 'POST')
      return errorReply({ type: 'not_found_error', message: 'Not found' }, requestId);
    const request = readRequest(call, keys);
    if (isError(request)) return errorReply(request, requestId);
    const order = orders.present();
    if (order.kind === 'overloaded') return errorReply(OVERLOADED, requestId);
    const message = messageOf(request, order, nextId('msg'));
    counts.inputTokens += message.usage.input_tokens;
    counts.outputTokens += message.usage.output_tokens;
    return json(200, message, { 'request-id': requestId, 'anthropic-organization-id': 'stand-in' });
  };

  const clear = (): void => {
    faults.clear();
    orders.clear();
  };
  const { origin, stop } = await startStandIn({
    port,
    handle,
    faults,
    failure: (kind) =>
      errorReply(
        FAILURES[kind],
        nextId('req'),
        kind === 'too-many-requests' ? { 'retry-after': String(retryAfterSeconds) } : {},
      ),
    control: (order) => takeOrder(faults, stats, takeOrders(orders, order)),
    observe: ({ body }, reply) => {
      counts.requests += 1;
      if (reply.status >= 400) counts.errors += 1;
      bodies.push(body);
      if (bodies.length > MOST_REQUESTS) bodies.shift();
    },
  });
  const { say, refuse, cutOff, overload } = orders;
  return {
    url: origin,
    control: { ...faults, clear, say, refuse, cutOff, overload },
    requests: () => bodies,
    stats,
    stop,
  };
};
