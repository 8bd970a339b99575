import { TimeoutStrategy, timeout } from 'cockatiel';
import type { Stripe } from 'stripe';
import type { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { inSpan } from '../../runtime/span.ts';
import { failureOf, resultOf, UnreadableError } from './failures.ts';

/** How long we wait, ms. */
export interface Patience {
  /** One attempt. The SDK makes {@link RETRIES} more, and waits up to a second before each. */
  readonly attemptMs: number;
  /** All requests that belong to one call of ours. */
  readonly totalMs: number;
}

export interface AskOptions {
  readonly secretKey: string;
  readonly baseUrl: string;
  readonly telemetry: Telemetry;
  readonly now: Clock;
}

/**
 * One request to Stripe, its answer read. Throws `BillingUnavailableError`, `AbsentError`, or an error that says what is to be done.
 * @param call the SDK's name for it
 */
export type Ask = <T>(call: string, schema: z.ZodType<T>, request: (stripe: Stripe) => Promise<unknown>) => Promise<T>;

/** Runs what asks Stripe one or several things, within the time that there is for it. */
export type Asking = <T>(work: (ask: Ask) => Promise<T>) => Promise<T>;

const RETRIES = 2;

/** The SDK is loaded at the first use. Counts `stripe_requests{call,result}`. */
export function createAsking(options: AskOptions, patience: Patience): Asking {
  const { telemetry, now } = options;
  const deadline = timeout(patience.totalMs, TimeoutStrategy.Aggressive);
  let connecting: Promise<Stripe> | undefined;

  const askUntil =
    (signal: AbortSignal): Ask =>
    async (call, schema, request) => {
      // Nobody waits any more for what would come next.
      signal.throwIfAborted();
      connecting ??= connect(options, patience);
      const stripe = await connecting;
      try {
        const answer = read(
          call,
          schema,
          await inSpan({ name: call, kind: 'client', attributes: { service: 'stripe' } }, () => request(stripe)),
        );
        telemetry.count('stripe_requests', 1, { call, result: 'ok' });
        return answer;
      } catch (error) {
        const failure = failureOf(call, error, now);
        telemetry.count('stripe_requests', 1, { call, result: resultOf(failure) });
        throw failure;
      }
    };

  return async (work) => {
    try {
      return await deadline.execute(({ signal }) => work(askUntil(signal)));
    } catch (error) {
      throw failureOf('all requests', error, now);
    }
  };
}

async function connect({ secretKey, baseUrl }: AskOptions, { attemptMs }: Patience): Promise<Stripe> {
  const { Stripe } = await import('stripe');
  const { protocol, hostname, port } = new URL(baseUrl);
  const isPlain = protocol === 'http:';
  return new Stripe(secretKey, {
    // Stripe would else answer in the form that the account was set up with.
    apiVersion: Stripe.API_VERSION,
    protocol: isPlain ? 'http' : 'https',
    host: hostname,
    port: port || (isPlain ? '80' : '443'),
    timeout: attemptMs,
    maxNetworkRetries: RETRIES,
    telemetry: false,
  });
}

/** The SDK's types promise what a proxy's page does not keep. */
function read<T>(call: string, schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new UnreadableError(`Stripe: the answer to ${call} is not what it should be`, { cause: parsed.error });
}
