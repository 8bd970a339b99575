import { z } from 'zod';
import hostJson from '../../host.json' with { type: 'json' };
import { MAX_MESSAGE_BYTES, QUEUE_SCHEMAS, type QueueMessages, type QueueName } from '../messages/messages.ts';
import { type Outcome, reject } from '../pipeline/outcome.ts';
import type { Clock } from '../ports/clock.ts';
import type { Documents } from '../ports/documents.ts';
import type { MessageSender } from '../ports/queue.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { asText, type RejectedInput, recordRejected } from './record-rejected.ts';
import { inSpan, QUIET } from './span.ts';

export interface QueueHandlerDeps {
  readonly clock: Clock;
  readonly queue: MessageSender;
  readonly rejected: Documents<RejectedInput>;
  readonly telemetry: Telemetry;
}

/** What Azure tells of a message beside its body. */
export interface Attempt {
  /** 1 for the first try. */
  readonly dequeueCount: number;
}

/**
 * Turns a stage into what a queue trigger calls: parses, runs, counts, and does what the outcome asks for. It throws only what
 * the stage throws, so that the queue retries that and nothing else.
 * @param stage name of the function, for counting
 */
export function queueHandler<Q extends QueueName>(
  queue: Q,
  stage: string,
  deps: QueueHandlerDeps,
  run: (message: QueueMessages[Q]) => Promise<Outcome<unknown>>,
): (input: unknown, attempt: Attempt) => Promise<void> {
  const finish = async (outcome: Outcome<unknown>, input: unknown, message?: QueueMessages[Q]): Promise<void> => {
    if (outcome.kind === 'later' && message)
      await deps.queue.send(queue, (outcome.instead ?? message) as QueueMessages[Q], {
        delaySeconds: Math.ceil(outcome.afterMs / 1000),
      });
    if (outcome.kind === 'reject') {
      await recordRejected(deps.rejected, {
        source: queue,
        kind: 'rejected',
        reason: outcome.reason,
        input,
        at: deps.clock(),
      });
      deps.telemetry.warn('message_rejected', { queue, reason: outcome.reason });
    }
    deps.telemetry.count('stage_outcomes', 1, { stage, kind: outcome.kind, reason: reasonOf(outcome) });
  };
  const work = async (input: unknown, attempt: Attempt): Promise<Outcome<unknown>> => {
    try {
      const parsed = parseMessage(queue, input);
      const outcome = parsed.ok ? await run(parsed.message) : reject(parsed.reason);
      await finish(outcome, input, parsed.ok ? parsed.message : undefined);
      return outcome;
    } catch (error) {
      await noteFailure(queue, stage, deps, input, attempt, error);
      throw error;
    }
  };
  return async (input, attempt) => {
    const { dequeueCount } = attempt;
    const step = {
      name: `process ${queue}`,
      kind: 'consumer',
      parent: traceOf(input),
      attributes: { dequeueCount },
    } as const;
    await inSpan(step, async (span) => {
      const outcome = await work(input, attempt);
      span.setAttributes({ outcome: reasonOf(outcome), [QUIET]: isQuiet(outcome) });
    });
  };
}

/** What ended with nothing is most of what there is, and tells nothing: a change of a market that raised no signal. */
const isQuiet = (outcome: Outcome<unknown>): boolean => outcome.kind === 'done' && outcome.value === 0;

const reasonOf = (outcome: Outcome<unknown>): string =>
  outcome.kind === 'done' ? 'ok' : (outcome.reason.split(':', 1)[0] ?? '');

const tracedSchema = z.object({ traceparent: z.string().max(55) });

/** What the sender was doing, in whose trace this message is worked. */
function traceOf(input: unknown): string | undefined {
  return tracedSchema.safeParse(typeof input === 'string' ? parseJson(input) : input).data?.traceparent;
}

type Parsed<T> = { readonly ok: true; readonly message: T } | { readonly ok: false; readonly reason: string };

/** Reads a message of a queue: an object as Azure parsed it, or text. Every refusal says what was wrong with it. */
export function parseMessage<Q extends QueueName>(queue: Q, input: unknown): Parsed<QueueMessages[Q]> {
  const text = asText(input);
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_MESSAGE_BYTES)
    return { ok: false, reason: `too-large: ${bytes} bytes, at most ${MAX_MESSAGE_BYTES}` };
  const value = typeof input === 'string' ? parseJson(input) : input;
  if (value === undefined) return { ok: false, reason: 'not-json: the body is not a JSON object' };
  const result = QUEUE_SCHEMAS[queue].safeParse(value);
  if (result.success) return { ok: true, message: result.data as QueueMessages[Q] };
  const version = z.object({ v: z.unknown() }).safeParse(value);
  const isUnknownVersion = version.success && version.data.v !== 1;
  if (isUnknownVersion) return { ok: false, reason: 'unknown-version: this build reads version 1' };
  const issue = result.error.issues[0];
  return { ok: false, reason: `invalid: ${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'not understood'}` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The last failure of a message is kept with its reason, beside the poison queue that Azure moves it to. */
async function noteFailure(
  queue: QueueName,
  stage: string,
  deps: QueueHandlerDeps,
  input: unknown,
  { dequeueCount }: Attempt,
  error: unknown,
): Promise<void> {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  deps.telemetry.count('stage_outcomes', 1, {
    stage,
    kind: 'fail',
    reason: error instanceof Error ? error.name : 'unknown',
  });
  deps.telemetry.error('stage_failed', { stage, dequeueCount, reason });
  if (dequeueCount < hostJson.extensions.queues.maxDequeueCount) return;
  // The message's own failure matters more than that of noting it: a broken store must not hide it.
  await recordRejected(deps.rejected, { source: queue, kind: 'failed', reason, input, at: deps.clock() }).catch(
    (cause) => deps.telemetry.error('rejected_store_failed', { stage, reason: String(cause) }),
  );
}
