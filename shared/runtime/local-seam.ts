import type { Clock } from '../ports/clock.ts';
import type { Fields, Labels } from '../ports/telemetry.ts';

/** One telemetry record, as data. */
export type TelemetryRecord =
  | {
      readonly kind: 'log';
      readonly level: 'debug' | 'info' | 'warn' | 'error';
      readonly event: string;
      readonly fields: Fields;
    }
  | { readonly kind: 'count' | 'observe'; readonly metric: string; readonly value: number; readonly labels: Labels };

/**
 * What the local host lends to the built app, under a registered symbol, before it loads the bundle: the recording's clock in a
 * replay, and a listener for telemetry (the control room). Azure sets neither. This is the only way in; it changes no decision.
 */
export interface LocalSeam {
  readonly now?: Clock;
  readonly onTelemetry?: (record: TelemetryRecord) => void;
}

const SEAM = Symbol.for('oddstracker.local');

export const lendLocalSeam = (seam: LocalSeam): void => {
  Reflect.set(globalThis, SEAM, seam);
};

export const localSeam = (): LocalSeam => (Reflect.get(globalThis, SEAM) as LocalSeam | undefined) ?? {};
