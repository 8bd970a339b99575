import type { Telemetry } from '../../shared/ports/telemetry.ts';
import type { HostEvent } from '../host/events.ts';

/** Tells what the host saw, where a person would want to know. Telemetry is told elsewhere. */
export function describeEvent(log: Telemetry, event: HostEvent): void {
  switch (event.kind) {
    case 'output':
      log.info('app_output', { line: event.line });
      break;
    case 'log':
      if (event.level === 'warning' || event.level === 'error' || event.level === 'critical')
        log.warn('function_log', { function: event.function, message: event.message });
      break;
    case 'unhandled-rejection':
      log.error('unhandled_rejection', { message: event.error.message, stack: event.error.stack });
      break;
    case 'invocation-ended':
      if (event.outcome !== 'ok')
        log.warn('invocation_failed', {
          function: event.function,
          outcome: event.outcome,
          error: event.error?.message,
        });
      break;
    case 'message-poisoned':
      log.error('message_poisoned', { queue: event.queue, function: event.function });
      break;
    case 'queue-error':
      log.error('queue_error', { queue: event.queue, error: event.error.message });
      break;
    case 'worker-exited':
      if (!event.expected) log.error('app_process_ended', { code: event.exit.code, signal: event.exit.signal });
      break;
    case 'worker-restarting':
      log.warn('app_process_restarting', { inMs: event.delayMs, error: event.error?.message });
      break;
    default:
      log.debug(event.kind.replaceAll('-', '_'));
  }
}
