import type { Clock } from '../../ports/clock.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import type { TelemetryRecord } from '../../runtime/local-seam.ts';
import { jsonLine, type Line, type LogLevel, textLine } from './format-line.ts';
import { safeFields } from './safe-fields.ts';
import { seamTelemetry } from './seam-telemetry.ts';

export interface ConsoleOptions {
  /** Takes one line, without its line break. Default: the console's method of that level, which Azure records with it. */
  readonly write?: (line: string, level: LogLevel) => void;
  /** The least level that is written; counters and observations are `debug`. Default `info`. */
  readonly level?: LogLevel;
  /** `text`, for a person; `colour`, the same for a terminal; `json`, for machines. Default: by whether stdout is a terminal. */
  readonly format?: 'text' | 'colour' | 'json';
  readonly now?: Clock;
}

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** One line for each event. Secrets are kept out by {@link safeFields}. */
export function consoleTelemetry(options: ConsoleOptions = {}): Telemetry {
  const {
    write = toConsole,
    level = 'info',
    format = process.stdout.isTTY ? 'colour' : 'json',
    now = Date.now,
  } = options;
  const least = LEVELS.indexOf(level);
  return seamTelemetry((record) => {
    if (LEVELS.indexOf(levelOf(record)) < least) return;
    const line = lineOf(record, now());
    write(format === 'json' ? jsonLine(line) : textLine(line, format === 'colour'), line.level);
  });
}

const levelOf = (record: TelemetryRecord): LogLevel => (record.kind === 'log' ? record.level : 'debug');

function lineOf(record: TelemetryRecord, at: number): Line {
  if (record.kind === 'log') return { at, level: record.level, event: record.event, fields: safeFields(record.fields) };
  const { kind, metric, value, labels } = record;
  return { at, level: 'debug', event: kind, fields: safeFields({ metric, value, ...labels }) };
}

const toConsole = (line: string, level: LogLevel): void => console[level](line);
