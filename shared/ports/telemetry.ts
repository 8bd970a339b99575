export type Fields = Readonly<Record<string, string | number | boolean | null | undefined | readonly string[]>>;
export type Labels = Readonly<Record<string, string>>;

/**
 * Logs are events: a name in snake_case and fields, never a body, a header, a token or a key.
 * Counters and observations have stable names and few labels.
 */
export interface Telemetry {
  debug(event: string, fields?: Fields): void;
  info(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  error(event: string, fields?: Fields): void;
  /** Adds to a counter. */
  count(metric: string, value?: number, labels?: Labels): void;
  /** Records one value of a distribution; the unit stands in the metric's name. */
  observe(metric: string, value: number, labels?: Labels): void;
  /** What something stands at now: each value takes the place of the one before. */
  gauge(metric: string, value: number, labels?: Labels): void;
}
