import type { Telemetry } from '../../ports/telemetry.ts';

/** Tells all of them everything, in order. */
export function combineTelemetry(...targets: readonly Telemetry[]): Telemetry {
  const tellAll = (tell: (target: Telemetry) => void): void => {
    for (const target of targets) tell(target);
  };
  return {
    debug: (event, fields) => tellAll((target) => target.debug(event, fields)),
    info: (event, fields) => tellAll((target) => target.info(event, fields)),
    warn: (event, fields) => tellAll((target) => target.warn(event, fields)),
    error: (event, fields) => tellAll((target) => target.error(event, fields)),
    count: (metric, value, labels) => tellAll((target) => target.count(metric, value, labels)),
    observe: (metric, value, labels) => tellAll((target) => target.observe(metric, value, labels)),
  };
}
