import type { Telemetry } from '../shared/ports/telemetry.ts';

const nothing = (): void => undefined;

export const silentTelemetry: Telemetry = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  count: nothing,
  observe: nothing,
  gauge: nothing,
};
