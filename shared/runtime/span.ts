import { type Attributes, context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

/** One step of a trace. The names follow OpenTelemetry's conventions: `process QUEUE`, `POST channels/messages`. */
export interface Step {
  readonly name: string;
  /** `consumer`: a message is worked; `client`: another service is asked; `internal`: work of our own accord. */
  readonly kind: 'consumer' | 'client' | 'internal';
  /** Few and short; never a name, a token or an address. */
  readonly attributes?: Attributes;
  /** The `traceparent` that a message brought along (W3C Trace Context): the step goes on with its trace. */
  readonly parent?: string | undefined;
}

const KINDS = { consumer: SpanKind.CONSUMER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL };

/** A span that found nothing to tell is not worth its place: it is not exported. */
export const QUIET = 'oddstracker.quiet';

/** Runs a step of a trace; it counts as failed when `run` throws. Costs next to nothing where nobody takes traces. */
export async function inSpan<T>(
  { name, kind, attributes = {}, parent }: Step,
  run: (span: Span) => Promise<T>,
): Promise<T> {
  const around =
    parent === undefined ? context.active() : propagation.extract(context.active(), { traceparent: parent });
  return trace
    .getTracer('oddstracker')
    .startActiveSpan(name, { kind: KINDS[kind], attributes }, around, async (span) => {
      try {
        return await run(span);
      } catch (error) {
        // The name alone: a message may hold what came from outside.
        span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'unknown' });
        throw error;
      } finally {
        span.end();
      }
    });
}

/** What a message has to bring along so that its reader goes on with the present trace; undefined where nobody takes traces. */
export function traceparent(): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}
