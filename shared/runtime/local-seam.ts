import type { DiscordLimits } from '../adapters/discord-rest/limiter.ts';
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
  | {
      readonly kind: 'count' | 'observe' | 'gauge';
      readonly metric: string;
      readonly value: number;
      readonly labels: Labels;
    };

/** A row as Log Analytics would keep it. Times are epoch ms. */
export interface TelemetryRow {
  readonly table: 'AppMetrics' | 'AppRequests' | 'AppDependencies';
  readonly columns: Readonly<Record<string, string | number | boolean | Readonly<Record<string, string>>>>;
}

/**
 * What the local host lends to the built app, under a registered symbol, before it loads the bundle: in a replay the recording's
 * clock and pace, and a listener for telemetry (the control room). Azure sets none of it. This is the only way in.
 */
export interface LocalSeam {
  readonly now?: Clock;
  readonly onTelemetry?: (record: TelemetryRecord) => void;
  /** Takes metrics and spans as rows, in the place of Azure Monitor. */
  readonly onRows?: (rows: readonly TelemetryRow[]) => void;
  /** From one export of metrics to the next, ms: people watch the local app, and do not wait a minute. */
  readonly exportEveryMs?: number;
  /** Discord's limits in the recording's time: at full speed a minute of it passes in milliseconds. */
  readonly discordLimits?: Partial<DiscordLimits>;
}

const SEAM = Symbol.for('oddstracker.local');

export const lendLocalSeam = (seam: LocalSeam): void => {
  Reflect.set(globalThis, SEAM, seam);
};

export const localSeam = (): LocalSeam => (Reflect.get(globalThis, SEAM) as LocalSeam | undefined) ?? {};
